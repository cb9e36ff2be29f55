/** The DeviceStore port on Dexie and IndexedDB's rules; and facts of Dexie that we rely on. */
import Dexie from 'dexie';
import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test, vi } from 'vitest';
import { StoreError } from '#client/platform/device-store.ts';
import { idOf, sent } from '#tests/support/ops.ts';
import { type DatabaseTrouble, openDatabase, openForReading } from './database.ts';
import { createDexieStore } from './dexie-store.ts';
import { MIGRATIONS } from './migrations.ts';
import { DEVICE_SCHEMA, type OutboxEntry } from './tables.ts';

const GROUP = idOf('group');

function open(indexedDB = new IDBFactory()) {
  const troubles: DatabaseTrouble[] = [];
  const database = openDatabase({ indexedDB, IDBKeyRange, onTrouble: (trouble) => troubles.push(trouble) });
  return { indexedDB, database, store: createDexieStore(database), troubles };
}

function entry(order: number): OutboxEntry {
  const op = sent('ana', `m${order}`);
  return { order, groupId: GROUP, opId: op.opId, op, seq: null, version: null, proof: null, bytes: 100 };
}

/** So many turns of the microtask queue: all that only waits for promises has run, and no event yet. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await null;
}

/** What a real browser throws when a write does not fit: the transaction aborts with this as its reason. */
function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe('a transaction', () => {
  test('is all or nothing, and an error of the caller passes through', async () => {
    const { store } = open();
    const own = new Error('mine');
    const writing = store.write(['outbox'], async (tx) => {
      await tx.put('outbox', [entry(1)]);
      throw own;
    });
    await expect(writing).rejects.toBe(own);
    expect(await store.read(['outbox'], (tx) => tx.count('outbox'))).toBe(0);
  });

  test('lists by index, both ends included, with limit and backwards', async () => {
    const { store } = open();
    await store.write(['outbox'], (tx) => tx.put('outbox', [1, 2, 3, 4].map(entry)));
    const orders = await store.read(['outbox'], async (tx) => {
      const range = { index: '[groupId+order]', from: [GROUP, 2], to: [GROUP, 4] } as const;
      const forwards = await tx.list('outbox', { ...range, limit: 2 });
      const backwards = await tx.list('outbox', { ...range, limit: 2, reverse: true });
      return [forwards, backwards].map((rows) => rows.map(({ order }) => order));
    });
    expect(orders).toEqual([
      [2, 3],
      [4, 3],
    ]);
  });

  test('is strictly durable', async () => {
    const asked: unknown[] = [];
    const original = IDBDatabase.prototype.transaction;
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const { store } = open();
    spy.mockImplementation(function (this: IDBDatabase, names, mode, options) {
      if (mode === 'readwrite') asked.push((options as IDBTransactionOptions | undefined)?.durability);
      return original.call(this, names, mode);
    });
    await store.write(['outbox'], (tx) => tx.put('outbox', [entry(1)]));
    spy.mockRestore();
    expect(asked).toEqual(['strict']);
  });
});

describe('what goes wrong has a kind', () => {
  test.each([
    ['QuotaExceededError', 'full'],
    ['ConstraintError', 'failed'],
    ['UnknownError', 'lost'],
  ] as const)('%s → %s', async (name, kind) => {
    const { store } = open();
    const writing = store.write(['outbox'], async () => {
      throw named(name);
    });
    await expect(writing).rejects.toSatisfy((error) => error instanceof StoreError && error.kind === kind);
  });

  test('a connection that went away is opened again, and nothing is done twice', async () => {
    const { store } = open();
    let runs = 0;
    await store.write(['outbox'], async (tx) => {
      runs += 1;
      if (runs < 3) throw named('InvalidStateError');
      await tx.put('outbox', [entry(1)]);
    });
    expect(runs).toBe(3);
    expect(await store.read(['outbox'], (tx) => tx.count('outbox'))).toBe(1);
  });

  test('fault 37: a connection that goes while a commit is on its way leaves the outcome unknown', async () => {
    let transaction: IDBTransaction | undefined;
    const original = IDBDatabase.prototype.transaction;
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...options: Parameters<typeof original>
    ) {
      transaction = original.apply(this, options);
      return transaction as ReturnType<typeof original>;
    });
    // Dexie takes the method along when it opens.
    const { store, database } = open();
    await store.write(['outbox'], (tx) => tx.put('outbox', [entry(1)]));
    const writing = store.write(['outbox'], async (tx) => {
      await tx.put('outbox', [entry(2)]);
      // After everything was written and before it is committed: what a force-closed connection looks like.
      void turns(50).then(() => transaction?.abort());
    });
    await expect(writing).rejects.toMatchObject({ kind: 'unknown' });
    spy.mockRestore();
    expect(await database.outbox.count()).toBe(1);
  });

  test('a newer build that upgrades finds us gone at once', async () => {
    const { indexedDB, store, troubles } = open();
    await store.write(['outbox'], (tx) => tx.put('outbox', [entry(1)]));
    const newer = new Dexie('racha', { indexedDB, IDBKeyRange });
    newer.version(MIGRATIONS.length + 1).stores({ ...DEVICE_SCHEMA, later: 'id' });
    await newer.open();
    expect(troubles).toEqual(['upgrade-needed']);
    await expect(store.read(['outbox'], (tx) => tx.count('outbox'))).rejects.toMatchObject({
      kind: 'closed',
    });
    newer.close();
  });

  test.each([
    ['SecurityError', 'denied'],
    ['UnknownError', 'broken'],
  ] as const)('fault 25, 31: a database that opens with %s is told as %s', async (name, trouble) => {
    const indexedDB = new IDBFactory();
    indexedDB.open = () => {
      throw named(name);
    };
    const { store, troubles } = open(indexedDB);
    await expect(store.read(['outbox'], (tx) => tx.count('outbox'))).rejects.toMatchObject({ kind: 'lost' });
    expect(troubles[0]).toBe(trouble);
  });

  test('fault 34: an older build touches nothing of a newer database, and can read it', async () => {
    const indexedDB = new IDBFactory();
    const newer = new Dexie('racha', { indexedDB, IDBKeyRange });
    // Without an index that this build knows: Dexie would add it, and raise the version over the newer build's.
    newer.version(9).stores({ ...DEVICE_SCHEMA, outbox: 'order, &opId', later: 'id' });
    const kept = entry(1);
    await newer.table('outbox').put(kept);
    newer.close();
    const older = open(indexedDB);
    const reading = older.store.read(['outbox'], (tx) => tx.count('outbox'));
    await expect(reading).rejects.toMatchObject({ kind: 'closed' });
    expect(older.troubles).toEqual(['newer']);
    expect(await indexedDB.databases()).toEqual([{ name: 'racha', version: 90 }]);

    const readable = createDexieStore(await openForReading({ indexedDB, IDBKeyRange }));
    expect(await readable.read(['outbox'], (tx) => tx.list('outbox'))).toEqual([kept]);
    expect(await indexedDB.databases()).toEqual([{ name: 'racha', version: 90 }]);
  });
});

describe('facts of Dexie', () => {
  test('inside a transaction an inner put resolves before anything is committed', async () => {
    const { database, store } = open();
    let wasThere: number | undefined;
    const order: string[] = [];
    const writing = database.transaction('rw', ['outbox'], async () => {
      await database.outbox.put(entry(1));
      order.push('inner put');
      wasThere = await database.outbox.count();
    });
    await writing;
    order.push('committed');
    expect([wasThere, order]).toEqual([1, ['inner put', 'committed']]);
    await expect(
      store.write(['outbox'], async (tx) => {
        await tx.put('outbox', [entry(2)]);
        throw named('QuotaExceededError');
      }),
    ).rejects.toMatchObject({ kind: 'full' });
    expect(await database.outbox.count()).toBe(1);
  });
});
