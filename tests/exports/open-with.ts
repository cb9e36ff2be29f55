/**
 * Opens an exported file with what people open it with, and hands back what it then says. A program that refuses the file
 * throws, with its complaint.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OUTPUT_MAX = 256 * 1024 * 1024;
const PATIENCE_MS = 150_000;

/** LibreOffice takes one file of that ending and writes another: `docx` → `txt`, `rtf` → `pdf`, … */
export async function convertInLibreOffice(
  bytes: Uint8Array,
  { from, to }: { readonly from: string; readonly to: 'txt' | 'pdf' | 'html' | 'odt' },
): Promise<Buffer> {
  return inFolder(async (folder) => {
    const source = join(folder, `in.${from}`);
    await writeFile(source, bytes);
    const filter = to === 'txt' ? 'txt:Text (encoded):UTF8' : to;
    // A profile of its own, or a second LibreOffice hands its file to the first and says nothing.
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const outDir = join(folder, 'out');
    await mkdir(outDir);
    const args = [profile, '--headless', '--norestore', '--convert-to', filter, '--outdir', outDir, source];
    const { stdout, stderr } = await run('soffice', args, { timeout: PATIENCE_MS, maxBuffer: OUTPUT_MAX });
    try {
      return await readFile(join(outDir, `in.${to}`));
    } catch {
      throw new Error(`LibreOffice wrote nothing: ${stdout}${stderr}`);
    }
  });
}

/** What LibreOffice reads in it, without its byte-order mark. */
export async function textInLibreOffice(bytes: Uint8Array, from: string): Promise<string> {
  const text = await convertInLibreOffice(bytes, { from, to: 'txt' });
  return text.toString('utf8').replace(/^\ufeff/, '');
}

/** Throws unless qpdf finds nothing at all to say. */
export async function checkPdf(bytes: Uint8Array): Promise<void> {
  await withFile(bytes, 'pdf', (file) => read('qpdf', ['--check', file]));
}

/** Its structure as qpdf's JSON, streams left out. */
export async function pdfObjects(bytes: Uint8Array): Promise<string> {
  return withFile(bytes, 'pdf', (file) => read('qpdf', ['--json=2', '--json-stream-data=none', file]));
}

export async function pdfText(bytes: Uint8Array): Promise<string> {
  return withFile(bytes, 'pdf', (file) => read('pdftotext', ['-enc', 'UTF-8', '-layout', file, '-']));
}

export async function pdfStructure(bytes: Uint8Array): Promise<string> {
  return withFile(bytes, 'pdf', (file) => read('pdfinfo', ['-struct-text', file]));
}

export async function pdfFacts(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const lines = await withFile(bytes, 'pdf', (file) => read('pdfinfo', [file]));
  return new Map(
    lines.split('\n').map((line) => [line.slice(0, 16).trim().replace(/:$/, ''), line.slice(16).trim()]),
  );
}

export interface PdfFont {
  readonly name: string;
  readonly isEmbedded: boolean;
  /** It says which letter each of its shapes is: what copies and searches. */
  readonly hasUnicode: boolean;
}

export async function pdfFonts(bytes: Uint8Array): Promise<readonly PdfFont[]> {
  const table = await withFile(bytes, 'pdf', (file) => read('pdffonts', [file]));
  const [, , ...rows] = table.trimEnd().split('\n');
  return rows.map((row) => {
    const [embedded, , unicode] = row.trim().split(/\s+/).slice(-5);
    return { name: row.split(/\s/)[0] ?? '', isEmbedded: embedded === 'yes', hasUnicode: unicode === 'yes' };
  });
}

/** What unrtf reads in it: through HTML, since its plain text is of the letters of ASCII alone. */
export async function rtfText(bytes: Uint8Array): Promise<string> {
  const html = await withFile(bytes, 'rtf', (file) => read('unrtf', ['--html', '--nopict', file]));
  const [, body = ''] = /<body[^>]*>(.*)<\/body>/s.exec(html) ?? [];
  return decodeEntities(body.replaceAll(/<[^>]*>/g, ''));
}

/** Those that unrtf writes: accents by letter and name, the rest by number; a surrogate each. */
function decodeEntities(html: string): string {
  return html
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/&([a-z])(grave|acute|circ|tilde|uml|cedil|ring);/gi, (_, letter: string, accent: string) =>
      `${letter}${ACCENTS[accent] ?? ''}`.normalize('NFC'),
    )
    .replaceAll(/&(\w+);/g, (entity, name: string) => NAMED[name] ?? entity);
}

const ACCENTS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
  ring: '\u030a',
};

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
  ordf: 'ª',
  ordm: 'º',
  bull: '•',
  ndash: '–',
  mdash: '—',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  frac12: '½',
  zwj: '\u200d',
};

/** Every entry of a zip as `unzip` finds it, by name; throws when a checksum is wrong. */
export async function unzip(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  return inFolder(async (folder) => {
    const file = join(folder, 'in.zip');
    await writeFile(file, bytes);
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    await run('unzip', ['-tqq', file], { env });
    const listed = await run('unzip', ['-Z1', file], { env, maxBuffer: OUTPUT_MAX });
    const into = join(folder, 'out');
    await run('unzip', ['-qq', file, '-d', into], { env });
    const names = listed.stdout.split('\n').filter((name) => name !== '' && !name.endsWith('/'));
    return new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(into, name))] as const)),
    );
  });
}

async function read(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, args, { timeout: PATIENCE_MS, maxBuffer: OUTPUT_MAX });
  return stdout;
}

function withFile<T>(bytes: Uint8Array, ending: string, use: (file: string) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const file = join(folder, `in.${ending}`);
    await writeFile(file, bytes);
    return use(file);
  });
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'racha-exports-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
