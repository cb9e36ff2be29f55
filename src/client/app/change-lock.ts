/** Putting the app lock on, taking it off, another PIN. In the order that store/lock-record.ts explains. */
import { makeDataKey, unwrapByPin, wrapByPin } from '#client/platform/lock-key.ts';
import type { UnlockResult } from '#client/session/app-lock.ts';
import { evictOthers } from '#client/store/evict-others.ts';
import { type LockRecord, rewrapLock, writeLock } from '#client/store/lock-record.ts';
import { must } from '#domain/assert.ts';
import { formatId } from '#domain/ids.ts';
import type { LockableSession } from './app-lock.ts';
import type { SessionHost } from './session-host.ts';
import { tryPin } from './try-pin.ts';
import { createUnlocked } from './unlocked-layer.ts';

const ID_BYTES = 16;

export async function turnOn(
  host: SessionHost,
  session: LockableSession,
  pin: string,
  onBlocked: () => void,
): Promise<void> {
  const key = makeDataKey();
  const id = formatId(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
  const lock: LockRecord = { id, state: 'on', pin: await wrapByPin(key, pin) };
  await writeLock(session.database, lock);
  await openAnew(host, session, { lock, key, onBlocked });
}

export async function turnOff(
  host: SessionHost,
  session: LockableSession,
  pin: string,
  onBlocked: () => void,
): Promise<UnlockResult> {
  const { lock } = must(session.unlocked, 'a lock to take off');
  const tried = await tryPin(session.database, (known) => unwrapByPin(lock.pin, known), pin);
  if (!tried.ok) return tried;
  const ending: LockRecord = { ...lock, state: 'ending' };
  await writeLock(session.database, ending);
  await openAnew(host, session, { lock: ending, key: tried.key, onBlocked });
  return { ok: true };
}

export async function changePin(
  { database, unlocked }: LockableSession,
  present: string,
  next: string,
): Promise<UnlockResult> {
  const { lock } = must(unlocked, 'a lock to change');
  const tried = await tryPin(database, (known) => unwrapByPin(lock.pin, known), present);
  if (!tried.ok) return tried;
  await rewrapLock(database, { ...lock, pin: await wrapByPin(tried.key, next) });
  return { ok: true };
}

async function openAnew(
  host: SessionHost,
  session: LockableSession,
  open: { readonly lock: LockRecord; readonly key: Uint8Array; readonly onBlocked: () => void },
): Promise<void> {
  try {
    await session.leave();
    await evictOthers({ name: session.database.name, onBlocked: open.onBlocked });
    await host.reopen(createUnlocked(open.lock, open.key));
  } catch (error) {
    // The lock stands as it was written; the next start finds it so.
    host.faults.note(error);
    location.reload();
  }
}
