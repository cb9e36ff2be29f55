/** Older messages on their way to a file: until the beginning, or said to be cut. The conversation is the product's own, on IndexedDB. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { type DeviceDatabase, openDatabase } from '#client/store/database.ts';
import { createReader } from '#client/store/read.ts';
import type { ConnectionState, EngineStatus } from '#client/sync/engine-types.ts';
import type { MessageRow } from '#domain/rows.ts';
import { idOf } from '#tests/support/ops.ts';
import { fetchOlder, type OlderAsk } from './fetch-older.ts';

const GROUP = idOf('group');
const HEAD = 1_000;
const PAGE = 100;
let opened = 0;

const message = (version: number): MessageRow => ({
  groupId: GROUP,
  id: idOf(`m${version}`),
  version,
  rowVersion: version,
  kind: 'text',
  authorId: idOf('ana'),
  at: version,
  text: `mensagem ${version}`,
  replyTo: null,
  mentions: [],
  editedAt: null,
  deletedBy: null,
  reactions: {},
  notice: null,
});

/** A device that holds the newest hundred, and a server that gives what comes before them, a little later, as to a tab that follows. */
async function open() {
  const db = openDatabase({ name: `older-${++opened}`, indexedDB: new IDBFactory(), IDBKeyRange });
  await put(db, HEAD - PAGE);
  const listeners = new Set<() => void>();
  const writes: Promise<void>[] = [];
  const server = { connection: { name: 'online' } as ConnectionState, asked: 0, answersUntil: 0 };
  const engine: OlderAsk['engine'] = {
    loadOlder: async () => {
      server.asked++;
      const from = HEAD - PAGE * (server.asked + 1);
      if (from >= server.answersUntil) writes.push(Promise.resolve().then(() => put(db, from)));
    },
    status: () => ({ connection: server.connection }) as EngineStatus,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const goOffline = (): void => {
    server.connection = { name: 'connecting' };
    for (const listener of listeners) listener();
  };
  const source = await createReader(db).openConversation(GROUP);
  const shares: number[] = [];
  const ending = new AbortController();
  const ask: OlderAsk = {
    groupId: GROUP,
    engine,
    signal: ending.signal,
    onProgress: (share) => shares.push(share),
  };
  const close = async (): Promise<void> => {
    await Promise.all(writes);
    db.close();
  };
  return { db, close, source, server, goOffline, shares, ending, ask, listeners };
}

/** The messages from there on, in one transaction with how far they reach. */
async function put(db: DeviceDatabase, from: number): Promise<void> {
  await db.transaction('rw', ['messages', 'cursors'], async () => {
    await db.messages.bulkPut(Array.from({ length: PAGE }, (_, i) => message(from + i + 1)));
    const olderThan = from === 0 ? null : from + 1;
    await db.cursors.put({ groupId: GROUP, version: HEAD, chain: '', head: HEAD, olderThan });
  });
}

it('brings them all, and says how far it is', async () => {
  const { db, close, source, server, shares, ask, listeners } = await open();
  expect(await fetchOlder(source, ask)).toBe(true);
  expect(server.asked).toBe(9);
  expect(shares).toHaveLength(9);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(await db.messages.count()).toBe(HEAD);
  expect(listeners.size).toBe(0);
  await close();
});

it('is cut where the connection ends', async () => {
  const { close, source, server, goOffline, shares, ask } = await open();
  const onProgress = (share: number): void => {
    shares.push(share);
    if (shares.length === 3) goOffline();
  };
  expect(await fetchOlder(source, { ...ask, onProgress })).toBe(false);
  expect(server.asked).toBe(3);
  await close();
});

it('is cut where the server has nothing more to say', async () => {
  const { close, source, server, ask } = await open();
  server.answersUntil = 700;
  expect(await fetchOlder(source, { ...ask, patienceMs: 1_000 })).toBe(false);
  expect(server.asked).toBe(3);
  await close();
});

it('asks for nothing without a connection', async () => {
  const { close, source, server, goOffline, ask } = await open();
  goOffline();
  expect(await fetchOlder(source, ask)).toBe(false);
  expect(server.asked).toBe(0);
  await close();
});

it('ends when it is cancelled, and listens no more', async () => {
  const { close, source, ending, ask, listeners } = await open();
  const onProgress = (): void => ending.abort(new Error('cancelled'));
  await expect(fetchOlder(source, { ...ask, onProgress })).rejects.toThrow('cancelled');
  expect(listeners.size).toBe(0);
  await close();
});
