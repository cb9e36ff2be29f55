/**
 * The DeviceStore port on Dexie. A lost connection to the database (WebKit's "server lost", an eviction) is
 * reopened and the transaction run again, but only when it is certain that nothing of it was committed.
 */
import type { Collection, Table } from 'dexie';
import {
  type DeviceStore,
  type DeviceTable,
  type Range,
  StoreError,
  type WriteTransaction,
} from '#client/platform/device-store.ts';
import type { DeviceDatabase } from './database.ts';

const TRIES = 3;

export function createDexieStore(database: DeviceDatabase): DeviceStore {
  return {
    read: (tables, run) => transact(database, 'r', tables, run),
    write: (tables, run) => transact(database, 'rw', tables, run),
  };
}

async function transact<R>(
  database: DeviceDatabase,
  mode: 'r' | 'rw',
  tables: readonly DeviceTable[],
  run: (tx: WriteTransaction) => Promise<R>,
): Promise<R> {
  for (let tried = 1; ; tried++) {
    let hasRun = false;
    try {
      return await database.transaction(mode, [...tables], async () => {
        const result = await run(openTransaction(database));
        hasRun = true;
        return result;
      });
    } catch (error) {
      const kind = kindOf(error);
      if (kind === undefined) throw error;
      // After `run` the commit was on its way: it may have happened, and running again would do it twice.
      const isSafeToRepeat = mode === 'r' || !hasRun;
      if (kind !== 'lost' || tried === TRIES || !isSafeToRepeat) throw new StoreError(kind, { cause: error });
      await database.open().catch(() => {});
    }
  }
}

function openTransaction(database: DeviceDatabase): WriteTransaction {
  const table = <T extends DeviceTable>(name: T) => database[name] as unknown as Table;
  return {
    get: async (name, key) => table(name).get(key),
    getMany: async (name, keys) => (keys.length === 0 ? [] : table(name).bulkGet([...keys])),
    list: async (name, range = {}) => select(table(name), range).toArray(),
    count: async (name, range = {}) => select(table(name), range).count(),
    put: async (name, rows) => {
      const [only] = rows;
      if (rows.length === 1) await table(name).put(only);
      else if (rows.length > 1) await table(name).bulkPut([...rows]);
    },
    remove: async (name, keys) => {
      if (keys.length > 0) await table(name).bulkDelete([...keys]);
    },
  };
}

function select(table: Table, { index, from, to, limit, reverse }: Range): Collection {
  const clause = index === undefined ? ':id' : index;
  let selected: Collection;
  if (from !== undefined && to !== undefined) selected = table.where(clause).between(from, to, true, true);
  else if (from !== undefined) selected = table.where(clause).aboveOrEqual(from);
  else if (to !== undefined) selected = table.where(clause).belowOrEqual(to);
  else selected = index === undefined ? table.toCollection() : table.orderBy(index);
  if (reverse) selected = selected.reverse();
  return limit === undefined ? selected : selected.limit(limit);
}

/** undefined: not the database's fault; it was thrown by what ran inside. */
function kindOf(error: unknown): StoreError['kind'] | undefined {
  for (let cause: unknown = error; cause instanceof Error || isDomError(cause); cause = innerOf(cause)) {
    const kind = KINDS[(cause as Error).name];
    if (kind) return kind;
  }
  return undefined;
}

function innerOf(error: unknown): unknown {
  return (error as { inner?: unknown }).inner;
}

function isDomError(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}

const KINDS: Readonly<Record<string, StoreError['kind']>> = {
  QuotaExceededError: 'full',
  VersionError: 'closed',
  DatabaseClosedError: 'closed',
  InvalidStateError: 'lost',
  UnknownError: 'lost',
  OpenFailedError: 'lost',
  TimeoutError: 'lost',
  AbortError: 'failed',
  TransactionInactiveError: 'failed',
  PrematureCommitError: 'failed',
  ConstraintError: 'failed',
  DataError: 'failed',
  DataCloneError: 'failed',
  NotFoundError: 'failed',
  MissingAPIError: 'failed',
};
