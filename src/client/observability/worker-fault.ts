/**
 * What fails in the service worker, on its way to the page's `report-error.ts`: kept first, in a cache of its own, the last few,
 * and then told over a channel. Whichever page is open takes it out and reports it; where none is, or none listens yet, the next
 * one that starts does.
 *
 * Only the error's name and its places in the code travel: no message, which may quote what somebody wrote.
 */
import { describeError, type ErrorShape } from './error-code.ts';
import { reportError } from './report-error.ts';

const CHANNEL = 'racha.worker-fault';
const CACHE = 'racha-worker-faults';
const KEPT_MAX = 20;

/** In the worker. */
export async function tellWorkerFault(error: unknown): Promise<void> {
  const cache = await caches.open(CACHE);
  // An entry for each: two that fail at once do not write over each other.
  await cache.put(`/worker-faults/${crypto.randomUUID()}`, Response.json(describeError(error)));
  const kept = await cache.keys();
  for (const old of kept.slice(0, -KEPT_MAX)) await cache.delete(old);
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('kept');
  channel.close();
}

/** In the page, once. */
export async function hearWorkerFaults(): Promise<void> {
  new BroadcastChannel(CHANNEL).addEventListener('message', () => void takeOut());
  await takeOut();
}

async function takeOut(): Promise<void> {
  if (!(await caches.has(CACHE))) return;
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const shape: ErrorShape | undefined = await (await cache.match(request))?.json();
    // Of two pages the one that took it out reports it.
    if (shape && (await cache.delete(request))) reportShape(shape);
  }
}

/** An error again, whose code is the one it had over there. */
function reportShape({ name, frames }: ErrorShape): void {
  const error = new Error('in the service worker');
  error.name = name;
  error.stack = [name, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  reportError(error, { place: 'service-worker' });
}
