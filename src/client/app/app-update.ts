/**
 * A new version waits until the person says so, now or when they are done; nobody's tab is reloaded under their hands.
 *
 *   none ──a worker waits──▶ ready ──"when I'm done"──▶ later ──done, in every tab──▶ applying ──▶ reload
 *                              └──────────────"update"───┴──────────────────────────────▲
 *
 * `ready` and `later` hold in every tab of the browser, `later` over a reload too. When another tab let the new worker in,
 * only this page is old: it stays in its state, and applying is the reload alone. One reload for each tab.
 */
import type { Workbox } from 'workbox-window';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import { afterFirstPaint } from './after-first-paint.ts';
import type { DoneWatch } from './update-when-done.ts';

export type UpdateState = 'none' | 'ready' | 'later' | 'applying';

export interface AppUpdate {
  getSnapshot(): UpdateState;
  subscribe(listener: () => void): () => void;
  /** Writes what is being typed, lets the waiting worker in, reloads. */
  apply(): Promise<void>;
  /** Applies by itself once nobody is in the middle of anything. */
  applyLater(): void;
  /** Asks for a new version now and applies it; reloads when there is none. */
  look(): Promise<void>;
}

/** How often a tab that stays open asks whether there is a new version. */
const CHECK_EVERY_MS = 3_600_000;
/** A worker that does not take over in this time: reload anyway, nothing is lost by it. */
const TAKE_OVER_MS = 4_000;
const WORKER_URL = '/sw.js';
/** In localStorage while the update was put off: every tab reads it, and a page that is loaded anew. */
const LATER_KEY = 'racha.update-later';

export function startAppUpdate(): AppUpdate {
  const listeners = new Set<() => void>();
  let state: UpdateState = 'none';
  const change = (next: UpdateState): void => {
    state = next;
    if (next === 'later') watch?.wait();
    for (const listener of listeners) listener();
  };

  let workbox: Workbox | undefined;
  let watch: DoneWatch | undefined;
  const register = async (): Promise<void> => {
    await afterFirstPaint();
    const [{ Workbox }, { watchDone, watchTyping }] = await Promise.all([
      import('workbox-window'),
      import('./update-when-done.ts'),
    ]);
    const isTyped = watchTyping();
    const offer = (): void => {
      if (state === 'applying') return;
      watch ??= watchDone(isTyped, () => void update.apply());
      change(isPutOff() ? 'later' : 'ready');
    };
    workbox = new Workbox(workerUrl());
    workbox.addEventListener('waiting', offer);
    workbox.addEventListener('controlling', (event) => {
      // The very first worker takes an uncontrolled page over: nothing to reload for.
      if (!event.isUpdate) return;
      if (state === 'applying') reloadOnce();
      else offer();
    });
    addEventListener('storage', ({ key }) => {
      if (key === LATER_KEY && state === 'ready' && isPutOff()) change('later');
    });
    const registration = await workbox.register();
    // What was put off has come about, with this very load.
    if (!registration?.waiting) putOff(false);
    setInterval(() => void workbox?.update().catch(() => undefined), CHECK_EVERY_MS);
  };
  if ('serviceWorker' in navigator && import.meta.env.PROD) void register().catch(() => undefined);

  let isReloading = false;
  const reloadOnce = (): void => {
    if (isReloading) return;
    isReloading = true;
    location.reload();
  };

  const update: AppUpdate = {
    getSnapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async apply() {
      change('applying');
      watch?.stop();
      // A worker that will not take over must not have the page reload again and again.
      putOff(false);
      await flushBeforeLeaving();
      const registration = await navigator.serviceWorker?.getRegistration();
      // Another tab has let the new worker in already: only this page is old.
      if (!registration?.waiting) return reloadOnce();
      workbox?.messageSkipWaiting();
      setTimeout(reloadOnce, TAKE_OVER_MS);
    },
    applyLater() {
      putOff(true);
      change('later');
    },
    async look() {
      const registration = await navigator.serviceWorker?.getRegistration();
      await registration?.update().catch(() => undefined);
      if (registration?.installing) await settled(registration.installing);
      await update.apply();
    },
  };
  return update;
}

function isPutOff(): boolean {
  try {
    return localStorage.getItem(LATER_KEY) !== null;
  } catch {
    return false;
  }
}

function putOff(isLater: boolean): void {
  try {
    if (isLater) localStorage.setItem(LATER_KEY, '1');
    else localStorage.removeItem(LATER_KEY);
  } catch {
    // Storage denied: it holds for this page.
  }
}

/** The one address our pages may make a script of: the server's headers allow this policy and no other. */
function workerUrl(): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: {
      createPolicy(name: string, rules: object): { createScriptURL(text: string): string };
    };
  };
  const policy = trustedTypes?.createPolicy('racha-worker', { createScriptURL: () => WORKER_URL });
  return policy?.createScriptURL(WORKER_URL) ?? WORKER_URL;
}

/** Installed, or given up. */
function settled(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => resolve(), { once: true });
  });
}
