/**
 * A new version waits until the person says so. `racha` tabs opened before keep the version they have; when
 * another tab took the new one over, this one offers the reload too.
 */
import type { Workbox } from 'workbox-window';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import { afterFirstPaint } from './after-first-paint.ts';

export type UpdateState = 'none' | 'ready' | 'applying';

export interface AppUpdate {
  getSnapshot(): UpdateState;
  subscribe(listener: () => void): () => void;
  /** Writes what is being typed, lets the waiting worker in, reloads. */
  apply(): Promise<void>;
  /** Asks for a new version now and applies it; reloads when there is none. */
  look(): Promise<void>;
}

/** How often a tab that stays open asks whether there is a new version. */
const CHECK_EVERY_MS = 3_600_000;
/** A worker that does not take over in this time: reload anyway, nothing is lost by it. */
const TAKE_OVER_MS = 4_000;
const WORKER_URL = '/sw.js';

export function startAppUpdate(): AppUpdate {
  const listeners = new Set<() => void>();
  let state: UpdateState = 'none';
  const change = (next: UpdateState): void => {
    state = next;
    for (const listener of listeners) listener();
  };

  let workbox: Workbox | undefined;
  const register = async (): Promise<void> => {
    await afterFirstPaint();
    const { Workbox } = await import('workbox-window');
    workbox = new Workbox(workerUrl());
    workbox.addEventListener('waiting', () => change('ready'));
    workbox.addEventListener('controlling', (event) => {
      // The very first worker takes an uncontrolled page over: nothing to reload for.
      if (!event.isUpdate) return;
      if (state === 'applying') location.reload();
      else change('ready');
    });
    await workbox.register();
    setInterval(() => void workbox?.update().catch(() => undefined), CHECK_EVERY_MS);
  };
  if ('serviceWorker' in navigator && import.meta.env.PROD) void register().catch(() => undefined);

  const update: AppUpdate = {
    getSnapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async apply() {
      change('applying');
      await flushBeforeLeaving();
      const registration = await navigator.serviceWorker?.getRegistration();
      // Another tab has let the new worker in already: only this page is old.
      if (!registration?.waiting) location.reload();
      workbox?.messageSkipWaiting();
      setTimeout(() => location.reload(), TAKE_OVER_MS);
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
