/** What lies in a device's database, for checks that the screen cannot show. Read past the app, never written. */
import type { Page } from '@playwright/test';

/** All rows of one table, as they are on disk. */
export function rowsOf<T>(page: Page, table: string): Promise<T[]> {
  return page.evaluate(
    (name) =>
      new Promise<never[]>((resolve, reject) => {
        const opening = indexedDB.open('racha');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction(name).objectStore(name).getAll();
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result as never[]);
          };
          reading.onerror = () => reject(reading.error);
        };
      }),
    table,
  );
}
