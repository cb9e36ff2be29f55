/** Writes `dist/sbom.cdx.json` with every build: beside what is served, not in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { Lockfile } from './lockfile.ts';
import { makeSbom } from './sbom.ts';

export function sbomWritten(): Plugin {
  let root = '';
  return {
    name: 'racha:sbom',
    apply: 'build',
    configResolved: (config) => {
      root = config.root;
    },
    closeBundle: () => {
      const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
      writeFileSync(join(root, 'dist/sbom.cdx.json'), `${JSON.stringify(makeSbom(lock), null, 1)}\n`);
    },
  };
}
