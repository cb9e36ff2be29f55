/**
 * IndexedDB that opens a database at one version and at no other. Dexie, when it meets a newer database than it
 * declares, opens it all the same, and when that lacks an index it knows, adds it and raises the version: an older
 * build would write into what a newer one made. Here a newer database is a VersionError, untouched.
 */
export function guardVersion(indexedDB: IDBFactory, version: number): IDBFactory {
  return {
    open(name, asked) {
      if (asked === version) return indexedDB.open(name, asked);
      throw new DOMException('the database is of another version', 'VersionError');
    },
    deleteDatabase: (name) => indexedDB.deleteDatabase(name),
    databases: () => indexedDB.databases(),
    cmp: (a, b) => indexedDB.cmp(a, b),
  };
}
