/**
 * Throws the app's own files away, so that the next load brings them from the server: the worker goes, and every cache. The
 * databases are not touched. Only while the server answers: without it there would be no app at all afterwards.
 */
export type Reset = 'done' | 'offline' | 'failed';

const ANSWER_MS = 8_000;

export async function fetchAnew(): Promise<Reset> {
  if (!(await isServerThere())) return 'offline';
  try {
    const workers = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistrations() : [];
    for (const worker of workers) await worker.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
    return 'done';
  } catch {
    return 'failed';
  }
}

/** Asked, not believed: a captive portal answers 200 to everything. */
async function isServerThere(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch('/livez', { cache: 'no-store', redirect: 'error', signal });
    const said: unknown = await answer.json();
    return answer.ok && typeof said === 'object' && said !== null && 'live' in said;
  } catch {
    return false;
  }
}
