/**
 * The device's database in memory, with IndexedDB's rules, for the simulation and for Node clients.
 *
 *   database    survives its connections, as a profile survives a crashed tab
 *   connection  a DeviceStore; `drop()` is the crash: its open transaction is rolled back, its calls never return
 *
 * Rules kept: transactions that share a table run one after the other in the order they were asked for (readers
 * share); a transaction sees its own writes; all or nothing; unique indexes; keys compared as IndexedDB does;
 * rows are copied in and frozen; a transaction that awaits anything but its own calls has ended (here: an error).
 *
 * `pace` is where a simulation puts time, crashes and disk errors; without it everything happens at once.
 */
import {
  type DeviceStore,
  type DeviceTable,
  type Key,
  type Range,
  type ReadTransaction,
  StoreError,
  type WriteTransaction,
} from '#client/platform/device-store.ts';
import { DEVICE_SCHEMA, type DeviceTables } from '#client/store/tables.ts';
import { ConstraintError, MemoryTable, nameOfKey, type StoredRow } from './memory-table.ts';

export interface Pace {
  /** Before the transaction's function runs. Reject with StoreError to refuse the transaction. */
  beforeRun(): Promise<void>;
  /** Everything is written, nothing is durable yet. Reject with StoreError to roll back. */
  beforeCommit(): Promise<void>;
  /** It is on disk; the caller does not know yet. Reject with StoreError `unknown`: nor does it learn. */
  afterCommit(): Promise<void>;
}

/** What a committed transaction changed: previous and next row by table. */
export interface CommittedChange {
  readonly table: DeviceTable;
  readonly before: StoredRow | undefined;
  readonly after: StoredRow | undefined;
}

interface Waiting {
  readonly tables: ReadonlySet<DeviceTable>;
  readonly writes: boolean;
  readonly connection: MemoryConnection;
  running: boolean;
  start: () => void;
}

export class MemoryDeviceDatabase {
  readonly #tables: ReadonlyMap<DeviceTable, MemoryTable>;
  readonly #queue: Waiting[] = [];
  readonly #onCommit: (changes: readonly CommittedChange[]) => void;

  constructor(onCommit: (changes: readonly CommittedChange[]) => void = () => {}) {
    this.#onCommit = onCommit;
    this.#tables = new Map(
      (Object.keys(DEVICE_SCHEMA) as DeviceTable[]).map((name) => [
        name,
        new MemoryTable(DEVICE_SCHEMA[name]),
      ]),
    );
  }

  connect(pace?: Pace): MemoryConnection {
    return new MemoryConnection(this, pace);
  }

  /** All committed rows of a table in key order. An open transaction's rows are in it too: call between events. */
  rows<T extends DeviceTable>(table: T): DeviceTables[T][] {
    return this.table(table).list({}) as unknown as DeviceTables[T][];
  }

  /** A copy of everything committed: a cloned profile, a backup. */
  copy(onCommit?: (changes: readonly CommittedChange[]) => void): MemoryDeviceDatabase {
    const copy = new MemoryDeviceDatabase(onCommit);
    for (const [name, table] of this.#tables) {
      for (const row of table.list({})) copy.table(name).put(row);
    }
    for (const transaction of [...this.openTransactions].reverse()) transaction.undoIn(copy);
    return copy;
  }

  // --- for the connection ---------------------------------------------------

  readonly openTransactions = new Set<MemoryTransaction>();

  table(name: DeviceTable): MemoryTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  /** Resolves when the transaction may run. */
  enter(connection: MemoryConnection, tables: readonly DeviceTable[], writes: boolean): Promise<Waiting> {
    return new Promise((resolve) => {
      const waiting: Waiting = {
        tables: new Set(tables),
        writes,
        connection,
        running: false,
        start: () => {
          waiting.running = true;
          resolve(waiting);
        },
      };
      this.#queue.push(waiting);
      this.#startReady();
    });
  }

  leave(waiting: Waiting): void {
    const at = this.#queue.indexOf(waiting);
    if (at >= 0) this.#queue.splice(at, 1);
    this.#startReady();
  }

  /** The connection is gone: whatever it queued or ran is out of the way. */
  forget(connection: MemoryConnection): void {
    for (let i = this.#queue.length - 1; i >= 0; i--) {
      if (this.#queue[i]?.connection === connection) this.#queue.splice(i, 1);
    }
    this.#startReady();
  }

  committed(changes: readonly CommittedChange[]): void {
    this.#onCommit(changes);
  }

  #startReady(): void {
    const before: Waiting[] = [];
    for (const waiting of [...this.#queue]) {
      if (!waiting.running && !before.some((earlier) => conflicts(earlier, waiting))) waiting.start();
      before.push(waiting);
    }
  }
}

function conflicts(a: Waiting, b: Waiting): boolean {
  if (!a.writes && !b.writes) return false;
  for (const table of b.tables) if (a.tables.has(table)) return true;
  return false;
}

export class MemoryConnection implements DeviceStore {
  readonly #database: MemoryDeviceDatabase;
  readonly #pace: Pace | undefined;
  readonly #open = new Set<MemoryTransaction>();
  #dropped = false;

  constructor(database: MemoryDeviceDatabase, pace: Pace | undefined) {
    this.#database = database;
    this.#pace = pace;
  }

  read<R>(tables: readonly DeviceTable[], run: (tx: ReadTransaction) => Promise<R>): Promise<R> {
    return this.#transact(tables, false, run);
  }

  write<R>(tables: readonly DeviceTable[], run: (tx: WriteTransaction) => Promise<R>): Promise<R> {
    return this.#transact(tables, true, run);
  }

  /** The process that held this connection is gone. */
  drop(): void {
    this.#dropped = true;
    for (const transaction of this.#open) {
      transaction.rollBack();
      this.#database.openTransactions.delete(transaction);
    }
    this.#open.clear();
    this.#database.forget(this);
  }

  async #transact<R>(
    tables: readonly DeviceTable[],
    writes: boolean,
    run: (tx: WriteTransaction) => Promise<R>,
  ): Promise<R> {
    await this.#pace?.beforeRun();
    if (this.#dropped) return never();
    const turn = await this.#database.enter(this, tables, writes);
    // Its turn had come, and the page died before anything was asked: the place in the queue is free already.
    if (this.#dropped) return never();
    const transaction = new MemoryTransaction(this.#database, tables, writes);
    this.#open.add(transaction);
    this.#database.openTransactions.add(transaction);
    try {
      const result = await transaction.runAlone(run);
      if (writes) await this.#pace?.beforeCommit();
      if (this.#dropped) return await never();
      this.#database.committed(transaction.commit());
      return await this.#settled(turn, transaction, result);
    } catch (error) {
      if (this.#dropped) return await never();
      transaction.rollBack();
      this.#leave(turn, transaction);
      throw asStoreError(error);
    }
  }

  async #settled<R>(turn: Waiting, transaction: MemoryTransaction, result: R): Promise<R> {
    this.#leave(turn, transaction);
    await this.#pace?.afterCommit();
    return this.#dropped ? never<R>() : result;
  }

  #leave(turn: Waiting, transaction: MemoryTransaction): void {
    this.#open.delete(transaction);
    this.#database.openTransactions.delete(transaction);
    this.#database.leave(turn);
  }
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** What a transaction's own function threw passes through untouched; our own failures are StoreErrors already. */
function asStoreError(error: unknown): unknown {
  return error instanceof ConstraintError ? new StoreError('failed', { cause: error }) : error;
}

class MemoryTransaction implements WriteTransaction {
  readonly #database: MemoryDeviceDatabase;
  readonly #scope: ReadonlySet<DeviceTable>;
  readonly #writes: boolean;
  /** First state of each row touched, in order; undo and the list of changes in one. */
  readonly #touched = new Map<string, { table: DeviceTable; key: Key; before: StoredRow | undefined }>();
  #ended = false;
  /** A broken constraint aborts the transaction, also when its caller caught the error. */
  #broken: ConstraintError | undefined;

  constructor(database: MemoryDeviceDatabase, tables: readonly DeviceTable[], writes: boolean) {
    this.#database = database;
    this.#scope = new Set(tables);
    this.#writes = writes;
  }

  /** IndexedDB ends a transaction that has nothing asked of it: awaiting anything foreign is the bug found here. */
  async runAlone<R>(run: (tx: WriteTransaction) => Promise<R>): Promise<R> {
    let done = false;
    const foreign = new Promise<never>((_, reject) => {
      process.nextTick(() => {
        if (!done) reject(new Error('a transaction awaited something that is not its own'));
      });
    });
    try {
      const result = await Promise.race([run(this), foreign]);
      if (this.#broken !== undefined) throw this.#broken;
      return result;
    } finally {
      done = true;
      this.#ended = true;
    }
  }

  /** Nothing of it can be rolled back any more. */
  commit(): CommittedChange[] {
    const changes = [...this.#touched.values()].map(({ table, key, before }) => ({
      table,
      before,
      after: this.#database.table(table).get(key),
    }));
    this.#touched.clear();
    return changes;
  }

  rollBack(): void {
    this.#ended = true;
    this.undoIn(this.#database);
    this.#touched.clear();
  }

  /** Takes what this transaction wrote out of `database`: its own, or a copy of it. */
  undoIn(database: MemoryDeviceDatabase): void {
    const touched = [...this.#touched.values()];
    for (const { table, key } of touched) database.table(table).remove(key);
    for (const { table, before } of touched) if (before !== undefined) database.table(table).put(before);
  }

  async get<T extends DeviceTable>(table: T, key: Key): Promise<DeviceTables[T] | undefined> {
    return this.#use(table).get(key) as DeviceTables[T] | undefined;
  }

  async getMany<T extends DeviceTable>(
    table: T,
    keys: readonly Key[],
  ): Promise<(DeviceTables[T] | undefined)[]> {
    const rows = this.#use(table);
    return keys.map((key) => rows.get(key) as DeviceTables[T] | undefined);
  }

  async list<T extends DeviceTable>(table: T, range: Range = {}): Promise<DeviceTables[T][]> {
    return this.#use(table).list(range) as unknown as DeviceTables[T][];
  }

  async count<T extends DeviceTable>(table: T, range: Range = {}): Promise<number> {
    return this.#use(table).list(range).length;
  }

  async put<T extends DeviceTable>(table: T, rows: readonly DeviceTables[T][]): Promise<void> {
    const stored = this.#change(table);
    for (const row of rows) {
      const copy = freezeCopy(row) as StoredRow;
      const key = stored.keyOf(copy);
      this.#touch(table, key, stored.get(key));
      this.#putOrBreak(stored, copy);
    }
  }

  async remove<T extends DeviceTable>(table: T, keys: readonly Key[]): Promise<void> {
    const stored = this.#change(table);
    for (const key of keys) {
      this.#touch(table, key, stored.get(key));
      stored.remove(key);
    }
  }

  #putOrBreak(stored: MemoryTable, row: StoredRow): void {
    try {
      stored.put(row);
    } catch (error) {
      if (error instanceof ConstraintError) this.#broken = error;
      throw error;
    }
  }

  #touch(table: DeviceTable, key: Key, before: StoredRow | undefined): void {
    const name = `${table} ${nameOfKey(key)}`;
    if (!this.#touched.has(name)) this.#touched.set(name, { table, key, before });
  }

  #change(table: DeviceTable): MemoryTable {
    if (!this.#writes) throw new Error('a read transaction writes');
    return this.#use(table);
  }

  #use(table: DeviceTable): MemoryTable {
    if (this.#ended) throw new Error('the transaction has ended');
    if (!this.#scope.has(table)) throw new Error(`${table} is not in the transaction's scope`);
    return this.#database.table(table);
  }
}

/** As the structured clone would, but frozen: whoever changes a row it read is found out. */
function freezeCopy(value: unknown): unknown {
  if (typeof value === 'function') throw new TypeError('a function cannot be stored');
  if (typeof value !== 'object' || value === null) return value;
  // Nobody else freezes: it came out of this store, and is frozen through and through.
  if (Object.isFrozen(value)) return value;
  // What views bytes cannot be frozen.
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return Object.freeze(value.map(freezeCopy));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = freezeCopy((value as Record<string, unknown>)[key]);
  return Object.freeze(copy);
}
