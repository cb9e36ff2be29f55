/** One try at the PIN: counted before it is made, so that a page killed in the middle is no free try. */
import type { DeviceDatabase } from '#client/store/database.ts';
import { afterFailure, readTries, waitMs, writeTries } from '#client/store/lock-record.ts';

type Key = Uint8Array<ArrayBuffer>;
export type Tried =
  | { readonly ok: true; readonly key: Key }
  | { readonly ok: false; readonly waitMs: number };

export async function tryPin(
  database: DeviceDatabase,
  unwrap: (pin: string) => Promise<Key | undefined>,
  pin: string,
): Promise<Tried> {
  const before = await readTries(database);
  const pauseMs = waitMs(before, Date.now());
  if (pauseMs > 0) return { ok: false, waitMs: pauseMs };
  const failed = afterFailure(before, Date.now());
  await writeTries(database, failed);
  const key = await unwrap(pin);
  if (!key) return { ok: false, waitMs: waitMs(failed, Date.now()) };
  await writeTries(database, undefined);
  return { ok: true, key };
}
