/** What lies in a device's database, for checks that the screen cannot show; and damage done to it. Past the app. */
import type { Page } from '@playwright/test';

/** All rows of one table, as they are on disk. */
export function rowsOf<T>(page: Page, table: string): Promise<T[]> {
  return onTable<T[]>(page, table, 'getAll');
}

/** In the place of the one with its key. */
export async function putRow(page: Page, table: string, row: object): Promise<void> {
  await onTable(page, table, 'put', row);
}

export async function emptyTable(page: Page, table: string): Promise<void> {
  await onTable(page, table, 'clear');
}

function onTable<T>(page: Page, table: string, act: 'getAll' | 'put' | 'clear', row?: object): Promise<T> {
  return page.evaluate(
    ([name, what, value]) =>
      new Promise<never>((resolve, reject) => {
        const opening = indexedDB.open('racha');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const doing = database.transaction(name, what === 'getAll' ? 'readonly' : 'readwrite');
          const store = doing.objectStore(name);
          const asked: IDBRequest = what === 'put' ? store.put(value) : store[what]();
          doing.oncomplete = () => {
            database.close();
            resolve(asked.result as never);
          };
          doing.onabort = () => reject(doing.error);
        };
      }),
    [table, act, row] as const,
  );
}
