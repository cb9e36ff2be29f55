/**
 * Chunks of earlier releases stay on the server: a tab that was open before an update asks for files of its own release,
 * and finds them. A build empties its folder, so each release is set aside beside it, and the last ones are laid
 * under the newest again. They are in no manifest and no precache: only who knows their names asks for them.
 *
 *   dist/client/assets           the newest, and the chunks of those before it
 *   dist/client.releases/<n>     the chunks of one release, as built
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** The newest and three before it: a tab that slept through more is reloaded once (`missing-chunk.ts`). */
const KEPT = 4;

export function releasesKept(): Plugin {
  let folder = '';
  return {
    name: 'racha:releases-kept',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      // After the service worker has listed what it precaches, and after everything is compressed.
      sequential: true,
      handler: () => keepReleases(folder),
    },
  };
}

/** `folder` was just built. */
export function keepReleases(folder: string): void {
  const aside = `${folder}.releases`;
  const numbers = existsSync(aside)
    ? readdirSync(aside)
        .map(Number)
        .sort((a, b) => a - b)
    : [];
  const latest = numbers.at(-1) ?? 0;
  const assets = join(folder, 'assets');
  if (!isSame(assets, join(aside, String(latest)))) {
    numbers.push(latest + 1);
    mkdirSync(aside, { recursive: true });
    cpSync(assets, join(aside, String(latest + 1)), { recursive: true });
  }
  for (const old of numbers.splice(0, Math.max(0, numbers.length - KEPT)))
    rmSync(join(aside, String(old)), { recursive: true });
  // A name carries the hash of its content: what is there already is the same.
  for (const number of numbers)
    cpSync(join(aside, String(number)), assets, { recursive: true, force: false });
}

function isSame(one: string, other: string): boolean {
  return existsSync(other) && readdirSync(one).sort().join() === readdirSync(other).sort().join();
}
