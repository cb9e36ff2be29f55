/**
 * Sends what waits while nobody looks. The database decides who sends: the engine takes the same lease as a tab,
 * and gives up when a tab holds it. Throwing makes the browser fire the sync event again later.
 */
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { createBrowserLocks } from '#client/platform/browser-locks.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { createHttpBlobs } from '#client/platform/http-blobs.ts';
import { type HttpOptions, postFlush, postSession } from '#client/platform/http-flush.ts';
import type { Transport } from '#client/platform/transport.ts';
import { closeDatabase, openDatabase } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { findAwake } from '#client/store/person-databases.ts';
import { readLock } from '#client/store/read-lock.ts';
import { flushOutboxOnce } from '#client/sync/drain-once.ts';

const HTTP: HttpOptions = {
  origin: '',
  fetch: (...request: Parameters<typeof fetch>) => fetch(...request),
};

/** No fault: the browser is to ask again later. */
export class StillOwed extends Error {}

export async function drainOutbox(clients: Clients): Promise<void> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  // A tab that is looked at sends by itself.
  if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return;
  // Whoever is not here now sends nothing.
  const name = await findAwake();
  if (name === undefined) return;
  const database = openDatabase({ name });
  try {
    // The key is in nobody's hands: what waits goes out when the person opens the app.
    if (await readLock(database)) return;
    const drained = await flushOutboxOnce({
      store: createDexieStore(database),
      transport: createHttpTransport(HTTP),
      blobs: createHttpBlobs(HTTP, () => performance.now()),
      clock: createBrowserClock(),
      random: createBrowserRandom(),
      locks: createBrowserLocks(),
    });
    if (!drained) throw new StillOwed('some ops wait on');
  } finally {
    closeDatabase(database);
  }
}

/** A worker lives for seconds: requests only, no socket. */
function createHttpTransport(http: HttpOptions): Transport {
  return {
    openSession: (request, limits) => postSession(http, request, limits),
    flush: (name, requests, options) => postFlush(http, name, requests, options),
    connect: async () => ({ ok: false, failure: { kind: 'unreachable' } }),
  };
}
