import { IDBFactory } from 'fake-indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import { formatId } from '#domain/ids.ts';
import { listPersonDatabases, nameDatabase } from './person-databases.ts';

afterEach(() => vi.unstubAllGlobals());

test('whatever id another person’s database is named by, it is among those of this browser; the copies are not', async () => {
  const factory = new IDBFactory();
  vi.stubGlobal('indexedDB', factory);
  const names = [0, 0x5a, 0xfb, 0xff].map((fill) => nameDatabase(formatId(new Uint8Array(16).fill(fill))));
  const others = ['copies-racha', `copies-${names[0]}`, 'keyval-store'];
  for (const name of ['racha', ...names, ...others]) {
    await new Promise((resolve) => {
      factory.open(name).onsuccess = resolve;
    });
  }
  expect((await listPersonDatabases()).sort()).toEqual(['racha', ...names].sort());
});
