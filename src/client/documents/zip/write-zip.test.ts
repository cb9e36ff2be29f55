/** The one zip of the app, as a program that shares nothing with its writer reads it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packFiles, writeZip, type ZipFile } from './write-zip.ts';

const FILES: readonly ZipFile[] = [
  { path: 'Pão/dados.json', content: '{"olá":"👋🏽"}' },
  { path: 'leia.html', content: new TextEncoder().encode('<p>') },
];
const AT = new Date(2026, 10, 21, 12, 30, 10);
const SCRIPT = `import zipfile,sys,json
z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
print(json.dumps([[i.filename,list(i.date_time),z.read(i).decode()] for i in z.infolist()]))`;

async function read(zip: Blob): Promise<[string, number[], string][]> {
  const folder = mkdtempSync(join(tmpdir(), 'racha-zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), Buffer.from(await zip.arrayBuffer()));
    return JSON.parse(execFileSync('python3', ['-c', SCRIPT, join(folder, 'a.zip')], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ENTRIES = [
  ['Pão/dados.json', [2026, 11, 21, 12, 30, 10], '{"olá":"👋🏽"}'],
  ['leia.html', [2026, 11, 21, 12, 30, 10], '<p>'],
];

test('the zip is one that other programs open', async () => {
  expect(await read(await packFiles(FILES, { madeAt: AT.getTime() }))).toEqual(ENTRIES);
});

test('what a person is given lists its files with their sums', async () => {
  const entries = await read(await writeZip(FILES, { madeAt: AT.getTime() }));
  expect(entries.slice(0, 2)).toEqual(ENTRIES);
  const [name, , text] = entries[2] ?? ['', [], '{}'];
  expect(name).toBe('manifesto.json');
  const sums = FILES.map(({ path, content }) => ({
    path,
    bytes: Buffer.from(content).length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  expect(JSON.parse(text)).toEqual({ madeAt: AT.toISOString(), files: sums });
});

test('a text is asked for when the one before is in, and no more once it was cancelled', async () => {
  const ending = new AbortController();
  const asked: number[] = [];
  async function* files(): AsyncGenerator<ZipFile> {
    for (let i = 0; i < 5; i++) {
      asked.push(i);
      if (i === 2) ending.abort(new Error('cancelled'));
      yield { path: `${i}.txt`, content: 'x' };
    }
  }
  await expect(writeZip(files(), { madeAt: 0, signal: ending.signal })).rejects.toThrow('cancelled');
  expect(asked).toEqual([0, 1, 2]);
});
