/** A device under its app lock: the key is asked for; short of it everything can be wiped, and nothing else. */
import { unwrapByPin } from '#client/platform/lock-key.ts';
import type { UnlockResult } from '#client/session/app-lock.ts';
import { closeDatabase, openDatabase } from '#client/store/database.ts';
import { countOwed, type LockRecord, writeTries } from '#client/store/lock-record.ts';
import { readLock } from '#client/store/read-lock.ts';
import { leaveDevice } from './leave-device.ts';
import type { SessionHost } from './session-host.ts';
import { tryPin } from './try-pin.ts';
import { createUnlocked } from './unlocked-layer.ts';

export interface LockedDevice {
  readonly isLocked: true;
  /** When it was the right one the app is shown. Rejects when the database does not answer. */
  unlock(pin: string): Promise<UnlockResult>;
  /** A passkey opens it too. */
  readonly hasPasskey: boolean;
  /** False: the person closed the sheet, or it is not there any more. Rejects when the database does not answer. */
  unlockByPasskey(): Promise<boolean>;
  /** What was written and never sent, drafts included: a wipe takes it along. */
  countOwed(): Promise<number>;
  /** Everything of the person goes from this device, and their session with it. */
  wipe(): Promise<void>;
}

export function openLockedDevice(host: SessionHost, name: string, first: LockRecord): LockedDevice {
  // Another tab changed the lock, or took it off.
  const database = openDatabase({ name, onTrouble: () => location.reload() });
  const openWith = async (lock: LockRecord, key: Uint8Array): Promise<void> => {
    closeDatabase(database);
    await host.reopen(createUnlocked(lock, key));
  };
  return {
    isLocked: true,
    hasPasskey: first.passkey !== undefined,
    async unlock(pin) {
      // The PIN may have been changed since.
      const lock = (await readLock(database)) ?? first;
      const tried = await tryPin(database, (known) => unwrapByPin(lock.pin, known), pin);
      if (!tried.ok) return tried;
      await openWith(lock, tried.key);
      return { ok: true };
    },
    async unlockByPasskey() {
      const lock = (await readLock(database)) ?? first;
      // The authenticator counts wrong tries by itself; the pauses after wrong PINs do not hold up its owner.
      const { unwrapByPasskey } = await import('#client/platform/lock-passkey.ts');
      const key = lock.passkey && (await unwrapByPasskey(lock.passkey));
      if (!key) return false;
      await writeTries(database, undefined);
      await openWith(lock, key);
      return true;
    },
    countOwed: () => countOwed(database),
    wipe: () => leaveDevice(name, () => closeDatabase(database)),
  };
}
