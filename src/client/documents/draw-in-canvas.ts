/** What the browser can draw and decode for a writer: letters our fonts lack, in the device's own; photos, as JPEG. */
import type { DrawnText } from './pdf/faces.ts';
import type { DocumentImage } from './writer.ts';

/** Pixels a letter is drawn at: sharp in print at the size of text. */
const LETTER = 64;
const QUALITY = 0.85;

/** Undefined where a worker cannot draw. */
export async function drawText(text: string): Promise<DrawnText | undefined> {
  if (typeof OffscreenCanvas === 'undefined') return undefined;
  const font = `${LETTER}px system-ui, sans-serif`;
  const ruler = new OffscreenCanvas(1, 1).getContext('2d');
  if (!ruler) return undefined;
  ruler.font = font;
  const { width, actualBoundingBoxAscent, actualBoundingBoxDescent } = ruler.measureText(text);
  const above = Math.ceil(actualBoundingBoxAscent) + 2;
  const height = above + Math.ceil(actualBoundingBoxDescent) + 2;
  if (width < 1 || height < 5) return undefined;
  const canvas = new OffscreenCanvas(Math.ceil(width), height);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.font = font;
  context.fillStyle = '#1c1b19';
  context.fillText(text, 0, above);
  const png = await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer();
  return { png, width: canvas.width / LETTER, height: height / LETTER, above: above / LETTER };
}

/** Undefined: the browser cannot read it, and whoever it is sent to could not either. */
export async function readPicture(file: Blob): Promise<DocumentImage | undefined> {
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    const isKept = file.type === 'image/jpeg' || file.type === 'image/png';
    const shown = isKept ? file : await asJpeg(bitmap);
    bitmap.close();
    if (!shown) return undefined;
    const mime = shown.type === 'image/png' ? 'image/png' : 'image/jpeg';
    return { bytes: new Uint8Array(await shown.arrayBuffer()), mime, width, height };
  } catch {
    return undefined;
  }
}

async function asJpeg(bitmap: ImageBitmap): Promise<Blob | undefined> {
  if (typeof OffscreenCanvas === 'undefined') return undefined;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  return context ? canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY }) : undefined;
}
