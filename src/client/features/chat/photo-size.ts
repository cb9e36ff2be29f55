/** How large the photos of a message are drawn, known before they are here: the list must not jump when they come. */
import type { Attachment } from '#domain/attachments/attachment.ts';

export const PHOTO_WIDTH = 256;
const GAP = 4;
const MARGIN = 8;

/** One stands in its own shape (as photos/photo-tile.tsx draws it), several are squares in two columns. */
export function photosHeight(photos: readonly Attachment[]): number {
  const [only] = photos;
  if (!only) return 0;
  if (photos.length === 1) return PHOTO_WIDTH / Math.min(2, Math.max(0.6, only.width / only.height));
  const rows = Math.ceil(photos.length / 2);
  return rows * ((PHOTO_WIDTH - GAP) / 2) + (rows - 1) * GAP;
}

export const photosRowHeight = (photos: readonly Attachment[]): number =>
  photos.length === 0 ? 0 : photosHeight(photos) + MARGIN;
