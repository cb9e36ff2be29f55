import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { unpackFont } from './unpack-font.ts';

const FONTS = new URL('./fonts/', import.meta.url);

/** By the font format itself: the sum of a table's words, the head's own sum left out. */
function sumOf(file: DataView, offset: number, length: number, isHead: boolean): number {
  let sum = 0;
  for (let at = 0; at < length; at += 4)
    if (!(isHead && at === 8)) sum = (sum + file.getUint32(offset + at)) >>> 0;
  return sum;
}

it('puts every font back as the file it was packed from: each table has the sum that it says', async () => {
  const names = (await readdir(FONTS)).filter((name) => name.endsWith('.woff'));
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    const woff = new Uint8Array(await readFile(new URL(name, FONTS))).buffer;
    const file = new DataView(await unpackFont(woff));
    // What the WOFF says the font weighs.
    expect(file.byteLength, name).toBe(new DataView(woff).getUint32(16));
    const count = file.getUint16(4);
    expect(count, name).toBeGreaterThan(8);
    for (let at = 12; at < 12 + 16 * count; at += 16) {
      const tag = String.fromCharCode(...new Uint8Array(file.buffer, at, 4));
      const [offset, length] = [file.getUint32(at + 8), file.getUint32(at + 12)];
      expect(sumOf(file, offset, length, tag === 'head'), `${name} ${tag}`).toBe(file.getUint32(at + 4));
    }
  }
});

it('leaves what is no WOFF as it is', async () => {
  const file = Uint8Array.of(0, 1, 0, 0, 9, 9).buffer;
  expect(await unpackFont(file)).toBe(file);
});
