import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  lookAtSealedFile,
  openSealedFile,
  SealedFileError,
  type SealOptions,
  sealFile,
} from './sealed-file.ts';

const PASSPHRASE = 'três pratos de trigo';

async function seal(plain: Uint8Array, options: Partial<SealOptions> = {}): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const all = { passphrase: PASSPHRASE, bytes: plain.length, ...options };
  for await (const piece of sealFile([plain], all)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

/** The bytes, or why not. */
async function open(file: Uint8Array, passphrase = PASSPHRASE): Promise<Uint8Array | string> {
  const opening = await openSealedFile(new Blob([new Uint8Array(file)]), passphrase);
  if (!opening.ok) return opening.trouble;
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of opening.chunks) chunks.push(chunk);
  } catch (error) {
    if (error instanceof SealedFileError) return error.trouble;
    throw error;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

const plain = new Uint8Array(Array.from({ length: 10_000 }, (_, i) => i % 251));
let file: Uint8Array;
let headerEnd: number;
beforeAll(async () => {
  file = await seal(plain, { chunkBytes: 1_024 });
  headerEnd = 12 + new DataView(file.buffer).getUint16(10);
});
const CHUNK = 1_024 + 16;

test('what goes in comes out, at every length around a chunk', async () => {
  for (const length of [1, 1_023, 1_024, 1_025, 2_048, 5_000]) {
    const some = plain.slice(0, length);
    const sealed = await seal(some, { chunkBytes: 1_024 });
    expect(await open(sealed)).toEqual(some);
  }
});

test('a passphrase is the same however its accents are typed, and no other opens', async () => {
  expect(await open(file, 'tre\u0302s pratos de trigo')).toEqual(plain);
  expect(await open(file, 'três pratos de trigo ')).toBe('wrong-passphrase');
});

test('the same twice shares nothing but its form', async () => {
  const again = await seal(plain, { chunkBytes: 1_024 });
  const shared = again.slice(headerEnd).filter((byte, i) => byte === file[headerEnd + i]).length;
  expect(shared).toBeLessThan(200);
});

test('cut anywhere, it is known to be cut, before the passphrase is asked for', async () => {
  for (const length of [9, 11, 40, headerEnd, headerEnd + 5, headerEnd + CHUNK, file.length - 1]) {
    expect(await lookAtSealedFile(new Blob([file.slice(0, length)])), String(length)).toBe('truncated');
  }
  expect(await lookAtSealedFile(new Blob([file.slice(0, 5)]))).toBe('not-ours');
});

test('a file that is none of ours is told from a damaged one', async () => {
  for (const bytes of [
    new Uint8Array(),
    new TextEncoder().encode('{"racha":"bundle"}'),
    new Uint8Array(5_000),
  ]) {
    expect(await open(bytes)).toBe('not-ours');
  }
  // What a messenger that takes it for text makes of its line end.
  const mangled = new Uint8Array([...file.slice(0, 5), ...file.slice(6)]);
  expect(await open(mangled)).toBe('not-ours');
});

test('of a newer version is said to be newer, whatever follows', async () => {
  const newer = file.slice();
  newer[9] = 2;
  expect(await open(newer)).toBe('newer');
  expect(await open(newer.slice(0, 40))).toBe('newer');
});

test('chunks that changed places, or came from a copy with another end, do not open', async () => {
  const swapped = file.slice();
  swapped.set(file.slice(headerEnd + CHUNK, headerEnd + 2 * CHUNK), headerEnd);
  swapped.set(file.slice(headerEnd, headerEnd + CHUNK), headerEnd + CHUNK);
  expect(await open(swapped)).toBe('tampered');
  // Shorter by a chunk, and the header says so: the chunk that is last now was not made as the last.
  const text = new TextDecoder().decode(file.slice(12, headerEnd)).replace('"bytes":10000', '"bytes":09216');
  const shorter = file.slice(0, headerEnd + 9 * CHUNK);
  shorter.set(new TextEncoder().encode(text), 12);
  expect(await open(shorter)).not.toBeInstanceOf(Uint8Array);
  expect(await open(new Uint8Array([...file, 0]))).toBe('tampered');
});

test('any one bit that changes is noticed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (at, bit) => {
      const changed = file.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      expect(await open(changed)).toBeTypeOf('string');
    }),
    { numRuns: 25, seed: 45 },
  );
}, 60_000);

test('a header may not ask for more work than there is', async () => {
  const text = new TextDecoder().decode(file.slice(12, headerEnd));
  const greedy = file.slice();
  greedy.set(new TextEncoder().encode(text.replace('"iterations":600000', '"iterations":9e9   ')), 12);
  expect(await lookAtSealedFile(new Blob([greedy]))).toBe('tampered');
});

test('too much or too little is a bug of the writer’s, never a file', async () => {
  await expect(seal(plain, { bytes: 9_999 })).rejects.toThrow(RangeError);
  await expect(seal(plain, { bytes: 10_001 })).rejects.toThrow(RangeError);
});

// Also printed in docs/device-file.md.
const VECTOR =
  '52414348410d0a1a0001009d7b226b6466223a2250424b4446322d5348412d323536222c22697465' +
  '726174696f6e73223a3630303030302c2273616c74223a2245424151454241514542415145424151' +
  '454241514541222c22636865636b223a22496e3647395764484f5a49734f6a6f3772325643487722' +
  '2c226e6f6e6365223a2242776348427763484277222c226368756e6b4279746573223a31302c2262' +
  '79746573223a31367de834eba4982f0f989eba487c7a70e8883969d396fce6dde216bb2c80a1f924' +
  '46ee2f824d7b4bbe0b5182695d1e43cba5';

test('the vector of version 1 opens, and is what is written', async () => {
  const drawn = (length: number) => new Uint8Array(length).fill(length);
  const text = new TextEncoder().encode('Racha leva tudo.');
  const sealed = await seal(text, { passphrase: 'correct horse', chunkBytes: 10, random: drawn });
  expect(Buffer.from(sealed).toString('hex')).toBe(VECTOR);
  expect(await open(sealed, 'correct horse')).toEqual(text);
});
