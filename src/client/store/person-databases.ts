/**
 * One database per person on this browser. The one of whoever uses it now is awake; the others sleep: nothing of them is
 * shown, sent or received until their person signs in again. That a database sleeps stands in itself, so that no lost
 * or stale hint (localStorage, an old tab, the worker) can wake it.
 */
import { isAsleep } from './asleep.ts';
import { closeDatabase, DATABASE_NAME, type DeviceDatabase, openDatabase } from './database.ts';

export type PersonDatabase = DeviceDatabase;

/** An id behind it, of any letters that ids have. */
const NAME = /^racha(-[\w-]{22})?$/;

export const nameDatabase = (id: string): string => `${DATABASE_NAME}-${id}`;

/** `since`: epoch ms, device clock; undefined: wakes up. */
export async function setAsleep(database: DeviceDatabase, since: number | undefined): Promise<void> {
  if (since === undefined) await database.meta.delete('asleep');
  else await database.meta.put({ name: 'asleep', value: { since } });
}

/** Names of all persons' databases here; where the browser does not list them, there is the first one only. */
export async function listPersonDatabases(): Promise<string[]> {
  const listed = await indexedDB.databases?.().catch(() => undefined);
  return (
    listed?.flatMap(({ name }) => (name !== undefined && NAME.test(name) ? [name] : [])) ?? [DATABASE_NAME]
  );
}

/** The first that is awake. Opens each: for when the hint was wrong, and for the worker, which has none. */
export async function findAwake(): Promise<string | undefined> {
  for (const name of await listPersonDatabases()) {
    const isAwake = await withDatabase(name, async (database) => !(await isAsleep(database)));
    if (isAwake) return name;
  }
  return undefined;
}

/** Opens it, and lets it go again. A database that cannot be opened rejects. */
export async function withDatabase<R>(
  name: string,
  run: (database: DeviceDatabase) => Promise<R>,
): Promise<R> {
  const database = openDatabase({ name });
  try {
    return await run(database);
  } finally {
    closeDatabase(database);
  }
}
