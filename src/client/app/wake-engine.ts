/**
 * Tells the engine when there is reason to try at once: the page is looked at again, comes back from the
 * back-forward cache, or the system says there is a network. None of them is believed; each only wakes.
 */
import type { Engine } from '#client/sync/engine-types.ts';

export function wakeEngine(engine: Engine): () => void {
  const wake = (): void => engine.wake();
  const wakeIfSeen = (): void => {
    if (document.visibilityState === 'visible') engine.wake();
  };
  document.addEventListener('visibilitychange', wakeIfSeen);
  addEventListener('pageshow', wake);
  addEventListener('online', wake);
  return () => {
    document.removeEventListener('visibilitychange', wakeIfSeen);
    removeEventListener('pageshow', wake);
    removeEventListener('online', wake);
  };
}
