/**
 * The size budget: JavaScript that must arrive before the first screen works, brotli-compressed, in KB of 1,000.
 * Counted from Vite's manifest: the entry with everything it imports statically, the first screen's own chunk and
 * the words of one language. What loads later (menus, other screens, the socket) is counted and printed, not limited.
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

const BUDGET_KB = 140;
/** Chunks the first screen waits for although they are imported dynamically. */
const FIRST_SCREEN = [
  /features\/groups\/groups-screen/,
  /features\/onboarding\/(?!.*invite)/,
  /locales\/pt-BR\//,
];

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/client');
const manifestPath = join(dist, '.vite/manifest.json');
if (!existsSync(manifestPath)) fail('no build: npm run build');
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, ManifestChunk>;

const first = new Set<string>();
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isEntry || FIRST_SCREEN.some((pattern) => pattern.test(chunk.src ?? key))) collect(key, first);
}
const later = new Set(
  Object.values(manifest)
    .map(({ file }) => file)
    .filter((file) => !first.has(file)),
);

const firstKb = sum(first);
for (const file of [...first].sort()) console.log(`${kbOf(file).toFixed(1).padStart(8)} KB  ${file}`);
console.log(`${firstKb.toFixed(1).padStart(8)} KB  before the first screen (budget ${BUDGET_KB})`);
console.log(`${sum(later).toFixed(1).padStart(8)} KB  later`);
if (firstKb === 0) fail('no entry in the manifest');
if (firstKb > BUDGET_KB) fail(`${(firstKb - BUDGET_KB).toFixed(1)} KB over the budget`);

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
