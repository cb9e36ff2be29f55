/**
 * The size budget: JavaScript that must arrive before the first screen works, brotli-compressed, in KB of 1,000.
 * Counted from Vite's manifest: the entry with everything it imports statically, and beside it the words of one
 * language. What loads later (menus, other screens, the socket) is counted and printed, not limited.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

interface ManifestChunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** What it was before there were plans, search and exports. It is not raised for a feature: features load late. */
const BUDGET_KB = 136;
/** The words of one language are fetched beside the code: by `public/boot.js`, before any of it runs. */
const WORDS_KB = 8;
const WORDS = /i18n\/words-pt-br/;

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/client');
const manifestPath = join(dist, '.vite/manifest.json');
if (!existsSync(manifestPath)) fail('no build: npm run build');
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, ManifestChunk>;

const first = new Set<string>();
const words = new Set<string>();
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isEntry) collect(key, first);
  else if (WORDS.test(chunk.src ?? '')) words.add(chunk.file);
}
const later = new Set(
  Object.values(manifest)
    .map(({ file }) => file)
    .filter((file) => !first.has(file) && !words.has(file)),
);

const firstKb = sum(first);
for (const file of [...first].sort()) console.log(`${kbOf(file).toFixed(1).padStart(8)} KB  ${file}`);
console.log(`${firstKb.toFixed(1).padStart(8)} KB  before the first screen (budget ${BUDGET_KB})`);
const wordsKb = sum(words);
console.log(
  `${wordsKb.toFixed(1).padStart(8)} KB  words of the first screen, in one language (budget ${WORDS_KB})`,
);
console.log(`${sum(later).toFixed(1).padStart(8)} KB  later`);
if (firstKb === 0 || wordsKb === 0) fail('no entry or no words in the manifest');
if (firstKb > BUDGET_KB) fail(`${(firstKb - BUDGET_KB).toFixed(2)} KB of code over the budget`);
if (wordsKb > WORDS_KB) fail(`${(wordsKb - WORDS_KB).toFixed(2)} KB of words over the budget`);

function collect(key: string, into: Set<string>): void {
  const chunk = manifest[key];
  if (!chunk || into.has(chunk.file)) return;
  if (chunk.file.endsWith('.js')) into.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, into);
}

function sum(files: ReadonlySet<string>): number {
  return [...files].reduce((total, file) => total + kbOf(file), 0);
}

function kbOf(file: string): number {
  return file.endsWith('.js') ? brotliCompressSync(readFileSync(join(dist, file))).length / 1000 : 0;
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
