/**
 * Ops of one group that wait for what they are about (a message, a member), while one transaction folds the log: those on
 * disk that wait for something the fold may bring, and those it parks itself. Nearly always there are none, and then one count is all this costs.
 */
import type { ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import type { ParkedOp } from '#client/store/tables.ts';
import type { Op } from '#domain/op.ts';
import type { RowKey } from '#domain/rows.ts';

export interface ParkedOps {
  /** Those on disk that may be taken. */
  list(): readonly Op[];
  add(op: ParkedOp): void;
  /** Takes out what waits for this row, in log order. */
  take(targetId: string): readonly ParkedOp[];
  /** What was added and not taken goes to disk, what was taken from disk goes. */
  write(tx: WriteTransaction): Promise<void>;
}

/** `reads`: rows that the fold looks at; the messages it may bring are among them. */
export async function openParkedOps(
  tx: ReadTransaction,
  groupId: string,
  reads: readonly RowKey[],
): Promise<ParkedOps> {
  const onDisk = await listWaitingFor(tx, groupId, reads);
  const waiting = new Set(onDisk);
  return {
    list: () => onDisk.map(({ op }) => op),
    add: (op) => waiting.add(op),
    take(id) {
      const taken = [...waiting].filter(({ targetId }) => targetId === id);
      for (const op of taken) waiting.delete(op);
      return taken.sort((a, b) => a.version - b.version);
    },
    async write(tx) {
      const held = new Set(onDisk);
      const fresh = [...waiting].filter((op) => !held.has(op));
      const taken = onDisk.filter((op) => !waiting.has(op));
      if (fresh.length > 0) await tx.put('parked', fresh);
      if (taken.length === 0) return;
      await tx.remove(
        'parked',
        taken.map(({ version }) => [groupId, version]),
      );
    },
  };
}

async function listWaitingFor(
  tx: ReadTransaction,
  groupId: string,
  reads: readonly RowKey[],
): Promise<ParkedOp[]> {
  const range = { from: [groupId, 0], to: [groupId, Number.MAX_SAFE_INTEGER] };
  if ((await tx.count('parked', range)) === 0) return [];
  const ids = new Set(reads.flatMap(({ table, id }) => (table === 'groups' ? [] : [id])));
  const waiting: ParkedOp[] = [];
  for (const id of ids) {
    const target = [groupId, id];
    waiting.push(...(await tx.list('parked', { index: '[groupId+targetId]', from: target, to: target })));
  }
  return waiting;
}
