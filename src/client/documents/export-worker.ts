/**
 * The export worker: writes files beside the page. One export a worker; the page ends it when it is done or was cancelled, and
 * everything it held goes with it.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import { drawText, readPicture } from './draw-in-canvas.ts';
import { type ExportText, runExport } from './export-job.ts';
import type { ToPage, ToWorker } from './export-messages.ts';
import type { ExportFormat, WriteDocument } from './writer.ts';

const texts = new Map<number, (text: ExportText | undefined) => void>();
const photos = new Map<string, ((photo: Blob | undefined) => void)[]>();

const say = (message: ToPage): void => self.postMessage(message);

let pdfWriter: Promise<WriteDocument> | undefined;

const WRITERS: Record<Exclude<ExportFormat, 'scrivener'>, () => Promise<WriteDocument>> = {
  docx: async () => (await import('./docx/write-docx.ts')).writeDocx,
  html: async () => (await import('./html/write-html.ts')).writeHtml,
  markdown: async () => (await import('./markdown/write-markdown.ts')).writeMarkdown,
  pdf: () => {
    pdfWriter ??= import('./pdf/write-pdf.ts').then(({ createPdfWriter }) =>
      createPdfWriter({ readFont: readFile, drawText }),
    );
    return pdfWriter;
  },
};

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'text') {
    texts.get(data.index)?.(data.text);
    texts.delete(data.index);
  } else if (data.kind === 'photo') {
    for (const take of photos.get(data.blobId) ?? []) take(data.photo);
    photos.delete(data.blobId);
  } else void start(data.job);
});

async function start(job: Extract<ToWorker, { kind: 'start' }>['job']): Promise<void> {
  try {
    const exported = await runExport(job, {
      readText: askText,
      fetchImage: async (photo) => {
        const file = await askPhoto(photo);
        return file ? readPicture(file) : undefined;
      },
      loadWriter: (format) => WRITERS[format](),
      loadScrivener: async () => (await import('./scrivener/write-scrivener.ts')).writeScrivener,
      newId: () => crypto.randomUUID(),
      onProgress: (share) => say({ kind: 'progress', share }),
    });
    say({ kind: 'exported', exported });
  } catch (error) {
    say({ kind: 'failed', error });
  }
}

function askText(index: number): Promise<ExportText | undefined> {
  return new Promise((resolve) => {
    texts.set(index, resolve);
    say({ kind: 'ask-text', index });
  });
}

function askPhoto(photo: Attachment): Promise<Blob | undefined> {
  return new Promise((resolve) => {
    const asked = photos.get(photo.blobId);
    photos.set(photo.blobId, [...(asked ?? []), resolve]);
    if (!asked) say({ kind: 'ask-photo', photo });
  });
}

async function readFile(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`a font answered ${response.status}`);
  return response.arrayBuffer();
}
