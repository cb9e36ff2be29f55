/**
 * The device's IndexedDB, through Dexie. Every transaction is strictly durable: "saved" means on disk.
 *
 *   versionchange (a newer build upgrades in another tab) → we close at once and say so: never block an upgrade
 *   VersionError  (an older build meets a newer database) → nothing is touched, the app asks for an update
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
  const database = new Dexie(name, dexieOptions) as DeviceDatabase;
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
  database.open().catch((error: unknown) => onTrouble(isVersionError(error) ? 'newer' : 'denied'));
  return database;
}

function isVersionError(error: unknown): boolean {
  return error instanceof Error && error.name === 'VersionError';
}
