/**
 * A file somebody chose, as the start of a plan. What it is is told by what is in it, not by its name: phones name files as they
 * like. The readers of formats are fetched when one is needed.
 */
import type { Person } from '#client/documents/markdown/read-inlines.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { linesOf } from '#domain/documents/document-lines.ts';
import { fitTitle } from '#domain/plans/fit-title.ts';

/** More is no text somebody writes together, and its reading would hold up a phone. */
export const IMPORT_MAX_BYTES = 10_000_000;
/** Of plain text, which weighs what it says: some thousand pages. */
export const IMPORT_TEXT_MAX_BYTES = 2_000_000;

export type ImportProblem = 'unknown' | 'too-large' | 'damaged' | 'empty';

/** How many of what did not come along. */
export interface LeftOut {
  readonly pictures: number;
  readonly comments: number;
  readonly notes: number;
}

const NOTHING: LeftOut = { pictures: 0, comments: 0, notes: 0 };

export type ReadFile =
  | {
      readonly ok: true;
      readonly title: string;
      readonly blocks: readonly Block[];
      readonly leftOut: LeftOut;
    }
  | { readonly ok: false; readonly problem: ImportProblem };

/** Makes a photo of a picture in the file, on this device; undefined: it is left out. */
export type KeepPicture = (picture: Blob) => Promise<Attachment | undefined>;

export interface ReadPlanFileOptions {
  /** Absent: no picture comes along. */
  readonly keepPicture?: KeepPicture | undefined;
  /** Whoever `@Nome` may mean, and whose a task may be. */
  readonly people?: readonly Person[] | undefined;
}

export async function readPlanFile(
  file: File,
  { keepPicture, people = [] }: ReadPlanFileOptions = {},
): Promise<ReadFile> {
  if (file.size > IMPORT_MAX_BYTES) return { ok: false, problem: 'too-large' };
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  );
  if (!bytes) return { ok: false, problem: 'damaged' };
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip && bytes.length > IMPORT_TEXT_MAX_BYTES) return { ok: false, problem: 'too-large' };
  try {
    return isZip
      ? await readWord(bytes, file.name, keepPicture)
      : await readText(bytes, file.name, { keepPicture, people });
  } catch {
    return { ok: false, problem: 'damaged' };
  }
}

/** A first heading is what the text is called; else the file's name is. */
function planOf({ title, blocks }: RichDocument, fileName: string, leftOut = NOTHING): ReadFile {
  const [first] = blocks;
  const heading =
    first?.kind === 'heading' && first.level === 1 ? linesOf({ blocks: [first] })[0]?.text : undefined;
  const isEmpty = linesOf({ blocks }).every(({ text, sort }) => text.trim() === '' && sort.kind !== 'image');
  if (isEmpty) return { ok: false, problem: 'empty' };
  return {
    ok: true,
    title: fitTitle(heading || title || fileName.replace(/\.[^.]*$/, '')),
    blocks: heading ? blocks.slice(1) : blocks,
    leftOut,
  };
}

async function readWord(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  keepPicture: KeepPicture | undefined,
): Promise<ReadFile> {
  const [{ readDocx }, { TooLargeError }] = await Promise.all([
    import('#client/documents/docx/read-docx.ts'),
    import('#client/documents/docx/open-parts.ts'),
  ]);
  try {
    const document = await readDocx(bytes, {
      ...(keepPicture && {
        keepPicture: (picture) => keepPicture(new Blob([picture.bytes], { type: picture.mime })),
      }),
    });
    if (!document) return { ok: false, problem: 'unknown' };
    return planOf(document, name, document.leftOut);
  } catch (error) {
    return { ok: false, problem: error instanceof TooLargeError ? 'too-large' : 'damaged' };
  }
}

async function readText(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  { keepPicture, people = [] }: ReadPlanFileOptions,
): Promise<ReadFile> {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, problem: 'unknown' };
  if (/\.te?xt$/i.test(name)) return planOf({ title: '', blocks: paragraphsOf(text) }, name);
  const { readMarkdown } = await import('#client/documents/markdown/read-markdown.ts');
  // Which pictures there are is known once it was read; how it reads, once they are kept.
  const named: string[] = [];
  const first = readMarkdown(text, { people, photoOf: (url) => void named.push(url) });
  const kept = new Map<string, Attachment>();
  for (const url of new Set(keepPicture ? named : [])) {
    const picture = pictureInside(url);
    const photo = picture && (await keepPicture?.(picture));
    if (photo) kept.set(url, photo);
  }
  const document = kept.size === 0 ? first : readMarkdown(text, { people, photoOf: (url) => kept.get(url) });
  const pictures = named.filter((url) => !kept.has(url)).length;
  return planOf(document, name, { ...NOTHING, pictures });
}

/** Of an address that is the picture. No other is followed: a file must not tell anybody that it was opened. */
function pictureInside(url: string): Blob | undefined {
  const [, type, base64 = ''] = /^data:(image\/[\w.+-]+);base64,([\w+/=]+)$/.exec(url) ?? [];
  if (type === undefined) return undefined;
  try {
    return new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type });
  } catch {
    return undefined;
  }
}

/** undefined: no text. Old Windows programs write no UTF-8. */
function decode(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  if (bytes.subarray(0, 4_096).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function paragraphsOf(text: string): readonly Block[] {
  return text
    .split(/\r?\n[^\S\n]*\r?\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => ({
      kind: 'paragraph',
      inlines: paragraph
        .split(/\r?\n/)
        .flatMap((line, i) => [
          ...(i > 0 ? [{ kind: 'break' as const }] : []),
          { kind: 'text' as const, text: line },
        ]),
    }));
}
