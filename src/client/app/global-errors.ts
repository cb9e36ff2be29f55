/**
 * What no boundary catches: handlers, promises, chunks that are gone. The person hears that something went
 * wrong and that what was saved is kept, with a code; the page goes on.
 */
import type { RecentFaults } from '#client/observability/recent-faults.ts';
import { reloadForMissingChunk } from './missing-chunk.ts';

export function listenForErrors(faults: RecentFaults): void {
  addEventListener('error', (event) => {
    // A layout that settles in the next frame; browsers report it as an error.
    if (event.message.startsWith('ResizeObserver loop')) return;
    faults.report(event.error);
  });
  addEventListener('unhandledrejection', (event) => faults.report(event.reason));
  addEventListener('vite:preloadError', () => void reloadForMissingChunk());
}
