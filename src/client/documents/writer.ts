/**
 * What every writer of a format is given and gives back. Writers are headless: they run in the export worker, in Node in the
 * tests, and know nothing of plans, groups or screens.
 *
 * A writer reads the signal wherever it waits and throws what it was aborted with. It asks for a picture when it comes to it and
 * lets it go once it is written, so that a document of a thousand photos holds one at a time.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { RichDocument } from '#domain/documents/document.ts';

export const EXPORT_FORMATS = ['docx', 'pdf', 'markdown', 'html', 'scrivener'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface DocumentImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What every format and every reader of it takes: photos in other encodings are made one of these before. */
  readonly mime: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
}

/** What a writer says by itself, in the language of the person who exports. Days and moments are written by `Intl`. */
export interface DocumentWords {
  readonly language: 'pt-BR' | 'en' | 'es';
  /** Heads the comments where a format sets them at the end. */
  readonly comments: string;
  /** Stands, with the description, for a picture that is not on this device. */
  readonly missingImage: string;
}

export interface WriteOptions {
  readonly words: DocumentWords;
  /** Undefined when it is not on this device. */
  readonly fetchImage: (photo: Attachment) => Promise<DocumentImage | undefined>;
  /** From 0 to 1; at most some hundred times a document. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

export type WriteDocument = (
  document: RichDocument,
  options: WriteOptions,
) => Promise<Uint8Array<ArrayBuffer>>;
