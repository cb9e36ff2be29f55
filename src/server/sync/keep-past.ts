/** What a commit does to the past: rows that it changes leave their image, and words that it erases go out of all images. */
import { eraseImage, listErased } from '#domain/past/erase-image.ts';
import { withoutPixKey } from '#domain/pix/pix-key-ops.ts';
import type { RowChange } from '#domain/rows.ts';
import type { LogEntry, LogTransaction } from './log-store.ts';

/** After the commit's own writes, in its transaction. `passed`: rows of before that points still show. */
export async function keepPast(
  tx: LogTransaction,
  passed: readonly RowChange[],
  entries: readonly LogEntry[],
): Promise<void> {
  if (passed.length > 0) await tx.past.putImages(passed.map(withoutKeys));
  for (const { op } of entries) {
    const erased = listErased(op);
    if (erased.length === 0) continue;
    const images = await tx.past.listImages(op.groupId, erased);
    await tx.past.putImages(images.map((image) => eraseImage(image, op.actorId)));
  }
}

/** A Pix key is kept only while it is somebody's. */
export function withoutKeys(change: RowChange): RowChange {
  return change.table === 'members' ? { table: 'members', row: withoutPixKey(change.row) } : change;
}
