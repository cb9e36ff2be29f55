// A broken service worker went out: start the server with WITHDRAW_WORKER=true, and it serves this file as /sw.js. (Where
// another server has the files: in place of sw.js, and without sw.js.br and sw.js.gz.) Every browser asks for /sw.js again at
// its next visit, at most a day later, past every cache. This worker takes over at once,
// removes the precached files and unregisters itself: the next load of a page comes from the network. Open pages are
// left alone, with what is being typed in them.
// The outbox and everything else a person made lies in the database, which is not touched.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) await caches.delete(name);
      await self.registration.unregister();
    })(),
  );
});
