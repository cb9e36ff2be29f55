/**
 * One export, from the first text to the file that is handed over. One text is held at a time: it is asked for, written in each
 * format, and let go. One text in one format is a file by itself; anything more is a zip.
 *
 * Headless: the worker gives it the ports (`export-worker.ts`), the tests others.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { ScrivenerText, writeScrivener } from './scrivener/write-scrivener.ts';
import type { DocumentImage } from './writer.ts';
import {
  type DocumentWords,
  EXPORT_FORMATS,
  type ExportFormat,
  type WriteDocument,
  type WriteOptions,
} from './writer.ts';
import { createNamer, safeName } from './zip/safe-names.ts';
import { writeZip, type ZipFile } from './zip/write-zip.ts';

export type ExportText = ScrivenerText;

export interface ExportJob {
  readonly formats: readonly ExportFormat[];
  /** How many texts there are to ask for. */
  readonly total: number;
  /** What the file is called when it is a zip. */
  readonly name: string;
  /** What a text without a title is called. */
  readonly untitled: string;
  readonly madeAt: number;
  readonly words: DocumentWords;
}

export interface ExportPorts {
  /** Undefined: it is not on this device. */
  readonly readText: (index: number) => Promise<ExportText | undefined>;
  readonly fetchImage: WriteOptions['fetchImage'];
  readonly loadWriter: (format: Exclude<ExportFormat, 'scrivener'>) => Promise<WriteDocument>;
  readonly loadScrivener: () => Promise<typeof writeScrivener>;
  readonly newId: () => string;
  readonly onProgress: (share: number) => void;
}

export interface Exported {
  readonly name: string;
  readonly file: Blob;
  /** How many pictures are not in it, and which texts: those that are not on this device. */
  readonly missingImages: number;
  readonly missingTexts: readonly number[];
}

const KINDS = {
  docx: { ending: '.docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  pdf: { ending: '.pdf', type: 'application/pdf' },
  markdown: { ending: '.md', type: 'text/markdown' },
  html: { ending: '.html', type: 'text/html' },
  scrivener: { ending: '.scriv', type: 'application/zip' },
} as const satisfies Record<ExportFormat, { ending: string; type: string }>;

export async function runExport(job: ExportJob, ports: ExportPorts): Promise<Exported> {
  const run = new ExportRun(job, ports);
  const [only] = job.formats;
  if (job.total === 1 && job.formats.length === 1 && only && only !== 'scrivener' && only !== 'markdown')
    return run.single(only);
  return run.zipped();
}

class ExportRun {
  readonly #job: ExportJob;
  readonly #ports: ExportPorts;
  readonly #missingImages = new Set<string>();
  readonly #missingTexts = new Set<number>();
  #done = 0;

  constructor(job: ExportJob, ports: ExportPorts) {
    this.#job = job;
    this.#ports = ports;
  }

  async single(format: Exclude<ExportFormat, 'scrivener'>): Promise<Exported> {
    const text = await this.#read(0);
    // An empty zip says what is missing; an empty page would pass for the text.
    if (!text) return this.zipped();
    const bytes = await this.#write(text, format, 1);
    const { ending, type } = KINDS[format];
    return this.#ended(`${this.#nameOf(text)}${ending}`, new Blob([bytes], { type }));
  }

  async zipped(): Promise<Exported> {
    const { madeAt, name } = this.#job;
    const file = await writeZip(this.#files(), { madeAt });
    return this.#ended(`${safeName(name, this.#job.untitled)}.zip`, file);
  }

  async *#files(): AsyncGenerator<ZipFile> {
    const nameFile = createNamer();
    const pages = EXPORT_FORMATS.filter(
      (format): format is Exclude<ExportFormat, 'scrivener'> =>
        format !== 'scrivener' && this.#job.formats.includes(format),
    );
    const isProject = this.#job.formats.includes('scrivener');
    const passes = pages.length + (isProject ? 1 : 0);
    const images = new Set<string>();
    for (let index = 0; pages.length > 0 && index < this.#job.total; index++) {
      const text = await this.#read(index);
      if (!text) continue;
      const folder = text.folder === '' ? '' : safeName(text.folder, this.#job.untitled);
      for (const format of pages) {
        const bytes = await this.#write(text, format, this.#job.total * passes);
        yield { path: nameFile(folder, this.#nameOf(text), KINDS[format].ending), content: bytes };
        if (format === 'markdown') yield* this.#imagesOf(text, { folder, images });
      }
    }
    if (isProject) yield* this.#project(passes);
  }

  /** Markdown names pictures and holds none: they lie beside it. */
  async *#imagesOf(
    { document }: ExportText,
    { folder, images }: { readonly folder: string; readonly images: Set<string> },
  ): AsyncGenerator<ZipFile> {
    const { photosIn, IMAGES_FOLDER } = await import('./markdown/write-markdown.ts');
    for (const photo of photosIn(document.blocks)) {
      const image = await this.#fetchImage(photo);
      if (!image) continue;
      const file = `${photo.blobId}.${image.mime === 'image/png' ? 'png' : 'jpg'}`;
      const path = [folder, IMAGES_FOLDER, file].filter(Boolean).join('/');
      if (images.has(path)) continue;
      images.add(path);
      yield { path, content: image.bytes };
    }
  }

  async *#project(passes: number): AsyncGenerator<ZipFile> {
    const { words, madeAt, name, untitled } = this.#job;
    const write = await this.#ports.loadScrivener();
    const texts = this.#texts(passes);
    const project = { name: safeName(name, untitled), madeAt, newId: this.#ports.newId, texts };
    yield* write(project, { words, fetchImage: (photo) => this.#fetchImage(photo) });
  }

  async *#texts(passes: number): AsyncGenerator<ExportText> {
    for (let index = 0; index < this.#job.total; index++) {
      const text = await this.#read(index);
      if (text) yield text;
      this.#advance(1 / (this.#job.total * passes));
    }
  }

  async #read(index: number): Promise<ExportText | undefined> {
    const text = await this.#ports.readText(index);
    if (!text) this.#missingTexts.add(index);
    return text;
  }

  async #write(
    { document }: ExportText,
    format: Exclude<ExportFormat, 'scrivener'>,
    parts: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const write = await this.#ports.loadWriter(format);
    const before = this.#done;
    const bytes = await write(document, {
      words: this.#job.words,
      fetchImage: (photo) => this.#fetchImage(photo),
      onProgress: (share) => this.#ports.onProgress(Math.min(1, before + share / parts)),
    });
    this.#advance(1 / parts);
    return bytes;
  }

  async #fetchImage(photo: Attachment): Promise<DocumentImage | undefined> {
    const image = await this.#ports.fetchImage(photo);
    if (!image) this.#missingImages.add(photo.blobId);
    return image;
  }

  #advance(by: number): void {
    this.#done += by;
    this.#ports.onProgress(Math.min(1, this.#done));
  }

  #nameOf({ document }: ExportText): string {
    return safeName(document.title, this.#job.untitled);
  }

  #ended(name: string, file: Blob): Exported {
    return { name, file, missingImages: this.#missingImages.size, missingTexts: [...this.#missingTexts] };
  }
}
