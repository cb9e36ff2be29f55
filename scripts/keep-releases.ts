/**
 * Chunks of earlier releases stay on the server: a tab that was open before an update asks for files of its own release,
 * and finds them. A build empties its folder, so each release is set aside beside it, and the last ones are laid
 * under the newest again. They are in no manifest and no precache: only who knows their names asks for them.
 *
 *   dist/client/assets           the newest, and the chunks of those before it
 *   dist/client.releases/<n>     the chunks of one release, as built
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The newest and three before it: a tab that slept through more is reloaded once (`missing-chunk.ts`). */
const KEPT = 4;

/** `folder` was just built. */
export function keepReleases(folder: string): void {
  setAside(folder, readdirSync(join(folder, 'assets')));
  const assets = join(folder, 'assets');
  // A name carries the hash of its content: what is there already is the same.
  for (const kept of listReleases(folder)) cpSync(kept, assets, { recursive: true, force: false });
}

/** The chunks of the release that `folder` was built as, without those that were laid under it. */
export function ownChunks(folder: string): string[] {
  return readdirSync(listReleases(folder).at(-1) ?? join(folder, 'assets'));
}

/** `chunks`, all of them in `folder`, are its newest release; the oldest of too many is forgotten. */
export function setAside(folder: string, chunks: readonly string[]): void {
  const releases = listReleases(folder);
  const latest = releases.at(-1);
  if (latest !== undefined && isSame(chunks, readdirSync(latest))) return;
  const next = join(`${folder}.releases`, String(numberOf(latest) + 1));
  mkdirSync(next, { recursive: true });
  for (const chunk of chunks) cpSync(join(folder, 'assets', chunk), join(next, chunk));
  for (const old of [...releases, next].slice(0, -KEPT)) rmSync(old, { recursive: true });
}

/** Chunks of releases that are forgotten go from `folder` too. */
export function sweepChunks(folder: string): void {
  const kept = new Set(listReleases(folder).flatMap((release) => readdirSync(release)));
  const assets = join(folder, 'assets');
  for (const chunk of readdirSync(assets)) if (!kept.has(chunk)) rmSync(join(assets, chunk));
}

/** Oldest first. */
function listReleases(folder: string): string[] {
  const aside = `${folder}.releases`;
  if (!existsSync(aside)) return [];
  const numbers = readdirSync(aside).map(Number);
  return numbers.sort((a, b) => a - b).map((number) => join(aside, String(number)));
}

const numberOf = (release: string | undefined): number => Number(release?.split('/').at(-1) ?? 0);

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}
