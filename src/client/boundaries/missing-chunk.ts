/**
 * A chunk of this version is gone from cache and server: the app was updated often while this tab stayed open. One
 * reload brings the new version; what is being typed is written first.
 *
 * Once per tab and version, or a server that lacks the file for good would have it reload for ever; and only when it
 * brings something: the server itself has answered with the page of another version, whole, or a worker has this one's.
 * Otherwise a bad link took the chunk, and would take the page too.
 */
import { describeError } from '#client/observability/error-code.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';

const RELOADED_KEY = 'racha.reloaded-for-chunk';
/** Differs with each release: it is this file's own hashed name. */
const THIS_VERSION = import.meta.url;
const PROBE_TIMEOUT_MS = 5_000;
/** Past the worker, which has the page under its own address. */
const PAGE_ANEW = '/?anew';
/** A new worker that is not ready in this time: the reload does without it. */
const NEW_WORKER_MS = 4_000;

let reloading: Promise<boolean> | undefined;

/** A part of the app that is neither on this device nor to be had: not fetched before the network went, or gone for good. */
export class MissingPart extends Error {
  override readonly name = 'MissingPart';
}

/** A part's loader that, when its chunk is gone, shows nothing until the reload rather than a failure. */
export function orReload<T>(load: () => Promise<T>): () => Promise<T> {
  return () =>
    load().catch(async (error: unknown) => {
      if (await reloadForMissingChunk()) await new Promise(() => undefined);
      throw wasFetched(error) ? error : new MissingPart('not here', { cause: error });
    });
}

/** Code that came and threw has places in it; that it did not come is a TypeError without any, in every browser. */
function wasFetched(error: unknown): boolean {
  return !(error instanceof TypeError) || describeError(error).frames.length > 0;
}

/** True when the page is about to reload. */
export function reloadForMissingChunk(): Promise<boolean> {
  reloading ??= reload().then((isReloading) => {
    // Another chunk that is missed before the page is gone waits for the same reload.
    if (!isReloading) reloading = undefined;
    return isReloading;
  });
  return reloading;
}

async function reload(): Promise<boolean> {
  if (sessionStorage.getItem(RELOADED_KEY) === THIS_VERSION || !(await isWorthReload())) return false;
  sessionStorage.setItem(RELOADED_KEY, THIS_VERSION);
  await flushBeforeLeaving();
  await letNewWorkerIn().catch(() => undefined);
  location.reload();
  return true;
}

/** Asked, not believed: `navigator.onLine` is true behind a captive portal, which answers 200 to everything. */
async function isWorthReload(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    const answer = await fetch(PAGE_ANEW, { cache: 'no-store', redirect: 'error', signal });
    const page = await answer.text();
    if (!answer.ok || !page.includes('/boot.js')) return false;
    return navigator.serviceWorker?.controller != null || !page.includes(new URL(THIS_VERSION).pathname);
  } catch {
    return false;
  }
}

/** The worker of this version would answer the reload with this version's page. */
async function letNewWorkerIn(): Promise<void> {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker?.getRegistration();
  if (!registration) return;
  const ready = new Promise((resolve) => {
    serviceWorker.addEventListener('controllerchange', resolve);
    setTimeout(resolve, NEW_WORKER_MS);
  });
  await registration.update();
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return;
  const skip = (): void => {
    if (worker.state === 'installed') worker.postMessage({ type: 'SKIP_WAITING' });
  };
  worker.addEventListener('statechange', skip);
  skip();
  await ready;
}
