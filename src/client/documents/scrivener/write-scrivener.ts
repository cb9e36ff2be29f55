/**
 * Documents → the files of a Scrivener 3 project, from what is known of it (decision 0061): one Draft folder with the plans in
 * their folders, one Research and one Trash folder, both empty. Nobody here could open it in Scrivener itself.
 */
import type { RichDocument } from '#domain/documents/document.ts';
import { plainText } from '#domain/documents/plain-text.ts';
import { formatMoment } from '../format-moment.ts';
import type { WriteOptions } from '../writer.ts';
import { type BinderItem, binderFile } from './binder.ts';
import { hex } from './rtf-text.ts';
import { writeRtf } from './write-rtf.ts';

export interface ScrivenerText {
  /** None when empty. */
  readonly folder: string;
  readonly document: RichDocument;
  readonly createdAt: number;
  readonly editedAt: number;
}

export interface ScrivenerProject {
  /** Safe as a file's name. */
  readonly name: string;
  readonly madeAt: number;
  readonly newId: () => string;
  readonly texts: Iterable<ScrivenerText> | AsyncIterable<ScrivenerText>;
}

export interface ProjectFile {
  /** From the project's folder, which is its first part. */
  readonly path: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

const SYNOPSIS_MAX = 300;
/** Of the layout of `Files/Data`: what Scrivener 3 writes. */
const FILES_VERSION = '23';

export async function* writeScrivener(
  project: ScrivenerProject,
  options: WriteOptions,
): AsyncGenerator<ProjectFile> {
  const root = `${project.name}.scriv`;
  const encoder = new TextEncoder();
  const checksums: string[] = [];
  const drafts: BinderItem[] = [];
  const folders = new Map<string, BinderItem[]>();
  for await (const text of project.texts) {
    options.signal?.throwIfAborted();
    const id = project.newId().toUpperCase();
    for await (const [name, bytes] of textFiles(text.document, options)) {
      const path = `${id}/${name}`;
      checksums.push(`${path.toLowerCase()}=${await sha1(bytes)}`);
      yield { path: `${root}/Files/Data/${path}`, content: bytes };
    }
    const item = { id, kind: 'Text', title: text.document.title, ...text } as const;
    folderIn(text.folder, { folders, drafts, project }).push(item);
  }
  const files: [path: string, text: string][] = [
    [`${root}/${project.name}.scrivx`, binderFile(project, drafts, options.words.language)],
    [`${root}/Files/version.txt`, FILES_VERSION],
    [`${root}/Files/Data/docs.checksum`, `${checksums.sort().join('\n')}\n`],
  ];
  for (const [path, text] of files) yield { path, content: encoder.encode(text) };
}

interface Binding {
  readonly folders: Map<string, BinderItem[]>;
  readonly drafts: BinderItem[];
  readonly project: ScrivenerProject;
}

/** A folder stands where its first text does. */
function folderIn(name: string, { folders, drafts, project }: Binding): BinderItem[] {
  if (name === '') return drafts;
  const known = folders.get(name);
  if (known) return known;
  const children: BinderItem[] = [];
  folders.set(name, children);
  const { madeAt } = project;
  const id = project.newId().toUpperCase();
  drafts.push({ id, kind: 'Folder', title: name, createdAt: madeAt, editedAt: madeAt, children });
  return children;
}

async function* textFiles(
  document: RichDocument,
  options: WriteOptions,
): AsyncGenerator<[name: string, bytes: Uint8Array<ArrayBuffer>]> {
  yield ['content.rtf', await writeRtf(document, { ...options, onProgress: () => undefined })];
  const synopsis = plainText(document).replaceAll(/\s+/g, ' ').trim();
  if (synopsis !== '') yield ['synopsis.txt', new TextEncoder().encode(cut(synopsis))];
  if (document.comments?.length) yield ['notes.rtf', await writeRtf(notesOf(document, options), options)];
}

/** All of them once more, where Scrivener shows a text's notes whatever it makes of annotations. */
function notesOf({ comments = [] }: RichDocument, { words }: WriteOptions): RichDocument {
  return {
    title: '',
    blocks: comments.map(({ author, at, text }) => ({
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: author, bold: true },
        { kind: 'text', text: ` · ${formatMoment(at, words.language)}: ${text}` },
      ],
    })),
  };
}

function cut(text: string): string {
  const letters = Array.from(text);
  return letters.length <= SYNOPSIS_MAX ? text : `${letters.slice(0, SYNOPSIS_MAX - 1).join('')}…`;
}

/** Scrivener's own choice: it tells changed files apart, nothing is trusted to it. */
async function sha1(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)));
}
