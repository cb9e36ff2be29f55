/** Fills the open group with messages, straight into the app's IndexedDB, as a long history would have left them. */
import type { Page } from '@playwright/test';
import { messageText } from './messages.ts';

const DATABASE = 'racha';
const AT_ONCE = 2_000;

/** The group must hold one confirmed text message: it is the pattern. Close the page afterwards. */
export async function seedMessages(
  page: Page,
  count: number,
  textOf: (i: number) => string = messageText,
): Promise<void> {
  await page.waitForFunction(hasConfirmedMessage, DATABASE);
  for (let first = 0; first < count; first += AT_ONCE) {
    const texts = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, i) => textOf(first + i));
    await page.evaluate(writeMessages, { database: DATABASE, texts });
  }
}

/** In the page. */
async function hasConfirmedMessage(name: string): Promise<boolean> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const rows = await new Promise<{ kind: string }[]>((resolve, reject) => {
    const request = database.transaction('messages').objectStore('messages').getAll();
    request.onsuccess = () => resolve(request.result as { kind: string }[]);
    request.onerror = () => reject(request.error);
  });
  database.close();
  return rows.some(({ kind }) => kind === 'text');
}

/** In the page: the texts become the versions after the cursor, and the cursor moves behind them. */
async function writeMessages({
  database: name,
  texts,
}: {
  database: string;
  texts: string[];
}): Promise<void> {
  interface Row {
    readonly kind: string;
    readonly groupId: string;
  }
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const transaction = database.transaction(['messages', 'cursors'], 'readwrite');
  const messages = transaction.objectStore('messages');
  const cursors = transaction.objectStore('cursors');
  const result = <T>(request: IDBRequest): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result as T);
      request.onerror = () => reject(request.error);
    });
  const sample = await result<Row[]>(messages.getAll(undefined, 200));
  const pattern = sample.find(({ kind }) => kind === 'text');
  const [cursor] = await result<{ version: number; head: number }[]>(cursors.getAll());
  if (!pattern || !cursor) throw new Error('nothing to go by');
  let { version } = cursor;
  for (const text of texts) {
    version += 1;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const id = btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .slice(0, 22);
    messages.put({ ...pattern, id, text, version, rowVersion: version });
  }
  cursors.put({ ...cursor, version, head: version });
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}
