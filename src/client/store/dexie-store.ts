/**
 * The DeviceStore port on Dexie. A lost connection to the database (WebKit's "server lost", an eviction) is
 * opened again and the transaction run again, but only when it is certain that nothing of it was committed:
 * when the connection goes while a commit is on its way, that is `unknown`, and whoever asked has to look.
 *
 * Here, below everything that writes, the stored index of search loses what a written row made stale (search-parts.ts).
 */
import type { Collection, Table } from 'dexie';
import {
  type DeviceStore,
  type DeviceTable,
  type Range,
  StoreError,
  type WriteTransaction,
} from '#client/platform/device-store.ts';
import { type DeviceDatabase, isLetGo } from './database.ts';
import { GONE_PART, hasParts, listPartKeys, listPartKeysOf } from './search-parts.ts';
import { kindOf } from './storage-errors.ts';

/** Before each further try: a database process that died needs a moment to come up. */
const PAUSES_MS = [50, 300, 1_000];

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
  const scope = mode === 'rw' && tables.some(hasParts) ? new Set([...tables, 'searchParts']) : tables;
  for (let tried = 0; ; tried++) {
    let hasRun = false;
    try {
      return await database.transaction(mode, [...scope], async () => {
        const result = await run(openTransaction(database));
        hasRun = true;
        return result;
      });
    } catch (error) {
      const kind = kindOf(error);
      if (kind === undefined) throw error;
      if (isLetGo(database)) throw new StoreError('closed', { cause: error });
      if (kind === 'lost' && mode === 'rw' && hasRun) throw new StoreError('unknown', { cause: error });
      const pauseMs = PAUSES_MS[tried];
      if (kind !== 'lost' || pauseMs === undefined) throw new StoreError(kind, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
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
      if (hasParts(name) && rows.length > 0) {
        await table('searchParts').bulkDelete(listPartKeys(name, rows));
      }
    },
    remove: async (name, keys) => {
      if (keys.length > 0) await table(name).bulkDelete([...keys]);
      if (!hasParts(name) || keys.length === 0) return;
      const parts = listPartKeysOf(name, keys);
      if (parts) {
        await table('searchParts').bulkDelete(parts);
        return;
      }
      const groupIds = new Set(keys.map((key) => String(Array.isArray(key) ? key[0] : key)));
      for (const groupId of groupIds) await forgetWords(database, groupId);
    },
  };
}

/** Of rows that are gone nobody knows any more in which parts they were: all of the group's. */
async function forgetWords({ searchParts }: DeviceDatabase, groupId: string): Promise<void> {
  const gone = await searchParts.get([groupId, GONE_PART]);
  await searchParts.where('[groupId+part]').between([groupId, ''], [groupId, '\uffff']).delete();
  const schema = (gone?.schema ?? 0) + 1;
  await searchParts.put({ groupId, part: GONE_PART, schema, data: new Uint8Array() });
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
