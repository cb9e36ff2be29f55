/** Putting the app lock on, taking it off, another PIN, a passkey beside it. In the order that store/lock-record.ts explains. */
import { reportError } from '#client/observability/report-error.ts';
import { makeDataKey, unwrapByPin, wrapByPin } from '#client/platform/lock-key.ts';
import { forgetPasskey, wrapByPasskey } from '#client/platform/lock-passkey.ts';
import type { AddPasskeyResult, UnlockResult } from '#client/session/app-lock.ts';
import { evictOthers } from '#client/store/evict-others.ts';
import { type LockRecord, rewrapLock, writeLock } from '#client/store/lock-record.ts';
import { readLock } from '#client/store/read-lock.ts';
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
  const lock = await mustLock(session);
  const tried = await tryPin(session.database, (known) => unwrapByPin(lock.pin, known), pin);
  if (!tried.ok) return tried;
  const ending: LockRecord = { ...lock, state: 'ending' };
  await writeLock(session.database, ending);
  await openAnew(host, session, { lock: ending, key: tried.key, onBlocked });
  return { ok: true };
}

export async function changePin(
  session: LockableSession,
  present: string,
  next: string,
): Promise<UnlockResult> {
  const { database } = session;
  const lock = await mustLock(session);
  const tried = await tryPin(database, (known) => unwrapByPin(lock.pin, known), present);
  if (!tried.ok) return tried;
  await rewrap(session, { ...lock, pin: await wrapByPin(tried.key, next) });
  return { ok: true };
}

/** Another way in is given by who knows the first. */
export async function addPasskey(
  session: LockableSession,
  pin: string,
  name: string,
): Promise<AddPasskeyResult> {
  const lock = await mustLock(session);
  const tried = await tryPin(session.database, (known) => unwrapByPin(lock.pin, known), pin);
  if (!tried.ok) return tried;
  const passkey = await wrapByPasskey(tried.key, name);
  if (typeof passkey === 'string') return { ok: false, problem: passkey };
  // The PIN may have been changed while the platform asked.
  await rewrap(session, { ...(await mustLock(session)), passkey });
  return { ok: true };
}

/** Takes a way in away, and needs none of them. */
export async function removePasskey(session: LockableSession): Promise<void> {
  const { passkey, ...lock } = await mustLock(session);
  await rewrap(session, lock);
  if (passkey) await forgetPasskey(passkey.credentialId);
}

/** As it is written now: another tab may have changed it, and so may this one. */
async function mustLock({ database }: LockableSession): Promise<LockRecord> {
  return must(await readLock(database), 'a lock');
}

async function rewrap({ database, unlocked }: LockableSession, lock: LockRecord): Promise<void> {
  await rewrapLock(database, lock);
  unlocked?.noteLock(lock);
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
    reportError(error, { place: 'engine' });
    location.reload();
  }
}
