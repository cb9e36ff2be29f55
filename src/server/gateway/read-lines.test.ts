import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

const LIMITS = { lineMaxBytes: 100, totalMaxBytes: 1_000 };

async function* chunksOf(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0;
  for (const cut of [...cuts, bytes.length]) {
    const end = Math.min(bytes.length, Math.max(start, cut));
    yield bytes.subarray(start, end);
    start = end;
  }
}

test('lines are the same however the bytes are cut', async () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 10 })
    .filter((text) => text !== '' && !/[\n]/.test(text));
  const cuts = fc.array(fc.nat(300), { maxLength: 10 }).map((list) => list.sort((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), cuts, async (lines, at) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const limits = { lineMaxBytes: 1_000, totalMaxBytes: 100_000 };
      expect(await Array.fromAsync(readLines(chunksOf(bytes, at), limits))).toEqual(lines);
    }),
  );
});

test('what follows the last line break is no line', async () => {
  const bytes = Buffer.from('whole\nhal');
  expect(await Array.fromAsync(readLines(chunksOf(bytes, []), LIMITS))).toEqual(['whole']);
});

test.each([
  ['a long line', Buffer.alloc(101, 97), 'too-large'],
  ['many lines', Buffer.from('x'.repeat(50).concat('\n').repeat(30)), 'too-large'],
  ['no UTF-8', Buffer.from([0xff, 10]), 'malformed'],
])('%s ends it', async (_name, bytes, fault) => {
  await expect(Array.fromAsync(readLines(chunksOf(bytes, [10, 20]), LIMITS))).rejects.toMatchObject({
    fault,
  });
});
