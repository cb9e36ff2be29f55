/**
 * What no boundary catches: handlers, promises, chunks that are gone. The person hears that something went
 * wrong and that what was saved is kept, with a code; the page goes on.
 */
import type { RecentFaults } from '#client/observability/recent-faults.ts';

const RELOADED_KEY = 'racha.reloaded-for-chunk';

export function listenForErrors(faults: RecentFaults): void {
  addEventListener('error', (event) => {
    // A layout that settles in the next frame; browsers report it as an error.
    if (event.message.startsWith('ResizeObserver loop')) return;
    faults.report(event.error);
  });
  addEventListener('unhandledrejection', (event) => faults.report(event.reason));
  addEventListener('vite:preloadError', reloadOnceForMissingChunk);
}

/**
 * A chunk of this version is gone from the server and the cache: one reload brings the new version. Once per
 * tab, and never without a network, where a reload could only make it worse.
 */
function reloadOnceForMissingChunk(event: Event): void {
  if (!navigator.onLine || sessionStorage.getItem(RELOADED_KEY) !== null) return;
  sessionStorage.setItem(RELOADED_KEY, '1');
  event.preventDefault();
  location.reload();
}
