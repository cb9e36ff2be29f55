/** A device under its app lock: the key is asked for; short of it everything can be wiped, and nothing else. */

import { forgetWitness } from '#client/platform/browser-witness.ts';
import { unwrapByPin } from '#client/platform/lock-key.ts';
import type { UnlockResult } from '#client/session/app-lock.ts';
import { closeDatabase, openDatabase } from '#client/store/database.ts';
import { deleteDatabase } from '#client/store/evict-others.ts';
import { countOwed, type LockRecord } from '#client/store/lock-record.ts';
import { readLock } from '#client/store/read-lock.ts';
import type { SessionHost } from './session-host.ts';
import { tryPin } from './try-pin.ts';
import { createUnlocked } from './unlocked-layer.ts';

export interface LockedDevice {
  readonly isLocked: true;
  /** When it was the right one the app is shown. Rejects when the database does not answer. */
  unlock(pin: string): Promise<UnlockResult>;
  /** What was written and never sent, drafts included: a wipe takes it along. */
  countOwed(): Promise<number>;
  wipe(): Promise<void>;
}

export function openLockedDevice(host: SessionHost, name: string, first: LockRecord): LockedDevice {
  // Another tab changed the lock, or took it off.
  const database = openDatabase({ name, onTrouble: () => location.reload() });
  return {
    isLocked: true,
    async unlock(pin) {
      // The PIN may have been changed since.
      const lock = (await readLock(database)) ?? first;
      const tried = await tryPin(database, (known) => unwrapByPin(lock.pin, known), pin);
      if (!tried.ok) return tried;
      closeDatabase(database);
      await host.reopen(createUnlocked(lock, tried.key));
      return { ok: true };
    },
    countOwed: () => countOwed(database),
    async wipe() {
      closeDatabase(database);
      await deleteDatabase({ name });
      forgetWitness(name);
      location.replace('/');
    },
  };
}
