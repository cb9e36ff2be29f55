/**
 * The app built as another release. A process of its own (`node build-as.ts <release> <folder>`) runs Vite; the page's
 * code is that release's, the worker's is this one's.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { withFaultFlags } from '../support/fault-flags.ts';
import { asReleased, type OtherRelease } from '../support/other-release.ts';

/** `fault-flags`: this release, with what `tests/support/fault-flags.ts` puts into it. */
export type OtherBuild = OtherRelease | 'fault-flags';

/** Returns the folder. Made anew only when this build is another one; two workers may make it at once. */
export function buildAs(release: OtherBuild): string {
  const ours = readFileSync('dist/client/index.html');
  const hash = createHash('sha256').update(ours).update(JSON.stringify(release)).digest('hex').slice(0, 12);
  const folder = join('dist/other-releases', hash);
  if (!existsSync(folder)) {
    const making = `${folder}.${process.pid}`;
    const script = fileURLToPath(import.meta.url);
    const args = [script, JSON.stringify(release), join(making, 'client')];
    execFileSync(process.execPath, args, { stdio: 'inherit' });
    try {
      renameSync(making, folder);
    } catch {
      // Another worker was first; its build is as good.
      rmSync(making, { recursive: true, force: true });
    }
  }
  return join(folder, 'client');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [release = '', folder = ''] = process.argv.slice(2);
  await build({
    mode: 'other-release',
    logLevel: 'warn',
    build: { outDir: folder, sourcemap: false },
    plugins: [madeAs(JSON.parse(release))],
  });
}

function madeAs(release: OtherBuild): Plugin {
  return {
    name: 'racha:other-release',
    enforce: 'pre',
    transform: (source, id) => {
      const path = id.split('?')[0] ?? id;
      return release === 'fault-flags' ? withFaultFlags(path, source) : asReleased(path, source, release);
    },
  };
}
