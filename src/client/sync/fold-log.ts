/**
 * Confirmed rows moved forward by ops of the log, inside the caller's transaction: rows, parked and unknown ops
 * are written here; the cursor is returned for the caller to write beside them.
 *
 * An op whose target is not here is parked. Why does not matter: its page is not loaded yet (`apply-rows.ts` takes it
 * up with the page), or the log of a healing server has it before its message (it takes effect with that, here).
 */
import type { DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Cursor } from '#client/store/tables.ts';
import { applyOp, applyParked, listForgotten, listMade, listReads } from '#domain/apply-op.ts';
import { noticeRow } from '#domain/groups/notice.ts';
import type { Op } from '#domain/op.ts';
import type { MessageRow, RowChange, RowDraft, RowKey } from '#domain/rows.ts';
import { chainNext } from '#protocol/canonical.ts';
import { loadDraft } from './commit-ops.ts';
import { openParkedOps } from './parked-ops.ts';

export const FOLD_TABLES = [
  'groups',
  'members',
  'messages',
  'parked',
  'unknown',
  'aside',
] as const satisfies readonly DeviceTable[];

/** Folds `ops` at cursor.version + 1 …; `reads` are rows the caller wants in the draft besides. */
export async function foldLog(
  tx: WriteTransaction,
  cursor: Cursor,
  ops: readonly Op[],
  reads: readonly RowKey[],
): Promise<{ cursor: Cursor; draft: RowDraft }> {
  const { groupId } = cursor;
  const read = [...reads, ...ops.flatMap(listReads)];
  const parked = await openParkedOps(tx, groupId, read);
  const draft = await loadDraft(tx, groupId, read, parked.list());
  const unknown: { groupId: string; version: number; op: Op }[] = [];
  const forgotten: string[] = [];
  let { version, chain } = cursor;
  for (const op of ops) {
    version += 1;
    chain = chainNext(chain, op);
    const applied = applyOp(draft, op, version);
    if (applied.outcome === 'changed') {
      draft.apply(applied.changes);
      forgotten.push(...listForgotten(op));
      for (const id of listMade(applied.changes, version)) {
        for (const late of parked.take(id)) draft.apply(applyParked(draft, late.op, version));
      }
    } else if (applied.outcome === 'unknown') {
      unknown.push({ groupId, version, op });
      draft.apply([noticeRow({ ...op, version }, null)]);
    } else parked.add({ groupId, version, targetId: applied.needs.at(-1)?.id ?? '', op });
  }
  await putRows(tx, draft.changed());
  for (const id of forgotten) parked.take(id);
  await parked.write(tx);
  if (forgotten.length > 0) {
    await tx.remove(
      'aside',
      forgotten.map((id) => [groupId, id]),
    );
  }
  if (unknown.length > 0) await tx.put('unknown', unknown);
  const moved = { ...cursor, version, chain, head: Math.max(cursor.head, version) };
  return { cursor: forgotten.length > 0 ? { ...moved, erasedAt: version } : moved, draft };
}

export async function putRows(tx: WriteTransaction, changes: readonly RowChange[]): Promise<void> {
  const groups = changes.flatMap((change) => (change.table === 'groups' ? [change.row] : []));
  const members = changes.flatMap((change) => (change.table === 'members' ? [change.row] : []));
  const messages = changes.flatMap((change) => (change.table === 'messages' ? [change.row] : []));
  if (groups.length > 0) await tx.put('groups', groups);
  if (members.length > 0) await tx.put('members', members);
  if (messages.length > 0) await tx.put('messages', messages);
  await takeBackFromAside(tx, messages);
}

/** What a lost history had and the log has again need not be set aside any more. */
export async function takeBackFromAside(
  tx: WriteTransaction,
  messages: readonly MessageRow[],
): Promise<void> {
  if (messages.length === 0 || (await tx.count('aside')) === 0) return;
  await tx.remove(
    'aside',
    messages.map(({ groupId, id }) => [groupId, id]),
  );
}
