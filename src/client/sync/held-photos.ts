/**
 * Blob first, then op: an op whose photos are not at the server yet stays in the outbox without a number, and what is
 * written after it goes past it. What builds on it (its edit, its deletion, a reaction or a reply to it) waits with it.
 *
 *   outbox   1 text   2 photo (awaits p)   3 text   4 reply to 2 (awaits p)
 *   sent     1, 3
 *   p is up  2 and 4 go to the end as 5 and 6, and are sent: what gets its number last stands last, on every screen
 *
 * So `awaits` only ever holds what is owed here, and who takes it out moves the entry, in one transaction (decision 0037).
 */
import type { ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import { listOwed } from './await-photos.ts';
import { getNextOrder, listOutbox } from './commit-ops.ts';
import { putMeta } from './device-meta.ts';

export const isHeld = ({ awaits }: OutboxEntry): boolean => awaits !== undefined && awaits.length > 0;

/** Without what is at the server by now: for entries that come back from an undo. */
export async function withoutArrived(
  tx: ReadTransaction,
  entries: readonly OutboxEntry[],
): Promise<OutboxEntry[]> {
  const owed = await listOwed(tx);
  return entries.map(({ awaits, ...entry }) => {
    const left = awaits?.filter((blobId) => owed.has(blobId)) ?? [];
    return left.length > 0 ? { ...entry, awaits: left } : entry;
  });
}

/** Nobody waits for this photo any more. Who waits for nothing now goes to the end of the outbox; their groups. */
export async function release(tx: WriteTransaction, groupId: string, blobId: string): Promise<boolean> {
  const waiting = (await listOutbox(tx, groupId)).filter(({ awaits }) => awaits?.includes(blobId));
  const left = waiting.map(({ awaits = [], ...entry }) => {
    return { entry, awaits: awaits.filter((id) => id !== blobId) };
  });
  await tx.put(
    'outbox',
    left.flatMap(({ entry, awaits }) => (awaits.length > 0 ? [{ ...entry, awaits }] : [])),
  );
  const free = left.flatMap(({ entry, awaits }) => (awaits.length === 0 ? [entry] : []));
  if (free.length === 0) return false;
  const nextOrder = await getNextOrder(tx);
  await tx.remove(
    'outbox',
    free.map(({ order }) => order),
  );
  await tx.put(
    'outbox',
    free.map((entry, i) => ({ ...entry, order: nextOrder + i })),
  );
  await putMeta(tx, 'nextOrder', nextOrder + free.length);
  return true;
}

export const RELEASE_TABLES = ['meta', 'outbox', 'blobs'] as const;
