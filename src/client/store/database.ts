/**
 * The device's IndexedDB, through Dexie. Every transaction is strictly durable: "saved" means on disk.
 *
 *   versionchange (a newer build upgrades in another tab) → we close at once and say so: never block an upgrade
 *   an older build meets a newer database → nothing is touched, the app asks for an update
 */
import Dexie, { type DexieOptions, type Table } from 'dexie';
import { MIGRATIONS } from './migrations.ts';
import type { DeviceTables } from './tables.ts';

export type DatabaseTrouble =
  /** The browser gives no database: private mode, storage denied. */
  | 'denied'
  /** The database is of a newer build than this one. */
  | 'newer'
  /** A newer build wants to upgrade: this tab has let go and must reload. */
  | 'upgrade-needed'
  /** Another tab of an older build does not let go. */
  | 'blocked';

export interface DatabaseOptions {
  readonly name?: string;
  readonly onTrouble?: (trouble: DatabaseTrouble) => void;
  /** Node: fake-indexeddb. */
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof globalThis.IDBKeyRange;
}

export type DeviceDatabase = Dexie & {
  readonly [T in keyof DeviceTables]: Table<DeviceTables[T]>;
};

/** Opens in the background; the first transaction waits for it. */
export function openDatabase(options: DatabaseOptions = {}): DeviceDatabase {
  const { name = 'racha', onTrouble = () => {}, indexedDB, IDBKeyRange } = options;
  const dexieOptions: DexieOptions = {
    chromeTransactionDurability: 'strict',
    ...(indexedDB && { indexedDB }),
    ...(IDBKeyRange && { IDBKeyRange }),
  };
  // Live queries ask Dexie's global for a platform, not the database they read.
  if (indexedDB) Dexie.dependencies.indexedDB ??= indexedDB;
  const database = new Dexie(name, dexieOptions) as DeviceDatabase;
  const newest = Math.max(...MIGRATIONS.map(({ version }) => version));
  for (const { version, stores, upgrade } of MIGRATIONS) {
    const declared = database.version(version).stores({ ...stores });
    if (upgrade) declared.upgrade(upgrade);
  }
  database.on('versionchange', () => {
    database.close({ disableAutoOpen: true });
    onTrouble('upgrade-needed');
    return false;
  });
  database.on('blocked', () => onTrouble('blocked'));
  database.on('ready', () => {
    // Dexie opens a newer database all the same, as far as it understands it. We would write what the newer build
    // does not expect: hands off.
    if (database.backendDB().version <= newest * DEXIE_VERSION_FACTOR) return;
    database.close({ disableAutoOpen: true });
    onTrouble('newer');
  });
  database.open().catch((error: unknown) => {
    if (!isClosed(error)) onTrouble('denied');
  });
  return database;
}

/** Dexie stores its version 2 as IndexedDB's version 20. */
const DEXIE_VERSION_FACTOR = 10;

function isClosed(error: unknown): boolean {
  return error instanceof Error && error.name === 'DatabaseClosedError';
}
