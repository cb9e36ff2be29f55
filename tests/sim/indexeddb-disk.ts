/**
 * A device's disk as the product has it in a browser: Dexie on IndexedDB (fake-indexeddb), one per device, a
 * connection per page, in virtual time. What has committed is mirrored in a MemoryDeviceDatabase, where people and
 * checker look; at rest the disk itself is read and must say the same.
 *
 *   page ─ IndexedDbConnection ─ createDexieStore ─ Dexie ─ fake-indexeddb ─ tasks ─→ the scheduler
 *                │ the transaction's `complete`
 *                └─→ mirror (all it wrote, in one step)
 *
 * A crash aborts the dead page's open transactions, as a browser does; one that has completed stays.
 */
import Dexie from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import {
  type DeviceStore,
  type DeviceTable,
  type Key,
  type ReadTransaction,
  StoreError,
  type WriteTransaction,
} from '#client/platform/device-store.ts';
import { closeDatabase, type DeviceDatabase, openDatabase } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { DEVICE_SCHEMA, type DeviceTables } from '#client/store/tables.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import type { StoredRow } from '#tests/support/memory-table.ts';
import type { DiskHabits } from './device-pace.ts';
import { naiveJson } from './naive-model.ts';
import type { Prng } from './prng.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Strike } from './strikes.ts';

/** The index of search is written below the port, and made of the other tables. */
const TABLES = (Object.keys(DEVICE_SCHEMA) as DeviceTable[]).filter((table) => table !== 'searchParts');
/** One task of IndexedDB's, of which a transaction has several. */
const TASK_MS = 0.02;
/** Databases of one name share Dexie's cache, whatever their factory. */
let disks = 0;

/** While a simulation runs, IndexedDB's tasks are its events. Returns what ends that. */
export function giveTasksTo(scheduler: Scheduler): () => void {
  const real = globalThis.setImmediate;
  const asEvent = (run: () => void) => scheduler.after(TASK_MS, run);
  globalThis.setImmediate = asEvent as unknown as typeof real;
  return () => {
    globalThis.setImmediate = real;
  };
}

export class IndexedDbDisk {
  readonly #name = `disk-${++disks}`;
  readonly #factory = new IDBFactory();
  readonly #mirror: MemoryDeviceDatabase;
  readonly #filled: Promise<void>;

  /** Begins as what the mirror holds. */
  constructor(mirror: MemoryDeviceDatabase) {
    this.#mirror = mirror;
    this.#filled = this.#fill();
  }

  connect(parts: ConnectionParts): IndexedDbConnection {
    return new IndexedDbConnection(this.#open(), this.#filled, this.#mirror, parts);
  }

  /** Tables whose rows on disk are not those that were committed. */
  async listDifferences(): Promise<string[]> {
    const database = this.#open();
    const differing: string[] = [];
    for (const table of TABLES) {
      const onDisk = (await database.table(table).toArray()).map(naiveJson);
      const committed = this.#mirror.rows(table).map(naiveJson);
      if (onDisk.join('\n') !== committed.join('\n')) differing.push(table);
    }
    closeDatabase(database);
    return differing;
  }

  /** What was done to the mirror behind everybody's back is done to the disk too, in a transaction of its own. */
  async takeFromMirror(): Promise<void> {
    const database = this.#open();
    await database.transaction('rw', TABLES, async () => {
      // The first answer comes when whatever was before has ended, and is in the mirror.
      await database.table('meta').count();
      for (const table of TABLES) {
        await database.table(table).clear();
        await database.table(table).bulkPut(this.#mirror.rows(table));
      }
    });
    closeDatabase(database);
  }

  #open(): DeviceDatabase {
    return openDatabase({ name: this.#name, indexedDB: this.#factory, IDBKeyRange });
  }

  async #fill(): Promise<void> {
    const rows = TABLES.map((table) => [table, this.#mirror.rows(table)] as const);
    if (rows.every(([, held]) => held.length === 0)) return;
    const database = this.#open();
    for (const [table, held] of rows) await database.table(table).bulkPut(held);
    closeDatabase(database);
  }
}

export interface ConnectionParts {
  readonly scheduler: Scheduler;
  readonly process: Process;
  readonly dice: Prng;
  readonly habits: DiskHabits;
  readonly strike: Strike;
  readonly crash: (when: string) => void;
}

type Write =
  | { readonly put: StoredRow; readonly table: DeviceTable }
  | { readonly remove: Key; readonly table: DeviceTable };

/** fake-indexeddb's way to abort for the browser's own reasons. */
interface Abortable extends IDBTransaction {
  _abort(errorName: string): void;
}

export class IndexedDbConnection implements DeviceStore {
  readonly #database: DeviceDatabase;
  readonly #filled: Promise<void>;
  readonly #mirror: MemoryDeviceDatabase;
  readonly #parts: ConnectionParts;
  readonly #store: DeviceStore;
  readonly #open = new Set<IDBTransaction>();
  #dropped = false;

  constructor(
    database: DeviceDatabase,
    filled: Promise<void>,
    mirror: MemoryDeviceDatabase,
    parts: ConnectionParts,
  ) {
    this.#database = database;
    this.#filled = filled;
    this.#mirror = mirror;
    this.#parts = parts;
    this.#store = createDexieStore(database);
  }

  read<R>(tables: readonly DeviceTable[], run: (tx: ReadTransaction) => Promise<R>): Promise<R> {
    return this.#paced(() =>
      this.#store.read(tables, (tx) => {
        this.#watch([]);
        return run(tx);
      }),
    );
  }

  write<R>(tables: readonly DeviceTable[], run: (tx: WriteTransaction) => Promise<R>): Promise<R> {
    return this.#paced(() =>
      this.#store.write(tables, async (tx) => {
        const writes: Write[] = [];
        const transaction = this.#watch(writes);
        const result = await run(recording(tx, writes));
        this.#maybeRefuse(transaction);
        return result;
      }),
    );
  }

  /** The process that held this connection is gone. */
  drop(): void {
    this.#dropped = true;
    for (const transaction of this.#open) abortUnlessCommitted(transaction);
    this.#open.clear();
    closeDatabase(this.#database);
  }

  async #paced<R>(transact: () => Promise<R>): Promise<R> {
    const { scheduler, process, dice, habits, strike } = this.#parts;
    await this.#filled;
    const stalls = dice.chance(habits.stallRate);
    if (stalls) strike('disk-stall');
    await scheduler.pause(dice.between(0.02, 0.3) + (stalls ? dice.between(1_000, 10_000) : 0), process);
    if (dice.chance(habits.lostRate)) {
      strike('disk-lost');
      throw new StoreError('lost');
    }
    if (dice.chance(habits.crashRate)) this.#crashSoon();
    const outcome = await transact().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    // Nobody is there any more to hear of it.
    if (this.#dropped) return await new Promise<never>(() => {});
    await scheduler.pause(0.05, process);
    if ('error' in outcome) throw outcome.error;
    if (habits.unknownRate > 0 && dice.chance(habits.unknownRate)) {
      strike('disk-unknown');
      throw new StoreError('unknown');
    }
    return outcome.result;
  }

  /** In the middle of the transaction that begins now, or just after it. */
  #crashSoon(): void {
    const { scheduler, process, dice, strike, crash } = this.#parts;
    scheduler.after(dice.between(0, 12 * TASK_MS), () => {
      if (!process.alive) return;
      strike('write-crash');
      crash('in the middle of a transaction');
    });
  }

  /** As Chromium does when there is no space: every request has succeeded, and the transaction aborts. */
  #maybeRefuse(transaction: IDBTransaction): void {
    const { dice, habits, strike } = this.#parts;
    if (!dice.chance(habits.fullRate)) return;
    strike('disk-full');
    (transaction as Abortable)._abort('QuotaExceededError');
  }

  /** What the present transaction writes becomes true when it completes, whoever lives then. */
  #watch(writes: readonly Write[]): IDBTransaction {
    const transaction = Dexie.currentTransaction?.idbtrans as IDBTransaction;
    this.#open.add(transaction);
    transaction.addEventListener('abort', () => this.#open.delete(transaction));
    transaction.addEventListener('complete', () => {
      this.#open.delete(transaction);
      if (writes.length > 0) applyTo(this.#mirror, writes);
    });
    return transaction;
  }
}

/** What is committing when its page dies stays: its `complete` is only not heard of yet. */
function abortUnlessCommitted(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}

function recording(tx: WriteTransaction, writes: Write[]): WriteTransaction {
  return {
    get: (table, key) => tx.get(table, key),
    getMany: (table, keys) => tx.getMany(table, keys),
    list: (table, range) => tx.list(table, range),
    count: (table, range) => tx.count(table, range),
    put: async (table, rows) => {
      const copies = structuredClone(rows) as readonly unknown[] as readonly StoredRow[];
      await tx.put(table, rows as readonly DeviceTables[typeof table][]);
      for (const put of copies) writes.push({ put, table });
    },
    remove: async (table, keys) => {
      await tx.remove(table, keys);
      for (const remove of keys) writes.push({ remove, table });
    },
  };
}

function applyTo(mirror: MemoryDeviceDatabase, writes: readonly Write[]): void {
  const last = new Map<string, { table: DeviceTable; key: Key; after: StoredRow | undefined }>();
  for (const write of writes) {
    const { table } = write;
    const key = 'put' in write ? mirror.table(table).keyOf(write.put) : write.remove;
    const after = 'put' in write ? write.put : undefined;
    last.set(`${table} ${JSON.stringify(key)}`, { table, key, after });
  }
  const changes = [...last.values()].map((one) => ({
    ...one,
    before: mirror.table(one.table).get(one.key),
  }));
  // Rows that exchange a unique value stand in each other's way when they are put one by one.
  for (const { table, key } of changes) mirror.table(table).remove(key);
  for (const { table, after } of changes) if (after !== undefined) mirror.table(table).put(after);
  mirror.committed(changes);
}
