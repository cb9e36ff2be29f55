/** The app lock on the device's database: what lies on the disk, what the app reads, and the way between. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { idOf, sent } from '#tests/support/ops.ts';
import { closeDatabase, type DeviceDatabase, openDatabase } from './database.ts';
import { createDexieStore } from './dexie-store.ts';
import { evictOthers } from './evict-others.ts';
import { listMessages } from './group-reads.ts';
import { afterFailure, countOwed, waitMs, writeLock } from './lock-record.ts';
import { createReader } from './read.ts';
import { readLock } from './read-lock.ts';
import { resealRows } from './reseal-rows.ts';
import { sealRows } from './seal-middleware.ts';
import { createRowSeal, SEALED_TABLES } from './sealed-rows.ts';
import { DEVICE_SCHEMA, type DeviceTables } from './tables.ts';

const GROUP = idOf('group');
const CANARY = 'canário secreto 🐤 \ud800';
const KEY = new Uint8Array(32).fill(7);
const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)), fraction: () => 0 };
const LOCK = {
  id: idOf('lock'),
  state: 'on' as const,
  pin: { salt: '', iterations: 1, nonce: '', key: '' },
};

function open(indexedDB: IDBFactory, lock?: 'on' | 'ending', key = KEY): DeviceDatabase {
  const seal = lock && createRowSeal({ key, random, isEnding: lock === 'ending' });
  return openDatabase({ indexedDB, IDBKeyRange, ...(seal && { layer: sealRows(seal) }) });
}

const message = (i: number) => ({
  groupId: GROUP,
  id: idOf(`m${i}`),
  version: i,
  rowVersion: i,
  kind: 'text' as const,
  authorId: idOf('ana'),
  at: i,
  text: CANARY,
  replyTo: null,
  mentions: [],
  editedAt: null,
  deletedBy: null,
  reactions: {},
  notice: null,
});
const op = { ...sent('ana', 'm1', CANARY), opId: idOf('op') };

/** A row with the canary in every table that could hold a person's words. */
const ROWS: { readonly [T in keyof DeviceTables]?: readonly DeviceTables[T][] } = {
  meta: [
    { name: 'profile', value: { name: CANARY } },
    { name: 'device', value: { deviceId: idOf('device'), deviceSecret: CANARY } },
  ],
  outbox: [{ order: 1, groupId: GROUP, opId: op.opId, op, seq: 1, version: null, proof: CANARY, bytes: 9 }],
  tray: [{ opId: idOf('t'), groupId: GROUP, groupName: CANARY, op, kind: 'invalid', since: 1 }],
  kept: [{ opId: idOf('k'), groupId: GROUP, op, proof: null, version: 1, epoch: idOf('e'), keptSince: 1 }],
  groups: [
    {
      groupId: GROUP,
      id: GROUP,
      version: 1,
      rowVersion: 1,
      name: CANARY,
      picture: '🏖️',
      createdBy: idOf('ana'),
      createdAt: 1,
      inviteHash: '',
    },
  ],
  members: [
    {
      groupId: GROUP,
      id: idOf('ana'),
      version: 1,
      rowVersion: 1,
      name: CANARY,
      role: 'owner',
      status: 'active',
      joinedAt: 1,
    },
  ],
  messages: Array.from({ length: 250 }, (_, i) => message(i + 1)),
  aside: [message(1)],
  parked: [{ groupId: GROUP, version: 9, targetId: idOf('x'), op }],
  unknown: [{ groupId: GROUP, version: 8, op }],
  memberships: [
    {
      groupId: GROUP,
      memberId: idOf('ana'),
      state: 'member',
      inviteSecret: CANARY,
      invitedName: CANARY,
      waiting: null,
    },
  ],
  drafts: [{ groupId: GROUP, text: CANARY, replyTo: null, editing: null }],
};

async function fill(db: DeviceDatabase): Promise<void> {
  for (const [table, rows] of Object.entries(ROWS)) await db.table(table).bulkPut([...rows]);
}

/** Everything as it lies in IndexedDB, below whatever seals it. */
async function onDisk(indexedDB: IDBFactory): Promise<string> {
  const raw = open(indexedDB);
  const rows = await Promise.all(raw.tables.map((table) => table.toArray()));
  closeDatabase(raw);
  return JSON.stringify(rows);
}

async function readAll(db: DeviceDatabase): Promise<Record<string, unknown[]>> {
  const tables = Object.keys(ROWS);
  const rows = await Promise.all(tables.map((table) => db.table(table).toArray()));
  return Object.fromEntries(tables.map((table, i) => [table, rows[i] ?? []]));
}

const signal = new AbortController().signal;
const breathe = async (): Promise<void> => undefined;

test('what is written under the lock has no word of anybody on the disk, and reads back as it was', async () => {
  const indexedDB = new IDBFactory();
  const plain = open(indexedDB);
  await fill(plain);
  const before = await readAll(plain);
  closeDatabase(plain);
  expect(await onDisk(indexedDB)).toContain(JSON.stringify(CANARY));

  const sealedDB = new IDBFactory();
  const db = open(sealedDB, 'on');
  await fill(db);
  expect(await readAll(db)).toEqual(before);
  const stored = await onDisk(sealedDB);
  expect(stored).not.toContain('canário');
  expect(stored).not.toContain('🏖️');
});

test('every way of reading opens rows: by key, many, by index, backwards with a limit, live, counted', async () => {
  const db = open(new IDBFactory(), 'on');
  await fill(db);
  const store = createDexieStore(db);
  const texts = await store.read(['messages', 'outbox'], async (tx) => [
    (await tx.get('messages', [GROUP, idOf('m3')]))?.text,
    (await tx.getMany('messages', [[GROUP, idOf('m4')]]))[0]?.text,
    (await tx.list('messages', { index: '[groupId+version]', from: [GROUP, 5], to: [GROUP, 5] }))[0]?.text,
    (await tx.list('messages', { index: '[groupId+version]', reverse: true, limit: 1 }))[0]?.text,
    (await tx.list('outbox', { reverse: true, limit: 1 }))[0]?.op.body.text,
  ]);
  expect(texts).toEqual([CANARY, CANARY, CANARY, CANARY, CANARY]);
  expect((await listMessages(db, GROUP, { limit: 2 })).map(({ version, text }) => [version, text])).toEqual([
    [249, CANARY],
    [250, CANARY],
  ]);
  const seen = await new Promise((resolve, reject) =>
    createReader(db).observeProfile().subscribe(resolve, reject),
  );
  expect(seen).toEqual({ name: CANARY });
});

test('what waits unsent is counted with the key and without it; what the app noted for itself is none of it', async () => {
  const indexedDB = new IDBFactory();
  const db = open(indexedDB, 'on');
  await fill(db);
  const note = { text: ' ', replyTo: null, editing: null, forms: { reader: { shapes: [] } } };
  await db.drafts.put({ groupId: idOf('noted'), ...note });
  expect(await countOwed(db)).toBe(3);
  closeDatabase(db);
  const locked = open(indexedDB);
  expect(await countOwed(locked)).toBe(3);
  // As a release before this one sealed it: whoever cannot tell counts it.
  const { hasWords: _, ...older } = (await locked.table('drafts').get(idOf('noted'))) as {
    hasWords: boolean;
  };
  await locked.table('drafts').put(older);
  expect(await countOwed(locked)).toBe(4);
});

test('a seal opens in its own place and with its own key only', async () => {
  const indexedDB = new IDBFactory();
  const db = open(indexedDB, 'on');
  await fill(db);
  closeDatabase(db);
  const raw = open(indexedDB);
  const row = (await raw.table('messages').get([GROUP, idOf('m1')])) as Record<string, unknown>;
  await raw.table('messages').put({ ...row, id: idOf('elsewhere'), version: 900, rowVersion: 900 });
  closeDatabase(raw);
  const again = open(indexedDB, 'on');
  await expect(again.messages.get([GROUP, idOf('elsewhere')])).rejects.toThrow();
  expect((await again.messages.get([GROUP, idOf('m1')]))?.text).toBe(CANARY);
  closeDatabase(again);
  const stranger = open(indexedDB, 'on', new Uint8Array(32).fill(8));
  await expect(stranger.messages.get([GROUP, idOf('m1')])).rejects.toThrow();
});

test('rows that were there are sealed a few at a time, over any number of kills, and come back in clear the same way', async () => {
  const indexedDB = new IDBFactory();
  const plain = open(indexedDB);
  await fill(plain);
  const before = await readAll(plain);
  await writeLock(plain, LOCK);
  closeDatabase(plain);

  for (const state of ['on', 'ending'] as const) {
    if (state === 'ending') {
      const raw = open(indexedDB, 'on');
      await writeLock(raw, { ...LOCK, state });
      closeDatabase(raw);
    }
    let kills = 0;
    for (let done = false; !done; ) {
      const db = open(indexedDB, state);
      const killed = new AbortController();
      done = await resealRows(createDexieStore(db), LOCK.id, {
        signal: killed.signal,
        breathe: async () => killed.abort(),
      });
      const { meta, ...rest } = await readAll(db);
      const { meta: names, ...expected } = before;
      expect(rest).toEqual(expected);
      expect(meta).toEqual(expect.arrayContaining(names ?? []));
      closeDatabase(db);
      kills += done ? 0 : 1;
    }
    expect(kills).toBeGreaterThan(SEALED_TABLES.length);
    if (state === 'on') expect(await onDisk(indexedDB)).not.toContain('canário');
  }
  const after = open(indexedDB);
  expect((await readAll(after)).messages).toEqual(before.messages);
  expect(JSON.stringify(await after.table('messages').toArray())).not.toContain('sealed');
});

test('a lock that was changed meanwhile is not worked on, and one that is done is nothing', async () => {
  const db = open(new IDBFactory(), 'on');
  await writeLock(db, LOCK);
  expect(await resealRows(createDexieStore(db), idOf('another'), { signal, breathe })).toBe(false);
  expect(await resealRows(createDexieStore(db), LOCK.id, { signal, breathe })).toBe(true);
  expect(await resealRows(createDexieStore(db), LOCK.id, { signal, breathe })).toBe(true);
  expect(await readLock(db)).toEqual(LOCK);
});

test('every other connection ends, and the database stays as it was', async () => {
  const indexedDB = new IDBFactory();
  const troubles: string[] = [];
  const other = openDatabase({ indexedDB, IDBKeyRange, onTrouble: (trouble) => troubles.push(trouble) });
  await other.drafts.put({ groupId: GROUP, text: 'a meio', replyTo: null, editing: null });
  await evictOthers({ indexedDB });
  expect(troubles).toEqual(['upgrade-needed']);
  expect(other.isOpen()).toBe(false);
  const again = open(indexedDB);
  expect(await again.drafts.count()).toBe(1);
});

test('wrong PINs cost a pause from the fourth on, never more than the longest, whatever the clock does', () => {
  let tries = { failed: 0, until: 0 };
  const pauses = Array.from({ length: 8 }, () => {
    tries = afterFailure(tries, 1_000_000);
    return waitMs(tries, 1_000_000);
  });
  expect(pauses).toEqual([0, 0, 5_000, 15_000, 60_000, 300_000, 300_000, 300_000]);
  expect(waitMs(tries, 0)).toBe(300_000);
});

test('no table with words in it is forgotten', () => {
  const clear = Object.keys(DEVICE_SCHEMA).filter((table) => !SEALED_TABLES.some((name) => name === table));
  expect(clear).toEqual(['lanes', 'cursors', 'marks', 'checks', 'blobs']);
});
