import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { readUnsent } from './read-unsent.ts';

type Rows = Readonly<Record<string, readonly object[]>>;
const KEYS: Readonly<Record<string, string>> = {
  meta: 'name',
  outbox: 'order',
  tray: 'opId',
  drafts: 'groupId',
};

function store(factory: IDBFactory, name: string, version: number, rows: Rows): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(name, version);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      for (const table of Object.keys(rows)) {
        const made = opening.result.createObjectStore(table, { keyPath: KEYS[table] ?? 'id' });
        for (const row of rows[table] ?? []) made.put(row);
      }
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });
}

function tabWith(entries: Readonly<Record<string, string>>): Pick<Storage, 'key' | 'getItem' | 'length'> {
  const keys = Object.keys(entries);
  return {
    length: keys.length,
    key: (i) => keys[i] ?? null,
    getItem: (key) => entries[key] ?? null,
  };
}
const NO_TAB = tabWith({});

const OWED: Rows = {
  meta: [{ name: 'profile', value: { name: 'Ana' } }],
  outbox: [
    { order: 1, opId: 'a', op: { body: { text: 'oi' } }, version: null },
    { order: 2, opId: 'b', op: { body: { text: 'foi' } }, version: 7 },
  ],
  tray: [{ opId: 'c', kind: 'too-large', op: { body: { text: 'longo' } } }],
  drafts: [
    { groupId: 'g', text: 'pela metade', replyTo: null, editing: null },
    { groupId: 'h', text: '', replyTo: null, editing: null },
    { groupId: 'i', text: '', replyTo: null, editing: null, forms: { nova: { amount: '10' } } },
  ],
};

it('finds what has no verdict, what was refused and what was being written, in whatever version', async () => {
  const factory = new IDBFactory();
  await store(factory, 'racha', 9_990, OWED);
  const unsent = await readUnsent(
    factory,
    tabWith({ 'racha.unsaved-draft.j': '{"groupId":"j","text":"só na aba"}', other: 'x' }),
  );
  expect({ ...unsent, file: undefined }).toEqual({ count: 5, sealed: 0, file: undefined });
  const file = JSON.parse(unsent.file);
  expect(file).toMatchObject({ racha: 'unsent', version: 1, waiting: [{ body: { text: 'oi' } }] });
  expect(file.refused[0].op.body.text).toBe('longo');
  expect(file.drafts.map(({ groupId }: { groupId: string }) => groupId)).toEqual(['g', 'i', 'j']);
  expect(unsent.file).not.toContain('foi');
});

it('counts what the app lock sealed, and takes nothing of it along', async () => {
  const factory = new IDBFactory();
  const sealed = new Uint8Array([1, 2, 3]);
  await store(factory, 'racha', 10, {
    meta: [{ name: 'lock', value: {} }],
    outbox: [
      { order: 1, opId: 'a', version: null, sealed },
      { order: 2, opId: 'b', version: 7, sealed },
    ],
    tray: [{ opId: 'c', sealed }],
    drafts: [{ groupId: 'g', sealed }],
  });
  const { count, sealed: locked, file } = await readUnsent(factory, NO_TAB);
  expect([count, locked]).toEqual([0, 3]);
  expect(JSON.parse(file)).toMatchObject({ waiting: [], refused: [], drafts: [] });
});

it('looks at every person who is here, at nobody who signed out, and at no other database', async () => {
  const factory = new IDBFactory();
  await store(factory, 'racha', 10, { ...OWED, meta: [{ name: 'asleep', value: { since: 1 } }] });
  await store(factory, 'racha-01ABC', 10, { ...OWED, tray: [], drafts: [] });
  await store(factory, 'racha-copies', 10, OWED);
  expect((await readUnsent(factory, NO_TAB)).count).toBe(1);
});

it('makes no database where there is none, also in a browser that lists none', async () => {
  const factory = new IDBFactory();
  expect((await readUnsent(factory, NO_TAB)).count).toBe(0);
  const list = factory.databases.bind(factory);
  Object.defineProperty(factory, 'databases', { value: undefined });
  expect((await readUnsent(factory, NO_TAB)).count).toBe(0);
  expect(await list()).toEqual([]);
});

it('rejects when what is there cannot be read', async () => {
  const factory = new IDBFactory();
  await store(factory, 'racha', 10, OWED);
  factory.open = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  await expect(readUnsent(factory, NO_TAB)).rejects.toThrow('denied');
});
