/**
 * `rescue.js`: the page for when the app does not start, as one file that shares no chunk with the app. A build of its own
 * inside the build: whatever breaks the app's chunks is not in it.
 */
import { build, type Plugin, type Rolldown } from 'vite';

const ENTRY = 'src/rescue/rescue.ts';

/** `define`: as the app's own build has it. */
export function rescueBuilt(define: Record<string, string>): Plugin {
  return {
    name: 'racha:rescue-built',
    apply: 'build',
    async generateBundle() {
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        define,
        publicDir: false,
        build: {
          write: false,
          target: ['chrome107', 'safari16', 'firefox104'],
          lib: { entry: ENTRY, formats: ['es'], fileName: () => 'rescue.js' },
        },
      });
      const [chunk, ...others] = (built as Rolldown.RolldownOutput[]).flatMap(({ output }) => output);
      if (chunk?.type !== 'chunk' || others.length > 0 || chunk.imports.length > 0) {
        throw new Error('rescue.js must be one file that needs no other');
      }
      this.emitFile({ type: 'asset', fileName: 'rescue.js', source: chunk.code });
    },
  };
}
