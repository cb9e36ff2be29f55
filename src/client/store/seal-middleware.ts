/**
 * Seals rows on their way into IndexedDB and opens them on their way out: the one place where a locked app's rows
 * differ from what everything above believes them to be. Innermost of Dexie's layers, below its caches and live queries.
 */
import type { DBCore, DBCoreCursor, DBCoreTable, Middleware } from 'dexie';
import type { RowSeal } from './sealed-rows.ts';

/** Dexie's own layers stand at −1 and above. */
const INNERMOST = -10;

export function sealRows(seal: RowSeal): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'seal-rows',
    level: INNERMOST,
    create: (core) => ({
      ...core,
      table: (name) => (seal.covers(name) ? sealTable(core.table(name), seal) : core.table(name)),
    }),
  };
}

function sealTable(table: DBCoreTable, seal: RowSeal): DBCoreTable {
  const open = (row: unknown): unknown =>
    typeof row === 'object' && row !== null ? seal.open(table.name, row as Record<string, unknown>) : row;
  return {
    ...table,
    mutate: (request) => {
      if (request.type !== 'add' && request.type !== 'put') return table.mutate(request);
      return table.mutate({ ...request, values: request.values.map((row) => seal.seal(table.name, row)) });
    },
    get: (request) => table.get(request).then(open),
    getMany: (request) => table.getMany(request).then((rows) => rows.map(open)),
    query: (request) =>
      table
        .query(request)
        .then((found) => (request.values ? { ...found, result: found.result.map(open) } : found)),
    openCursor: (request) =>
      table
        .openCursor(request)
        .then((cursor) => (cursor && request.values ? openedCursor(cursor, open) : cursor)),
  };
}

/** IndexedDB's own properties answer only to the cursor itself. */
function openedCursor(cursor: DBCoreCursor, open: (row: unknown) => unknown): DBCoreCursor {
  return Object.create(cursor, {
    key: { get: () => cursor.key },
    primaryKey: { get: () => cursor.primaryKey },
    value: { get: () => open(cursor.value) },
  });
}
