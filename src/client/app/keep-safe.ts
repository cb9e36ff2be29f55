/**
 * Once there is something to lose: asks the browser not to evict it, and registers a background sync so that what
 * waits may leave with no tab open (Chromium only; elsewhere it leaves when the app is opened).
 */
import type { Engine } from '#client/sync/engine-types.ts';

export const OUTBOX_SYNC_TAG = 'racha-outbox';

export function keepSafe(engine: Engine): () => void {
  let asked = false;
  let queued = false;
  const look = (): void => {
    const has = engine.status().queued > 0;
    if (has && !asked) {
      asked = true;
      void navigator.storage?.persist?.().catch(() => false);
    }
    if (has && !queued) void registerSync();
    queued = has;
  };
  look();
  return engine.subscribe(look);
}

interface SyncRegistration extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

async function registerSync(): Promise<void> {
  try {
    // In the first minute the worker may still be on its way.
    const registration = (await navigator.serviceWorker?.ready) as SyncRegistration | undefined;
    await registration?.sync?.register(OUTBOX_SYNC_TAG);
  } catch {
    // Not allowed or not there: the open app sends by itself.
  }
}
