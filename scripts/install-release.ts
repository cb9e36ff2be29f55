/**
 * `npm run release:install -- TO [FROM]`: puts a finished build (`dist/client`) into the folder that the server serves
 * (`CLIENT_DIR`), while it serves it.
 *
 * A build empties its folder first: served from there, for half a minute every phone would find nothing. Here nothing is
 * ever missing: chunks come first, then the rest, the page, and the worker last; each file is put in place whole. The chunks
 * of the three releases before stay (`keep-releases.ts`); those of older ones go. Installing the release before is going back.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownChunks, setAside, sweepChunks } from './keep-releases.ts';

/** Whoever is told of a release by one of these finds the rest of it there. */
const LAST = [/^index\.html/, /^sw\.js/];

export function installRelease(built: string, served: string): void {
  if (!existsSync(join(built, 'index.html')) || !existsSync(join(built, 'sw.js')))
    throw new Error(`${built} is no finished build`);
  const chunks = ownChunks(built);
  for (const chunk of chunks) putInPlace(join(built, 'assets', chunk), join(served, 'assets', chunk));
  const files = listFiles(built).sort((one, other) => turnOf(one) - turnOf(other));
  for (const file of files) putInPlace(join(built, file), join(served, file));
  // A compressed copy of what was there before would be served in place of the new file.
  for (const file of listFiles(served)) if (!files.includes(file)) rmSync(join(served, file));
  setAside(served, chunks);
  sweepChunks(served);
}

const turnOf = (file: string): number => LAST.findIndex((pattern) => pattern.test(file));

/** All but the chunks. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !file.startsWith('assets/'));
}

/** Whoever asks meanwhile gets the one or the other, never half. */
function putInPlace(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [to, from = 'dist/client'] = process.argv.slice(2);
  if (to === undefined) throw new Error('npm run release:install -- FOLDER, the CLIENT_DIR of the server');
  installRelease(resolve(from), resolve(to));
  console.log(`racha: installed into ${resolve(to)}`);
}
