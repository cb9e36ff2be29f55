/** Photos as they lie on this device. Their bytes are read when they are shown, never with a list. */
import type { BlobSize } from '#protocol/blobs.ts';
import type { DeviceDatabase } from './database.ts';
import { observe } from './observe.ts';
import type { Observed, Sending } from './read-types.ts';

export interface PhotoKey {
  readonly groupId: string;
  readonly blobId: string;
}

/** A thumb that is not here is no reason to fetch it while the whole is. */
export async function readPhoto(
  db: DeviceDatabase,
  { groupId, blobId }: PhotoKey,
  size: BlobSize,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const part = await db.blobParts.get([groupId, blobId, size]);
  if (part || size === 'whole') return part?.data;
  return (await db.blobParts.get([groupId, blobId, 'whole']))?.data;
}

/** How it stands with its way to the server; null: it is not being sent from here. */
export function observeSending(db: DeviceDatabase, { groupId, blobId }: PhotoKey): Observed<Sending | null> {
  return observe(async () => {
    const row = await db.blobs.get([groupId, blobId]);
    if (row?.refused !== undefined) return { state: 'refused', why: row.refused };
    return row?.owed ? { state: 'going', share: Math.min(1, row.sent / Math.max(1, row.bytes)) } : null;
  });
}
