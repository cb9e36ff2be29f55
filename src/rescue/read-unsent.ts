/**
 * What was made on this device and never sent, read from IndexedDB without the app: no migration, no schema, no key.
 *
 *   outbox entries without a version, the tray, drafts  → `found`
 *   rows sealed by the app lock                         → only counted: their key is not here
 *   databases of people who signed out                  → not looked at (`asleep`)
 *
 * Nothing is created, upgraded or written. The file is of the shape the app's own export has (store/later-reads.ts).
 */

export interface Unsent {
  /** Rows that can be read. */
  readonly count: number;
  readonly sealed: number;
  /** The file's content; of `count` rows and what a tab could not save. */
  readonly file: string;
}

type Row = Readonly<Record<string, unknown>>;

interface Found {
  readonly waiting: unknown[];
  readonly refused: unknown[];
  readonly drafts: unknown[];
  sealed: number;
}

/** As in store/person-databases.ts. */
const DATABASE = /^racha(-[0-9A-Z]+)?$/;
/** As in features/chat/unsaved-drafts.ts: what the database would not take. */
const TAB_DRAFT = 'racha.unsaved-draft.';

/** Rejects when the databases cannot be read. */
export async function readUnsent(factory: IDBFactory, tab: Pick<Storage, 'key' | 'getItem' | 'length'>) {
  const found: Found = { waiting: [], refused: [], drafts: [], sealed: 0 };
  for (const name of await listDatabases(factory)) await readDatabase(factory, name, found);
  found.drafts.push(...listTabDrafts(tab));
  const { waiting, refused, drafts, sealed } = found;
  const count = waiting.length + refused.length + drafts.length;
  const file = JSON.stringify({ racha: 'unsent', version: 1, waiting, refused, drafts }, null, 2);
  return { count, sealed, file } satisfies Unsent;
}

async function listDatabases(factory: IDBFactory): Promise<string[]> {
  const listed = await factory.databases?.();
  return (
    listed?.flatMap(({ name }) => (name !== undefined && DATABASE.test(name) ? [name] : [])) ?? ['racha']
  );
}

async function readDatabase(factory: IDBFactory, name: string, found: Found): Promise<void> {
  const database = await open(factory, name);
  if (!database) return;
  try {
    const read = (store: string): Promise<Row[]> => readAll(database, store);
    const meta = await read('meta');
    if (meta.some((row) => row.name === 'asleep')) return;
    const keep = (row: Row, into: unknown[], shown: unknown): void => {
      if (row.sealed instanceof Uint8Array) found.sealed += 1;
      else into.push(shown);
    };
    for (const row of await read('outbox')) {
      if (row.version === null) keep(row, found.waiting, row.op ?? row);
    }
    for (const row of await read('tray')) {
      keep(row, found.refused, { kind: row.kind, op: row.op, remains: row.remains });
    }
    for (const row of await read('drafts')) if (isWritten(row)) keep(row, found.drafts, row);
  } finally {
    database.close();
  }
}

/** A composer that was emptied leaves an empty draft behind. */
function isWritten(row: Row): boolean {
  return (
    row.sealed !== undefined ||
    [row.text, row.setAside].some((text) => typeof text === 'string' && text.trim() !== '') ||
    (Array.isArray(row.photos) && row.photos.length > 0) ||
    (typeof row.forms === 'object' && row.forms !== null && Object.keys(row.forms).length > 0)
  );
}

/** undefined: there is none. In whatever version it is; one that does not exist is not made. */
function open(factory: IDBFactory, name: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(name);
    let isNew = false;
    opening.onupgradeneeded = () => {
      isNew = true;
      opening.transaction?.abort();
    };
    opening.onsuccess = () => {
      const database = opening.result;
      // The app, in another tab, wants to upgrade it: reading must not hold that up.
      database.onversionchange = () => database.close();
      resolve(database);
    };
    opening.onerror = (event) => {
      event.preventDefault();
      if (isNew) resolve(undefined);
      else reject(opening.error);
    };
  });
}

function readAll(database: IDBDatabase, store: string): Promise<Row[]> {
  if (!database.objectStoreNames.contains(store)) return Promise.resolve([]);
  return new Promise((resolve, reject) => {
    const reading = database.transaction(store).objectStore(store).getAll();
    reading.onsuccess = () => resolve(reading.result);
    reading.onerror = () => reject(reading.error);
  });
}

function listTabDrafts(tab: Pick<Storage, 'key' | 'getItem' | 'length'>): unknown[] {
  const found: unknown[] = [];
  for (let i = 0; i < tab.length; i++) {
    const key = tab.key(i);
    if (!key?.startsWith(TAB_DRAFT)) continue;
    const text = tab.getItem(key) ?? '';
    try {
      found.push(JSON.parse(text));
    } catch {
      found.push({ text });
    }
  }
  return found;
}
