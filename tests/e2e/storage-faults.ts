/**
 * What a browser does to a site's storage, done to it: through DevTools where they can (quota, clearing), on the
 * profile's files, and for what neither can (a database process that dies) by bending IndexedDB before the app loads.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { Device } from './fixtures.ts';

/** So many bytes for the whole origin; undefined: as much as there is. Counted after compression. */
export async function setQuota(page: Page, quotaSize: number | undefined): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await devTools.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(quotaSize !== undefined && { quotaSize }),
  });
  // The override lives as long as its session: it is left open.
}

export type StoredThing =
  | 'indexeddb'
  | 'local_storage'
  | 'cache_storage'
  | 'service_workers'
  | 'cookies'
  | 'all';

export async function clearStored(page: Page, things: readonly StoredThing[]): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  // Cookies belong to a host, not to an origin, and the tool for origins leaves them.
  if (things.includes('cookies') || things.includes('all')) await page.context().clearCookies();
  await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes: things.join(',') });
  await devTools.detach();
}

/** Text that no compression makes smaller. */
export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/**
 * Overwrites the middle third of each file that holds the profile's databases. The browser is closed. (Without the one
 * that only names the others: with that damaged too, Chromium opens no database any more, instead of an empty one.)
 */
export function damageDatabases(device: Device): number {
  const folder = join(device.profileDir, 'Default', 'IndexedDB');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(({ name }) =>
    /\.(log|ldb)$|^MANIFEST/.test(name),
  );
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    const content = readFileSync(path);
    const third = Math.floor(content.length / 3);
    randomBytes(third).copy(content, third);
    writeFileSync(path, content);
  }
  return files.length;
}

/** As `cp -a`: both browsers are closed. */
export function copyProfile(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

export interface StorageBend {
  /** Opening throws, as where a site's data is forbidden. */
  denied?: boolean;
  /** This share of transactions and openings throws UnknownError, and as large a one of commits is not told. */
  failing?: number;
}

/** Installed before the app loads; `bendStorage` changes it later. */
export async function bendStorageFrom(context: BrowserContext, bend: StorageBend): Promise<void> {
  await context.addInitScript(installBend, bend);
}

export async function bendStorage(page: Page, bend: StorageBend): Promise<void> {
  await page.evaluate((next) => {
    (window as unknown as { storageBend: StorageBend }).storageBend = next;
  }, bend);
}

/** Runs in the page. */
function installBend(first: StorageBend): void {
  const world = window as unknown as { storageBend: StorageBend };
  world.storageBend = first;
  let seed = 7;
  const strikes = (): boolean => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return (seed >>> 0) / 2 ** 32 < (world.storageBend.failing ?? 0);
  };
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...request) {
    if (world.storageBend.denied) throw new DOMException('denied', 'SecurityError');
    if (strikes()) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    return open.apply(this, request);
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...request) {
    if (world.storageBend.denied) throw new DOMException('closing', 'InvalidStateError');
    if (strikes()) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    const begun = transaction.apply(this, request);
    if (request[1] === 'readwrite' && strikes()) untell(begun);
    return begun;
  };
  /** It is committed, and whoever asked hears that the connection went away. */
  function untell(committed: IDBTransaction): void {
    committed.addEventListener('complete', (event) => {
      event.stopImmediatePropagation();
      committed.oncomplete = null;
      const error = new DOMException('Connection to Indexed Database server lost', 'UnknownError');
      Object.defineProperty(committed, 'error', { value: error });
      committed.onabort?.(new Event('abort'));
    });
  }
}

/**
 * Another page of the origin holds every table for `ms`: whoever wants to write waits, as when a phone's disk
 * stalls. Resolves when it holds them.
 */
export async function stallStorage(context: BrowserContext, origin: string, ms: number): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${origin}/livez`);
  await page.evaluate(async (holdMs) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('racha');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const holding = database.transaction([...database.objectStoreNames], 'readwrite');
    const until = performance.now() + holdMs;
    await new Promise<void>((resolve) => {
      // A transaction lives while something is asked of it.
      const ask = (): void => {
        resolve();
        if (performance.now() < until) holding.objectStore('meta').get('device').onsuccess = ask;
      };
      ask();
    });
  }, ms);
  return page;
}
