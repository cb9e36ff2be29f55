/**
 * The service worker: the app's files, and the outbox when nobody is looking.
 *
 *   install    every file of this version is fetched before it counts; nothing is taken over
 *   waiting    until the person says so: `SKIP_WAITING` comes only from the update bar
 *   fetch      precached files; a page of the app is always index.html; /api, /sync, /blobs and sockets pass untouched: photos
 *              are kept in the database, never in a cache
 *   sync       tag `racha-outbox`: with no visible tab, drains the outbox over HTTP under the same lease as a tab
 *
 * The outbox itself lives in the database and never in a cache or a queue of this worker: killed at any moment,
 * it loses nothing. A broken worker is withdrawn by serving `public/kill-switch.js` in its place; see there.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { drainOutbox } from './drain-outbox.ts';
import { answerReporter, isReporter } from './keep-reporter.ts';
import { listenForWorkerFaults, reporting } from './report-faults.ts';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** Chromium's; the type is not in TypeScript's library. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

listenForWorkerFaults();
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/sync\//, /^\/blobs\//, /^\/socket\.io\//, /^\/(livez|readyz|metrics)$/],
  }),
);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isReporter(url),
  ({ request }) => answerReporter(request),
);

// The page that brought the first worker is served by it from then on, screens it has not opened yet included.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === 'racha-outbox') sync.waitUntil(reporting(drainOutbox(self.clients)));
});
