/**
 * An app lock that is open: the layer that seals and opens rows, the rows that are still in the other form, and the end
 * of it. The key lives in this tab's memory alone, and goes with the page: locking is leaving the page.
 *
 *   open ──“lock now” here or in another tab, or five minutes out of sight──→ the page is loaded anew, and asks
 */
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import { type CopySeal, createCopySeal } from '#client/store/copy-seal.ts';
import type { DatabaseOptions, DeviceDatabase } from '#client/store/database.ts';
import { type LockRecord, removeLock } from '#client/store/lock-record.ts';
import { resealRows } from '#client/store/reseal-rows.ts';
import { sealRows } from '#client/store/seal-middleware.ts';
import { createRowSeal } from '#client/store/sealed-rows.ts';

/** Long enough to answer the door, too short for whoever finds the phone. Also written in the settings. */
const AWAY_MAX_MS = 5 * 60_000;
const CHANNEL = 'racha.lock';

export interface Unlocked {
  /** As this tab knows it. */
  readonly lock: LockRecord;
  /** It opens by something else besides, or by another PIN. */
  noteLock(lock: LockRecord): void;
  readonly layer: NonNullable<DatabaseOptions['layer']>;
  /** Over the copies of this device. */
  readonly copySeal: CopySeal;
  /** What a worker of this page needs to read and write as it does. */
  forWorker(): { readonly key: Uint8Array; readonly isEnding: boolean };
  isResealing(): boolean;
  subscribe(listener: () => void): () => void;
  start(on: {
    readonly database: DeviceDatabase;
    readonly store: DeviceStore;
    readonly onFault: (error: unknown) => void;
  }): void;
  stop(): void;
}

export function createUnlocked(first: LockRecord, key: Uint8Array): Unlocked {
  let lock = first;
  const options = { key, random: createBrowserRandom(), isEnding: lock.state === 'ending' };
  const seal = createRowSeal(options);
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  let resealing = true;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    get lock() {
      return lock;
    },
    noteLock(next) {
      lock = next;
      tell();
    },
    layer: sealRows(seal),
    copySeal: createCopySeal(options),
    forWorker: () => ({ key, isEnding: options.isEnding }),
    isResealing: () => resealing,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start({ database, store, onFault }) {
      if (lock.state === 'on') lockWhenLeft(stopping.signal);
      const run = async (): Promise<void> => {
        const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));
        const isDone = await resealRows(store, lock.id, { signal: stopping.signal, breathe });
        if (!isDone) return;
        if (lock.state === 'ending') await removeLock(database, lock.id);
        resealing = false;
        tell();
      };
      // Failed or not, the next start goes on from the same place.
      void run().catch(onFault);
    },
    stop: () => stopping.abort(),
  };
}

/** In every tab: each forgets its key by loading anew. */
export function lockEverywhere(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('lock');
  channel.close();
  void loadAnew();
}

async function loadAnew(): Promise<void> {
  await flushBeforeLeaving();
  location.reload();
}

function lockWhenLeft(signal: AbortSignal): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', () => void loadAnew());
  signal.addEventListener('abort', () => channel.close());
  let leftAt: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') {
      leftAt = Date.now();
      // A phone stops timers of what is not seen; then coming back does it.
      timer = setTimeout(() => void loadAnew(), AWAY_MAX_MS);
    } else if (leftAt !== undefined && Date.now() - leftAt >= AWAY_MAX_MS) void loadAnew();
    else leftAt = undefined;
  };
  document.addEventListener('visibilitychange', look, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
