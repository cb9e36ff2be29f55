/**
 * What no boundary catches: handlers, promises, the service worker, chunks that are gone. The person hears that something went
 * wrong and that what was saved is kept, with a code; the page goes on.
 */
import { reportError } from '#client/observability/report-error.ts';
import { reloadForMissingChunk } from '../boundaries/missing-chunk.ts';
import { afterFirstPaint } from './after-first-paint.ts';

export function listenForErrors(): void {
  addEventListener('error', (event) => {
    // A layout that settles in the next frame; browsers report it as an error.
    if (event.message.startsWith('ResizeObserver loop')) return;
    reportError(event.error, { place: 'handler' });
  });
  addEventListener('unhandledrejection', (event) => reportError(event.reason, { place: 'promise' }));
  void afterFirstPaint()
    .then(() => import('#client/observability/worker-fault.ts'))
    .then(({ hearWorkerFaults }) => hearWorkerFaults())
    .catch((error: unknown) => reportError(error, { place: 'engine' }));
  addEventListener('vite:preloadError', () => void reloadForMissingChunk());
}
