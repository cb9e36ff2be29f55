/**
 * The device's database as the engine sees it: named tables, transactions, ordered indexes. Nothing more, so
 * that what the engine does is written once and runs the same on Dexie and in the simulation's memory.
 *
 * A transaction is all or nothing, runs alone against others that share a table, and is on disk (strict
 * durability) when the promise of `write` resolves. Inside `run`, await nothing but the transaction's own calls.
 */
import type { DeviceTables } from '#client/store/tables.ts';

export type DeviceTable = keyof DeviceTables;
/** A primary or index key: compared as IndexedDB does (numbers < strings < arrays, arrays item by item). */
export type Key = number | string | readonly (number | string)[];

export interface Range {
  /** An index of the table; absent: the primary key. */
  readonly index?: string;
  /** Both ends are included. */
  readonly from?: Key;
  readonly to?: Key;
  readonly limit?: number;
  readonly reverse?: boolean;
}

export interface ReadTransaction {
  get<T extends DeviceTable>(table: T, key: Key): Promise<DeviceTables[T] | undefined>;
  /** One result per key, in their order. */
  getMany<T extends DeviceTable>(table: T, keys: readonly Key[]): Promise<(DeviceTables[T] | undefined)[]>;
  list<T extends DeviceTable>(table: T, range?: Range): Promise<DeviceTables[T][]>;
  count<T extends DeviceTable>(table: T, range?: Range): Promise<number>;
}

export interface WriteTransaction extends ReadTransaction {
  put<T extends DeviceTable>(table: T, rows: readonly DeviceTables[T][]): Promise<void>;
  remove<T extends DeviceTable>(table: T, keys: readonly Key[]): Promise<void>;
}

export interface DeviceStore {
  read<R>(tables: readonly DeviceTable[], run: (tx: ReadTransaction) => Promise<R>): Promise<R>;
  /** Resolves after the commit. Rejects with StoreError, and then, but for `unknown`, nothing was written. */
  write<R>(tables: readonly DeviceTable[], run: (tx: WriteTransaction) => Promise<R>): Promise<R>;
}

/**
 * `full`: no space. `lost`: the database's connection went away; try again. `closed`: another version took over.
 * `unknown`: it went away while a commit was on its way; whether it happened only looking can tell.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: 'full' | 'lost' | 'unknown' | 'closed' | 'failed';
  constructor(kind: StoreError['kind'], options?: { cause?: unknown }) {
    super(`device store: ${kind}`, options);
    this.kind = kind;
  }
}
