/** What an op about to be appended waits for; see held-photos.ts. */
import type { ReadTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import { listAttachments, listReads } from '#domain/apply-op.ts';
import type { Op } from '#domain/op.ts';

type Awaits = readonly string[];

/** For each of `ops` the photos it waits for; undefined: none. They are about to be appended in this order. */
export async function listAwaited(tx: ReadTransaction, ops: readonly Op[]): Promise<(Awaits | undefined)[]> {
  const owed = await listOwed(tx);
  // Nearly always: nothing is looked at.
  if (owed.size === 0) return ops.map(() => undefined);
  const held: { readonly op: Op; readonly awaits: Awaits }[] = [];
  for (const groupId of new Set(ops.map((op) => op.groupId))) {
    const entries = await tx.list('outbox', {
      index: '[groupId+order]',
      from: [groupId, Number.MIN_SAFE_INTEGER],
      to: [groupId, Number.MAX_SAFE_INTEGER],
    });
    for (const { op, awaits } of entries) if (awaits && awaits.length > 0) held.push({ op, awaits });
  }
  return ops.map((op) => {
    const own = listAttachments(op).flatMap(({ blobId }) => (owed.has(blobId) ? [blobId] : []));
    const inherited = held.filter((before) => buildsOn(op, before.op)).flatMap(({ awaits }) => awaits);
    const awaits = [...new Set([...own, ...inherited])];
    if (awaits.length === 0) return undefined;
    held.push({ op, awaits });
    return awaits;
  });
}

/** Photos that the server lacks. */
export async function listOwed(tx: ReadTransaction): Promise<ReadonlySet<string>> {
  const owed = await tx.list('blobs', { index: 'owed', from: 1, to: 1 });
  return new Set(owed.map(({ blobId }) => blobId));
}

/** They speak of one thing of the group's. What `before` only quotes is not its own. */
function buildsOn(op: Op, before: Op): boolean {
  // One that went bad on the disk holds nothing; reading it would throw.
  if (!holdsOp({ op: before }) || op.groupId !== before.groupId) return false;
  const own = listReads(before).filter(({ table, id }) => isOfContent(table) && id !== before.body.replyTo);
  return listReads(op).some(({ table, id }) => own.some((key) => key.table === table && key.id === id));
}

const isOfContent = (table: string): boolean => table !== 'groups' && table !== 'members';
