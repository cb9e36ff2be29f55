import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

/** What a phone loads for the reader of Portuguese, vocabulary and all; amounts are read by what the forms have anyway. */
const BUDGET_BYTES = 25_000;

it('is at most 25 KB, compressed, with its vocabulary', async () => {
  const built = await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      rolldownOptions: {
        input: join(import.meta.dirname, 'read-message.ts'),
        preserveEntrySignatures: 'strict',
        external: [/parse-amount/],
      },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  if (!output || !('output' in output)) throw new Error('nothing was built');
  const [chunk] = output.output;
  expect(chunk.code).toContain('estacionamento');
  expect(brotliCompressSync(chunk.code).length).toBeLessThanOrEqual(BUDGET_BYTES);
});
