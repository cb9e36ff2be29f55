/**
 * What is kept of a photo: its picture and nothing else. Whatever the device sent is decoded and written anew, so that
 * no place, time or camera of its EXIF, no comment and no stowaway behind its end is ever stored or passed on; the device
 * has done the same before, and is not believed.
 *
 * Its type is what its first bytes say. A bomb is stopped by its pixels before it is unpacked.
 */
import sharp from 'sharp';
import { ATTACHMENT_MAX_BYTES, type ATTACHMENT_MIMES } from '#domain/attachments/attachment.ts';

export interface NormalPhoto {
  readonly mime: (typeof ATTACHMENT_MIMES)[number];
  readonly whole: Uint8Array;
  readonly thumb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** 4 of them decoded at once are what a small machine has memory for. */
const PIXELS_MAX = 24_000_000;
const SIDE_MAX = 4_096;
/** Two device pixels to each of a bubble in a conversation. */
const THUMB_SIDE = 560;
const QUALITY = 82;
const THUMB_QUALITY = 72;
const OPTIONS = { limitInputPixels: PIXELS_MAX, failOn: 'error', sequentialRead: true } as const;

// One photo, one core: a burst of them must not take all from the log.
sharp.concurrency(1);
sharp.cache(false);

/** undefined: these bytes are no photo that may be kept. `too-large`: one of too many pixels. */
export async function normalisePhoto(bytes: Uint8Array): Promise<NormalPhoto | 'too-large' | undefined> {
  const mime = mimeOf(bytes);
  if (!mime) return undefined;
  try {
    const { width, height } = await sharp(bytes, { ...OPTIONS, limitInputPixels: false }).metadata();
    if (width * height > PIXELS_MAX) return 'too-large';
    const upright = sharp(bytes, OPTIONS)
      .autoOrient()
      .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true });
    const encoded =
      mime === 'image/webp' ? upright.webp({ quality: QUALITY }) : upright.jpeg({ quality: QUALITY });
    const { data: whole, info } = await encoded.toBuffer({ resolveWithObject: true });
    if (whole.length > ATTACHMENT_MAX_BYTES) return 'too-large';
    const thumb = await sharp(whole)
      .resize({ width: THUMB_SIDE, height: THUMB_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: THUMB_QUALITY })
      .toBuffer();
    return { mime, whole, thumb, width: info.width, height: info.height };
  } catch {
    // What the decoder says may quote the bytes; all that matters is that it could not read them.
    return undefined;
  }
}

function mimeOf(bytes: Uint8Array): NormalPhoto['mime'] | undefined {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xd8 && c === 0xff) return 'image/jpeg';
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return text.startsWith('RIFF') && text.endsWith('WEBP') ? 'image/webp' : undefined;
}
