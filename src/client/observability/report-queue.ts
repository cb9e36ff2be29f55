/**
 * Where reports wait that could not be sent: a database of their own, which Sentry's offline transport fills and empties.
 * It is never deleted while a page may have it open (that would wait for ever), only emptied.
 */
export const REPORT_QUEUE = { dbName: 'racha.error-reports', storeName: 'queue' } as const;

/** Everything that waits there goes. Where there is nothing, nothing is made. */
export function emptyReportQueue(): Promise<void> {
  return new Promise((resolve) => {
    // Forbidden storage: then nothing was ever kept.
    const end = (): void => resolve();
    let request: IDBOpenDBRequest;
    try {
      request = indexedDB.open(REPORT_QUEUE.dbName);
    } catch {
      return end();
    }
    // Made just now it has no store, and the transport could not use it: the making is taken back.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onerror = end;
    request.onblocked = end;
    request.onsuccess = () => {
      const database = request.result;
      const close = (): void => {
        database.close();
        end();
      };
      if (!database.objectStoreNames.contains(REPORT_QUEUE.storeName)) return close();
      const clearing = database.transaction(REPORT_QUEUE.storeName, 'readwrite');
      clearing.objectStore(REPORT_QUEUE.storeName).clear();
      clearing.oncomplete = close;
      clearing.onabort = close;
    };
  });
}
