/** What concerns the whole database and every connection to it, asked of IndexedDB itself. */
import { DATABASE_NAME, type DatabaseOptions, NATIVE_VERSION } from './database.ts';

/**
 * Ends every other connection to the database, in whatever tab or worker: by beginning an upgrade, which the browser
 * tells them of, and taking it back. The caller's own must be closed. `onBlocked`: one does not let go (yet).
 */
export function evictOthers(
  options: DatabaseOptions & { readonly onBlocked?: () => void } = {},
): Promise<void> {
  const { name = DATABASE_NAME, indexedDB = globalThis.indexedDB, onBlocked = () => {} } = options;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, NATIVE_VERSION + 1);
    opening.onblocked = onBlocked;
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = (event) => {
      event.preventDefault();
      if (opening.error?.name === 'AbortError') resolve();
      else reject(opening.error);
    };
  });
}

/** All that this browser holds of the app's data. Every connection must have been ended. */
export function deleteDatabase({
  name = DATABASE_NAME,
  indexedDB = globalThis.indexedDB,
}: DatabaseOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name);
    deleting.onsuccess = () => resolve();
    deleting.onerror = () => reject(deleting.error);
  });
}
