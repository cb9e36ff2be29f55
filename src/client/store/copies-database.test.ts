import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import type { CopyManifest } from '#client/copies/copy-store.ts';
import { countingRandom } from '#tests/support/engine-world.ts';
import { openCopies } from './copies-database.ts';
import { type CopySeal, createCopySeal } from './copy-seal.ts';

const manifest = (order: number): CopyManifest => ({
  order,
  at: 1_790_000_000_000 + order,
  canary: null,
  parts: [{ name: 'outbox', version: 1, checksum: 'x', id: `${order}.0`, bytes: 7 }],
  groups: {},
  inside: { waiting: 1, refused: 0, drafts: 0, groups: 0 },
});
const change = (order: number, text: string) => ({
  manifests: [manifest(order)],
  texts: [{ id: `${order}.0`, text }],
  removedManifests: [],
  removedTexts: [],
});

function open(indexedDB: IDBFactory, seal?: CopySeal) {
  return openCopies({ person: 'racha', indexedDB, IDBKeyRange, seal });
}

const sealOf = (fill: number, isEnding = false) =>
  createCopySeal({ key: new Uint8Array(32).fill(fill), random: countingRandom(`seal ${fill}`), isEnding });
const breathe = async () => {};
const never = new AbortController().signal;

/** Everything that lies in it, as text. */
async function readAll(indexedDB: IDBFactory): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('copies-racha');
    opening.onsuccess = () => resolve(opening.result as IDBDatabase);
  });
  let all = '';
  for (const table of ['manifests', 'texts']) {
    const reading = database.transaction(table).objectStore(table).getAll();
    await new Promise((resolve) => {
      reading.onsuccess = resolve;
    });
    for (const { body } of reading.result)
      all += typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
  }
  database.close();
  return all;
}

test('what was written is read back, in order, and what is removed is gone', async () => {
  const factory = new IDBFactory();
  const copies = await open(factory);
  await copies.change(change(2, 'dois'));
  await copies.change(change(1, 'um'));
  expect((await copies.list()).map(({ order }) => order)).toEqual([1, 2]);
  expect(await copies.readTexts(['1.0', '9.9', '2.0'])).toEqual(['um', undefined, 'dois']);
  await copies.change({ manifests: [], texts: [], removedManifests: [1], removedTexts: ['1.0'] });
  expect((await copies.list()).map(({ order }) => order)).toEqual([2]);
  copies.close();
});

test('a lock seals what lies there, another key opens none of it, and ending it brings all back', async () => {
  const factory = new IDBFactory();
  const clear = await open(factory);
  await clear.change(change(1, 'palavras de ontem'));
  clear.close();

  const locked = await open(factory, sealOf(1));
  await locked.change(change(2, 'palavras de hoje'));
  expect(await locked.reseal(never, breathe)).toBe(true);
  expect(await locked.readTexts(['1.0', '2.0'])).toEqual(['palavras de ontem', 'palavras de hoje']);
  expect(await locked.list()).toHaveLength(2);
  locked.close();
  expect(await readAll(factory)).not.toMatch(/palavras|waiting/);

  for (const seal of [sealOf(2), undefined]) {
    const other = await open(factory, seal);
    expect(await other.list()).toEqual([]);
    expect(await other.readTexts(['1.0'])).toEqual([undefined]);
    other.close();
  }
  const ending = await open(factory, sealOf(1, true));
  await ending.reseal(never, breathe);
  ending.close();
  const after = await open(factory);
  expect(await after.readTexts(['1.0', '2.0'])).toEqual(['palavras de ontem', 'palavras de hoje']);
  expect(await after.list()).toHaveLength(2);
  after.close();
});

test('a sealed text opens at its own place alone', async () => {
  const seal = sealOf(1);
  const body = seal.seal('1.0', 'aqui');
  expect(seal.open('1.0', body)).toBe('aqui');
  expect(() => seal.open('1.1', body)).toThrow();
});
