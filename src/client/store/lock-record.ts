/**
 * What stands in the database, in clear, of an app lock: how its key is wrapped, and how far the rows have been brought
 * to what the lock says.
 *
 *   no record ──turn on──→ on ──turn off──→ ending ──all rows in clear──→ no record
 *
 * The record is written first and every other connection to the database is ended after it (`evictOthers`), so that
 * nobody goes on writing in the other form; then the rows follow, a few at a time (reseal-rows.ts), killed as often as
 * may be. A row of either form is read at any time.
 */
import type { DeviceDatabase } from './database.ts';
import { hasWords } from './draft-words.ts';
import type { Draft, MetaValues } from './tables.ts';

export type LockRecord = MetaValues['lock'];

export async function writeLock(db: DeviceDatabase, lock: LockRecord): Promise<void> {
  await db.transaction('rw', db.meta, db.searchParts, async () => {
    await db.meta.bulkPut([
      { name: 'lock', value: lock },
      { name: 'resealing', value: { lockId: lock.id, table: null, after: null } },
    ]);
    // Made again in the new form when somebody searches: sooner than a hundred of them are written anew.
    await db.searchParts.clear();
  });
}

/** All rows are in clear again. */
export async function removeLock(db: DeviceDatabase, lockId: string): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const row = await db.meta.get('lock');
    if (row?.name === 'lock' && row.value.id === lockId) await db.meta.bulkDelete(['lock', 'resealing']);
  });
}

/** The same lock under another secret. */
export async function rewrapLock(db: DeviceDatabase, lock: LockRecord): Promise<void> {
  await db.meta.put({ name: 'lock', value: lock });
}

export interface Tries {
  readonly failed: number;
  /** Epoch ms, device clock: not before. */
  readonly until: number;
}

const NO_TRIES: Tries = { failed: 0, until: 0 };

export async function readTries(db: DeviceDatabase): Promise<Tries> {
  const row = await db.meta.get('unlockTries');
  return row?.name === 'unlockTries' ? row.value : NO_TRIES;
}

export async function writeTries(db: DeviceDatabase, tries: Tries | undefined): Promise<void> {
  if (tries) await db.meta.put({ name: 'unlockTries', value: tries });
  else await db.meta.delete('unlockTries');
}

/** So often one may be wrong at once; then each further try costs the next of these, the last one again and again. */
const FREE_TRIES = 3;
const PAUSES_MS = [5_000, 15_000, 60_000, 300_000];

export function afterFailure({ failed }: Tries, now: number): Tries {
  const paused = failed + 1 - FREE_TRIES;
  const pauseMs = paused < 0 ? 0 : (PAUSES_MS[Math.min(paused, PAUSES_MS.length - 1)] ?? 0);
  return { failed: failed + 1, until: now + pauseMs };
}

/** A clock that was put back must not lock anybody out for longer than the longest pause. */
export function waitMs({ until }: Tries, now: number): number {
  return Math.min(Math.max(0, until - now), PAUSES_MS.at(-1) ?? 0);
}

/** As it lies on the disk: words that are sealed say no more than that they are there. */
type SealedDraft = Draft & { readonly sealed?: Uint8Array; readonly hasWords?: boolean };

/** What a wipe would take with it, counted without the key. */
export async function countOwed(db: DeviceDatabase): Promise<number> {
  const [entries, tray, drafts] = await Promise.all([
    db.outbox.toArray(),
    db.tray.count(),
    db.drafts.toArray(),
  ]);
  const typed = drafts.filter((row: SealedDraft) => (row.sealed ? row.hasWords !== false : hasWords(row)));
  return entries.filter(({ version }) => version === null).length + tray + typed.length;
}
