/** The photos of a person's copy of their data, as files: from this device, else from the server. */

import type { ZipFile } from '#client/documents/zip/write-zip.ts';
import type { PhotoDoor } from '#client/session/photos.ts';
import { ATTACHMENT_MIMES } from '#domain/attachments/attachment.ts';
import type { OwnPhoto } from './collect-export.ts';

export interface CollectedPhotos {
  readonly entries: readonly ZipFile[];
  /** False: some could not be had. */
  readonly isComplete: boolean;
}

const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/webp': 'webp' };

export async function collectPhotos(
  door: PhotoDoor | null,
  photos: readonly OwnPhoto[],
): Promise<CollectedPhotos> {
  const entries: ZipFile[] = [];
  for (const { groupId, blobId, mime: found } of photos) {
    const mime = ATTACHMENT_MIMES.find((one) => one === found) ?? 'image/jpeg';
    // Its size on a screen is nothing that a file needs.
    const attachment = { blobId, mime, bytes: 1, width: 1, height: 1 };
    const place = { groupId, attachment, isPassing: true };
    const shown = await door?.show(place, 'whole', new AbortController().signal);
    if (shown?.state !== 'here') continue;
    const bytes = new Uint8Array(await shown.blob.arrayBuffer());
    entries.push({ path: `fotos/${blobId}.${ENDINGS[mime] ?? 'jpg'}`, content: bytes });
  }
  return { entries, isComplete: entries.length === photos.length };
}
