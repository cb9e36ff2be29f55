/**
 * The second database: copies of the first (copies/copy-store.ts), one per person like that one.
 *
 *   Storage Buckets (Chromium)   a bucket of its own: other files, evicted apart from the rest of the site
 *   elsewhere                    beside the first one: safe from its deletion and from what goes wrong in it, not from
 *                                an eviction or from damage to the files both share
 *
 *   manifests   order, at, body     body: a manifest as JSON, or sealed; with a checksum of its own
 *   texts       id, body
 *   meta        lock                the app lock as the first database has it: a recovered one asks for the PIN again
 *
 * Of a newer build it is not opened: then there are no copies, and nothing else changes. Decision 0043.
 */
import Dexie, { type Table } from 'dexie';
import type { CopyChange, CopyManifest, CopyStore } from '#client/copies/copy-store.ts';
import { checksumOf } from '#client/copies/device-copy.ts';
import { type CopySeal, NO_SEAL } from './copy-seal.ts';
import { guardVersion } from './guard-version.ts';
import type { LockRecord } from './lock-record.ts';

export interface CopiesOptions {
  /** Of the database that is copied. */
  readonly person: string;
  readonly seal?: CopySeal | undefined;
  /** Node: fake-indexeddb. */
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof globalThis.IDBKeyRange;
}

export interface CopiesDatabase extends CopyStore {
  getLock(): Promise<LockRecord | undefined>;
  /** Notes it; undefined: there is none any more. */
  putLock(lock: LockRecord | undefined): Promise<void>;
  /** Brings what lies in the other form to what the lock says. False: `signal` came first. */
  reseal(signal: AbortSignal, breathe: () => Promise<void>): Promise<boolean>;
  /** Nothing of it can be opened any more: the key is gone with the lock. */
  clear(): Promise<void>;
  close(): void;
}

interface ManifestRow {
  readonly order: number;
  readonly checksum: string;
  readonly body: string | Uint8Array;
}
interface TextRow {
  readonly id: string;
  readonly body: string | Uint8Array;
}

const BUCKET = 'racha-copies';
const VERSION = 1;
/** Dexie's version 1 is IndexedDB's 10. */
const NATIVE_VERSION = 10;
/** Texts may be some hundred kilobytes. */
const RESEAL_AT_ONCE = 10;

const nameCopies = (person: string): string => `copies-${person}`;

/** Rejects where nothing can be kept. */
export async function openCopies(options: CopiesOptions): Promise<CopiesDatabase> {
  const { person, seal = NO_SEAL, IDBKeyRange } = options;
  const factory = options.indexedDB ?? (await findPlace());
  const database = new Dexie(nameCopies(person), {
    chromeTransactionDurability: 'strict',
    indexedDB: guardVersion(factory, NATIVE_VERSION),
    ...(IDBKeyRange && { IDBKeyRange }),
  });
  database.version(VERSION).stores({ manifests: 'order', texts: 'id', meta: 'name' });
  database.on('versionchange', () => {
    // Somebody signs out in another tab.
    database.close({ disableAutoOpen: true });
    return false;
  });
  await database.open();
  return new DexieCopies(database, seal);
}

/** All copies of this person; also when they could not be opened. */
export async function deleteCopies(person: string): Promise<void> {
  const factory = await findPlace();
  await new Promise<void>((resolve, reject) => {
    const deleting = factory.deleteDatabase(nameCopies(person));
    deleting.onsuccess = () => resolve();
    deleting.onerror = () => reject(deleting.error);
  });
}

interface BucketManager {
  open(
    name: string,
    options: { readonly persisted: boolean; readonly durability: 'strict' | 'relaxed' },
  ): Promise<{ readonly indexedDB: IDBFactory }>;
}

async function findPlace(): Promise<IDBFactory> {
  const { storageBuckets } = navigator as Navigator & { readonly storageBuckets?: BucketManager };
  const bucket = await storageBuckets
    ?.open(BUCKET, { persisted: true, durability: 'strict' })
    .catch(() => undefined);
  return bucket?.indexedDB ?? indexedDB;
}

class DexieCopies implements CopiesDatabase {
  readonly #database: Dexie;
  readonly #seal: CopySeal;

  constructor(database: Dexie, seal: CopySeal) {
    this.#database = database;
    this.#seal = seal;
  }

  get #manifests(): Table<ManifestRow, number> {
    return this.#database.table('manifests');
  }

  get #texts(): Table<TextRow, string> {
    return this.#database.table('texts');
  }

  async list(): Promise<readonly CopyManifest[]> {
    const rows = await this.#manifests.orderBy('order').toArray();
    return rows.flatMap((row) => this.#openManifest(row) ?? []);
  }

  async readTexts(ids: readonly string[]): Promise<readonly (string | undefined)[]> {
    const rows = await this.#texts.bulkGet([...ids]);
    return rows.map((row) => row && this.#open(row.id, row.body));
  }

  async change({ manifests, texts, removedManifests, removedTexts }: CopyChange): Promise<void> {
    await this.#database.transaction('rw', ['manifests', 'texts'], async () => {
      await this.#texts.bulkPut(texts.map(({ id, text }) => ({ id, body: this.#seal.seal(id, text) })));
      await this.#manifests.bulkPut(manifests.map((manifest) => this.#sealManifest(manifest)));
      await this.#manifests.bulkDelete([...removedManifests]);
      await this.#texts.bulkDelete([...removedTexts]);
    });
  }

  async getLock(): Promise<LockRecord | undefined> {
    const row: { readonly value: LockRecord } | undefined = await this.#database.table('meta').get('lock');
    return row?.value;
  }

  async putLock(lock: LockRecord | undefined): Promise<void> {
    const meta = this.#database.table('meta');
    await (lock ? meta.put({ name: 'lock', value: lock }) : meta.delete('lock'));
  }

  async reseal(signal: AbortSignal, breathe: () => Promise<void>): Promise<boolean> {
    const ids = await this.#texts.toCollection().primaryKeys();
    for (let i = 0; i < ids.length; i += RESEAL_AT_ONCE) {
      if (signal.aborted) return false;
      await this.#resealTexts(ids.slice(i, i + RESEAL_AT_ONCE));
      await breathe();
    }
    await this.#database.transaction('rw', ['manifests'], async () => {
      const rows = await this.#manifests.toArray();
      const other = rows.filter(({ body }) => !this.#seal.isInForm(body));
      const opened = other.flatMap((row) => this.#openManifest(row) ?? []);
      await this.#manifests.bulkPut(opened.map((manifest) => this.#sealManifest(manifest)));
    });
    return true;
  }

  async clear(): Promise<void> {
    await this.#database.transaction('rw', ['manifests', 'texts', 'meta'], async () => {
      for (const table of ['manifests', 'texts', 'meta']) await this.#database.table(table).clear();
    });
  }

  close(): void {
    this.#database.close({ disableAutoOpen: true });
  }

  async #resealTexts(ids: readonly string[]): Promise<void> {
    await this.#database.transaction('rw', ['texts'], async () => {
      const rows = (await this.#texts.bulkGet([...ids])).flatMap((row) => row ?? []);
      const other = rows.filter(({ body }) => !this.#seal.isInForm(body));
      const opened = other.flatMap(({ id, body }) => {
        const text = this.#open(id, body);
        return text === undefined ? [] : [{ id, body: this.#seal.seal(id, text) }];
      });
      await this.#texts.bulkPut(opened);
    });
  }

  #sealManifest(manifest: CopyManifest): ManifestRow {
    const { order } = manifest;
    const text = JSON.stringify(manifest);
    return { order, checksum: checksumOf(text), body: this.#seal.seal(`copy ${order}`, text) };
  }

  #openManifest({ order, checksum, body }: ManifestRow): CopyManifest | undefined {
    const text = this.#open(`copy ${order}`, body);
    return text !== undefined && checksumOf(text) === checksum ? JSON.parse(text) : undefined;
  }

  #open(place: string, body: string | Uint8Array): string | undefined {
    try {
      return this.#seal.open(place, body);
    } catch {
      // Damaged, or of a lock that is not open here.
      return undefined;
    }
  }
}
