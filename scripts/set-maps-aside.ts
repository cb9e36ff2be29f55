/**
 * Source maps are made and not served: they leave the build's folder before anything else looks at it. Beside it they
 * wait for `scripts/upload-source-maps.ts`, with the files they belong to.
 *
 *   dist/client          what is served; `build.json` names the release
 *   dist/client.maps     the scripts of this build with their maps, as built
 */
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `folder` was just built. Idempotent: a second call finds no maps and leaves those of the first. */
export function setMapsAside(folder: string, release: string): void {
  writeFileSync(join(folder, 'build.json'), `${JSON.stringify({ release })}\n`);
  const maps = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js.map'),
  );
  if (maps.length === 0) return;
  const aside = `${folder}.maps`;
  rmSync(aside, { recursive: true, force: true });
  for (const map of maps) {
    const script = map.slice(0, -'.map'.length);
    mkdirSync(dirname(join(aside, map)), { recursive: true });
    cpSync(join(folder, script), join(aside, script));
    renameSync(join(folder, map), join(aside, map));
  }
  cpSync(join(folder, 'build.json'), join(aside, 'build.json'));
}
