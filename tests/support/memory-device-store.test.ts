import { describe, expect, test } from 'vitest';
import { StoreError } from '#client/platform/device-store.ts';
import type { Draft, OutboxEntry } from '#client/store/tables.ts';
import { type MemoryConnection, MemoryDeviceDatabase } from './memory-device-store.ts';
import { compareKeys } from './memory-table.ts';

const draft = (groupId: string, text = ''): Draft => ({ groupId, text, replyTo: null, editing: null });

const entry = (order: number, groupId: string, opId = `op${order}`): OutboxEntry => ({
  order,
  groupId,
  opId,
  op: { opId, groupId, actorId: 'a', at: 0, type: 'message.sent', v: 1, salt: 's', body: {} },
  seq: null,
  version: null,
  proof: null,
  bytes: 1,
});

describe('memory device store', () => {
  test('compares keys as IndexedDB does', () => {
    const sorted = [-1, 2, 10, '', 'a', 'b', [], [1], [1, 'a'], [2], ['a'], ['a', 1]];
    const shuffled = [...sorted].reverse();
    expect(shuffled.sort(compareKeys)).toEqual(sorted);
  });

  test('lists by primary key and by compound index, both ends included', async () => {
    const store = new MemoryDeviceDatabase().connect();
    await store.write(['outbox'], (tx) =>
      tx.put('outbox', [entry(3, 'g2'), entry(1, 'g1'), entry(2, 'g2'), entry(4, 'g1')]),
    );
    const orders = (range: object): Promise<number[]> =>
      store.read(['outbox'], async (tx) => (await tx.list('outbox', range)).map((row) => row.order));
    expect(await orders({})).toEqual([1, 2, 3, 4]);
    expect(await orders({ from: 2, to: 3 })).toEqual([2, 3]);
    expect(await orders({ reverse: true, limit: 2 })).toEqual([4, 3]);
    const group = { index: '[groupId+order]', from: ['g2', 0], to: ['g2', Number.POSITIVE_INFINITY] };
    expect(await orders(group)).toEqual([2, 3]);
    expect(await orders({ ...group, limit: 1, reverse: true })).toEqual([3]);
  });

  test('rolls everything back when the function throws', async () => {
    const database = new MemoryDeviceDatabase();
    const store = database.connect();
    await store.write(['drafts'], (tx) => tx.put('drafts', [draft('g1', 'before')]));
    const failing = store.write(['drafts'], async (tx) => {
      await tx.put('drafts', [draft('g1', 'after'), draft('g2')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(database.rows('drafts')).toEqual([draft('g1', 'before')]);
  });

  test('a taken unique value aborts the transaction even when the error is caught', async () => {
    const database = new MemoryDeviceDatabase();
    const store = database.connect();
    const write = store.write(['outbox'], async (tx) => {
      await tx.put('outbox', [entry(1, 'g', 'same')]);
      await tx.put('outbox', [entry(2, 'g', 'same')]).catch(() => {});
    });
    await expect(write).rejects.toThrow(StoreError);
    expect(database.rows('outbox')).toEqual([]);
  });

  test('transactions that share a table run one after the other, in the order asked for', async () => {
    const store = new MemoryDeviceDatabase().connect();
    await store.write(['drafts'], (tx) => tx.put('drafts', [draft('g', '')]));
    const append = (letter: string): Promise<void> =>
      store.write(['drafts'], async (tx) => {
        const row = await tx.get('drafts', 'g');
        await tx.put('drafts', [draft('g', (row?.text ?? '') + letter)]);
      });
    await Promise.all(['a', 'b', 'c', 'd'].map(append));
    expect((await store.read(['drafts'], (tx) => tx.get('drafts', 'g')))?.text).toBe('abcd');
  });

  test('a dropped connection rolls back, frees its tables and never answers', async () => {
    const database = new MemoryDeviceDatabase();
    let reachCommit = (): void => {};
    const atCommit = new Promise<void>((resolve) => {
      reachCommit = resolve;
    });
    const crashing = database.connect({
      beforeRun: async () => {},
      beforeCommit: () => {
        reachCommit();
        return new Promise(() => {});
      },
      afterCommit: async () => {},
    });
    let answered = false;
    crashing
      .write(['drafts'], (tx) => tx.put('drafts', [draft('g', 'lost')]))
      .finally(() => {
        answered = true;
      });
    await atCommit;
    crashing.drop();
    const store = database.connect();
    expect(await store.read(['drafts'], (tx) => tx.count('drafts'))).toBe(0);
    expect(answered).toBe(false);
  });

  test('a connection dropped as its transaction’s turn comes writes nothing', async () => {
    const database = new MemoryDeviceDatabase();
    const dying: MemoryConnection = database.connect({
      beforeRun: () => Promise.resolve(),
      beforeCommit: () => Promise.resolve(),
      async afterCommit() {
        dying.drop();
      },
    });
    let ran = false;
    dying.write(['outbox'], (tx) => tx.put('outbox', [entry(1, 'g')]));
    dying.write(['outbox'], async (tx) => {
      ran = true;
      await tx.remove('outbox', [1]);
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(ran).toBe(false);
    const next = database.connect();
    await next.write(['outbox'], async (tx) => {
      await tx.remove('outbox', [1]);
      await tx.put('outbox', [entry(-1, 'g', 'op1')]);
    });
    expect(database.copy().rows('outbox')).toEqual([entry(-1, 'g', 'op1')]);
  });

  test('a connection dropped before its transaction is asked for leaves the tables free', async () => {
    const database = new MemoryDeviceDatabase();
    const dying: MemoryConnection = database.connect({
      async beforeRun() {
        dying.drop();
      },
      beforeCommit: () => Promise.resolve(),
      afterCommit: () => Promise.resolve(),
    });
    dying.write(['outbox'], (tx) => tx.put('outbox', [entry(1, 'g')]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await database.connect().read(['outbox'], (tx) => tx.count('outbox'))).toBe(0);
  });

  test('a transaction that awaits something foreign fails, as it would have ended in IndexedDB', async () => {
    const store = new MemoryDeviceDatabase().connect();
    const write = store.write(['drafts'], async (tx) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await tx.put('drafts', [draft('g')]);
    });
    await expect(write).rejects.toThrow('not its own');
  });

  test('rows are copied in and frozen', async () => {
    const store = new MemoryDeviceDatabase().connect();
    const row = { ...entry(1, 'g') };
    await store.write(['outbox'], (tx) => tx.put('outbox', [row]));
    (row as { seq: number | null }).seq = 7;
    const stored = await store.read(['outbox'], (tx) => tx.get('outbox', 1));
    expect(stored?.seq).toBeNull();
    expect(Object.isFrozen(stored?.op)).toBe(true);
  });
});
