/** A photo goes from this device in the step in which the last row that spoke of it stops doing so: deleted is deleted. */
import type { WriteTransaction } from '#client/platform/device-store.ts';
import type { RowChange, RowDraft } from '#domain/rows.ts';
import { removeBlobs } from './photo-shelf.ts';

const BLOB_ID = /"blobId":"([^"]+)"/g;

/** `draft` tells what the changed rows were when they were loaded. What is owed stays: its op is still on its way. */
export async function forgetPhotos(
  tx: WriteTransaction,
  groupId: string,
  changes: readonly RowChange[],
  draft: RowDraft,
): Promise<void> {
  const lost = changes.flatMap(({ table, row }) => {
    if (table !== 'messages' && table !== 'expenses') return [];
    const before = draft.getLoaded(table, row.id);
    // Of a message only its photos count, and nearly none has any; an expense keeps its older receipts in its history.
    if (!before || (table === 'messages' && !('photos' in before))) return [];
    const still = new Set(listBlobs(row));
    return listBlobs(before).filter((blobId) => !still.has(blobId));
  });
  if (lost.length === 0) return;
  const rows = await tx.getMany(
    'blobs',
    lost.map((blobId) => [groupId, blobId]),
  );
  await removeBlobs(
    tx,
    rows.flatMap((row) => (row && !row.owed ? [row] : [])),
  );
}

function listBlobs(row: object): string[] {
  return [...JSON.stringify(row).matchAll(BLOB_ID)].map(([, blobId = '']) => blobId);
}
