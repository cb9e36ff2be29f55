/**
 * The device's IndexedDB, through Dexie. Every transaction is strictly durable: "saved" means on disk.
 *
 *   versionchange (a newer build upgrades in another tab) → we let go at once and say so: never block an upgrade
 *   an older build meets a newer database → nothing is touched; it may be read (`openForReading`)
 *   the browser takes the connection away → the next transaction opens it again (dexie-store.ts)
 */
import Dexie, { type DBCore, type DexieOptions, type Middleware, type Table } from 'dexie';
import { FIRST_PERSON } from '#client/platform/present-person.ts';
import { guardVersion } from './guard-version.ts';
import { MIGRATIONS } from './migrations.ts';
import { isForbidden, kindOf } from './storage-errors.ts';
import type { DeviceTables } from './tables.ts';

export type DatabaseTrouble =
  /** The browser gives no database: private mode, storage denied. */
  | 'denied'
  /** There is one, and the browser cannot open it: damaged files, a database process that does not come up. */
  | 'broken'
  /** The database is of a newer build than this one. */
  | 'newer'
  /** A newer build wants to upgrade: this tab has let go and must reload. */
  | 'upgrade-needed'
  /** Another tab of an older build does not let go. */
  | 'blocked';

export interface DatabaseOptions {
  readonly name?: string;
  readonly onTrouble?: (trouble: DatabaseTrouble) => void;
  /** Between Dexie and IndexedDB: the seal of an app lock that is open. */
  readonly layer?: Middleware<DBCore>;
  /** Node: fake-indexeddb. */
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof globalThis.IDBKeyRange;
}

export type DeviceDatabase = Dexie & {
  readonly [T in keyof DeviceTables]: Table<DeviceTables[T]>;
};

export const DATABASE_NAME = FIRST_PERSON;
/** Dexie stores its version 2 as IndexedDB's version 20. */
const DEXIE_VERSION_FACTOR = 10;
/** What IndexedDB calls the newest version. */
export const NATIVE_VERSION = DEXIE_VERSION_FACTOR * Math.max(...MIGRATIONS.map(({ version }) => version));

/** Let go for good: by a newer build, or because the app is done with it. Never opened again. */
const letGo = new WeakSet<Dexie>();

/** Opens in the background; the first transaction waits for it. */
export function openDatabase(options: DatabaseOptions = {}): DeviceDatabase {
  const { name = DATABASE_NAME, onTrouble = () => {} } = options;
  const database = new Dexie(name, dexieOptions(options)) as DeviceDatabase;
  for (const { version, stores, upgrade } of MIGRATIONS) {
    const declared = database.version(version).stores({ ...stores });
    if (upgrade) declared.upgrade(upgrade);
  }
  if (options.layer) database.use(options.layer);
  database.on('versionchange', () => {
    closeDatabase(database);
    onTrouble('upgrade-needed');
    return false;
  });
  database.on('blocked', () => onTrouble('blocked'));
  database.open().catch((error: unknown) => {
    if (isLetGo(database)) return;
    if (kindOf(error) !== 'closed') return onTrouble(isForbidden(error) ? 'denied' : 'broken');
    closeDatabase(database);
    onTrouble('newer');
  });
  return database;
}

/** A database of whatever version, for reading only. Rejects when there is none to read. */
export async function openForReading(options: DatabaseOptions = {}): Promise<DeviceDatabase> {
  const { name = DATABASE_NAME, indexedDB, IDBKeyRange } = options;
  const platform = { ...(indexedDB && { indexedDB }), ...(IDBKeyRange && { IDBKeyRange }) };
  const database = await new Dexie(name, platform).open();
  // Opened without a declaration, Dexie names its tables only through `table()`.
  for (const table of database.tables) Object.defineProperty(database, table.name, { value: table });
  return database as DeviceDatabase;
}

export function closeDatabase(database: DeviceDatabase): void {
  letGo.add(database);
  database.close({ disableAutoOpen: true });
}

export function isLetGo(database: DeviceDatabase): boolean {
  return letGo.has(database);
}

function dexieOptions({ indexedDB, IDBKeyRange }: DatabaseOptions): DexieOptions {
  // Live queries ask Dexie's global for a platform, not the database they read.
  if (indexedDB) Dexie.dependencies.indexedDB ??= indexedDB;
  const platform = indexedDB ?? Dexie.dependencies.indexedDB;
  return {
    chromeTransactionDurability: 'strict',
    ...(platform && { indexedDB: guardVersion(platform, NATIVE_VERSION) }),
    ...(IDBKeyRange && { IDBKeyRange }),
  };
}
