/**
 * Any picture the browser can open → one that fits a phone's link: at most 1600 pixels a side and 300 KB, upright, and
 * nothing of its EXIF, because only pixels are carried over. What a camera wrote about place and time ends here.
 */
import { ATTACHMENT_MIMES, type Attachment } from '#domain/attachments/attachment.ts';

export interface ShrunkPhoto {
  readonly mime: Attachment['mime'];
  readonly width: number;
  readonly height: number;
  readonly whole: Uint8Array<ArrayBuffer>;
  readonly thumb: Uint8Array<ArrayBuffer>;
}

/** What a photo may weigh: 8 s on a 3G uplink. */
export const PHOTO_MAX_BYTES = 300 * 1024;
/** Sharp on any phone held in a hand, and enough to read a receipt. */
const SIDE_MAX = 1_600;
const THUMB_SIDE = 560;
const THUMB_QUALITY = 0.7;
/** Tried in turn until it fits; the last always does. */
const TRIES: readonly { readonly side: number; readonly quality: number }[] = [
  { side: SIDE_MAX, quality: 0.82 },
  { side: SIDE_MAX, quality: 0.66 },
  { side: 1_280, quality: 0.66 },
  { side: 1_024, quality: 0.55 },
  { side: 800, quality: 0.4 },
];

/** undefined: the browser cannot open it. */
export async function shrinkPhoto(file: Blob): Promise<ShrunkPhoto | undefined> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (!bitmap) return undefined;
  try {
    const thumb = await encode(bitmap, THUMB_SIDE, THUMB_QUALITY);
    for (const [i, { side, quality }] of TRIES.entries()) {
      const { blob, width, height } = await encode(bitmap, side, quality);
      if (blob.size > PHOTO_MAX_BYTES && i < TRIES.length - 1) continue;
      const mime = ATTACHMENT_MIMES.find((one) => one === blob.type);
      if (!mime) return undefined;
      return { mime, width, height, whole: await bytesOf(blob), thumb: await bytesOf(thumb.blob) };
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}

async function encode(bitmap: ImageBitmap, side: number, quality: number) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  // WebP and JPEG differ in what they make of nothing: white is what paper is.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const webp = await canvas.convertToBlob({ type: 'image/webp', quality });
  // A browser that writes no WebP answers with PNG.
  const blob =
    webp.type === 'image/webp' ? webp : await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return { blob, width, height };
}

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await blob.arrayBuffer());
