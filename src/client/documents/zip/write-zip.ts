/**
 * Files → one zip, each asked for when the one before is in. Names are said to be UTF-8 by a Unix, which every unpacker believes.
 * What a person is given has `manifesto.json` at its end: every file with its SHA-256, so that whoever keeps it can tell whether it
 * is whole.
 */
import { downloadZip } from 'client-zip';

export interface ZipFile {
  /** Safe already: `safe-names.ts`. */
  readonly path: string;
  /** A text is UTF-8. */
  readonly content: Uint8Array<ArrayBuffer> | string;
}

export interface ZipOptions {
  readonly madeAt: number;
  readonly signal?: AbortSignal;
}

export const MANIFEST = 'manifesto.json';

export function writeZip(
  files: Iterable<ZipFile> | AsyncIterable<ZipFile>,
  options: ZipOptions,
): Promise<Blob> {
  return packFiles(withManifest(files, options.madeAt), options);
}

/** For programs that want no file more than they know. */
export async function packFiles(
  files: Iterable<ZipFile> | AsyncIterable<ZipFile>,
  { madeAt, signal }: ZipOptions,
): Promise<Blob> {
  const lastModified = new Date(madeAt);
  async function* entries() {
    for await (const { path, content } of files) {
      signal?.throwIfAborted();
      yield { name: path, lastModified, input: content };
    }
  }
  return await downloadZip(entries(), { buffersAreUTF8: true }).blob();
}

async function* withManifest(
  files: Iterable<ZipFile> | AsyncIterable<ZipFile>,
  madeAt: number,
): AsyncGenerator<ZipFile> {
  const listed: { path: string; bytes: number; sha256: string }[] = [];
  for await (const file of files) {
    const bytes = typeof file.content === 'string' ? new TextEncoder().encode(file.content) : file.content;
    listed.push({ path: file.path, bytes: bytes.length, sha256: await sha256(bytes) });
    yield { path: file.path, content: bytes };
  }
  const text = JSON.stringify({ madeAt: new Date(madeAt).toISOString(), files: listed }, null, 2);
  yield { path: MANIFEST, content: `${text}\n` };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
