/** The app lock of an open session. What changes it is loaded when a person does. */
import type { AppLock } from '#client/session/app-lock.ts';
import type { DeviceDatabase } from '#client/store/database.ts';
import type { SessionHost } from './session-host.ts';
import type { Unlocked } from './unlocked-layer.ts';

export interface LockableSession {
  readonly database: DeviceDatabase;
  readonly unlocked: Unlocked | undefined;
  /** Writes what is being typed, ends the engine and closes the database. */
  leave(): Promise<void>;
}

export function createAppLock(host: SessionHost, session: LockableSession): AppLock {
  const { unlocked } = session;
  const load = () => import('./change-lock.ts');
  return {
    state: stateOf(unlocked),
    isResealing: () => unlocked?.isResealing() ?? false,
    hasPasskey: () => unlocked?.lock.passkey !== undefined,
    mayAddPasskey: async () => (await import('#client/platform/lock-passkey.ts')).mayHaveLockPasskeys(),
    subscribe: (listener) => unlocked?.subscribe(listener) ?? (() => {}),
    turnOn: async (pin, onBlocked) => (await load()).turnOn(host, session, pin, onBlocked),
    turnOff: async (pin, onBlocked) => (await load()).turnOff(host, session, pin, onBlocked),
    changePin: async (present, next) => (await load()).changePin(session, present, next),
    addPasskey: async (pin, name) => (await load()).addPasskey(session, pin, name),
    removePasskey: async () => (await load()).removePasskey(session),
    lockNow: () => void import('./unlocked-layer.ts').then(({ lockEverywhere }) => lockEverywhere()),
  };
}

function stateOf(unlocked: Unlocked | undefined): AppLock['state'] {
  if (unlocked) return unlocked.lock.state;
  return globalThis.crypto?.subtle === undefined ? 'unavailable' : 'off';
}
