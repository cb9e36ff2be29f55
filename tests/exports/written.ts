/** What writers are given in these tests: words, one photo that is here and one that is not, fonts from the disk. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { createPdfWriter } from '#client/documents/pdf/write-pdf.ts';
import type { DocumentImage, WriteOptions } from '#client/documents/writer.ts';
import { PHOTO } from './sample-document.ts';

export async function writeOptions(): Promise<WriteOptions> {
  const photo = await jpeg();
  return {
    words: { language: 'pt-BR', comments: 'Comentários', missingImage: 'Imagem que não está neste aparelho' },
    fetchImage: async ({ blobId }) => (blobId === PHOTO.blobId ? photo : undefined),
  };
}

async function jpeg(): Promise<DocumentImage> {
  const background = { r: 11, g: 95, b: 69 };
  const { width, height } = PHOTO;
  const file = await sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return { bytes: new Uint8Array(file), mime: 'image/jpeg', width, height };
}

/** A device draws emoji with its own font; here a square is drawn in its place. */
export const writePdf = createPdfWriter({
  readFont: async (url) => new Uint8Array(await readFile(url)).buffer,
  drawText: async () => {
    const create = {
      width: 32,
      height: 32,
      channels: 4,
      background: { r: 240, g: 180, b: 0, alpha: 1 },
    } as const;
    const png = new Uint8Array(await sharp({ create }).png().toBuffer());
    return { png: png.buffer, width: 1.2, height: 1.2, above: 0.95 };
  },
});
