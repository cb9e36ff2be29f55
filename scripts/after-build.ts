/** The frame of what is done to a build once Vite has written it: one after another, in the order of `plugins`. */
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

export interface AfterBuild {
  /** `production`, or what another release is built as (tests/e2e/build-as.ts). */
  readonly mode: string;
}

/** `run` gets the folder that was built. */
export function afterBuild(name: string, run: (folder: string, build: AfterBuild) => void): Plugin {
  let folder = '';
  let mode = '';
  return {
    name: `racha:${name}`,
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
      mode = config.mode;
    },
    closeBundle: {
      order: 'post',
      // The service worker is written in a closeBundle of its own, and lists what it precaches: everything here follows it.
      sequential: true,
      handler: () => run(folder, { mode }),
    },
  };
}
