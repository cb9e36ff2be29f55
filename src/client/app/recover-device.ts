/**
 * The browser emptied the first database, or put an older one back. Before anything else looks at it, what the newest good
 * copy has comes back beside what is there; then the engine checks in, finds the loss and takes another id (sync/canary.ts).
 *
 *   copies under an app lock   the lock comes back first, and the app asks for the PIN as ever
 *   none, or none readable     the groups come back from the server alone
 *
 * A kill in the middle leaves a database that still has no identity, and a refusal of the disk is remembered: the next start
 * finds the loss again (copies/recover.ts).
 */

import { findLoss, recover } from '#client/copies/recover.ts';
import { reportError } from '#client/observability/report-error.ts';
import { createBrowserChoices } from '#client/platform/browser-choices.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { createBrowserWitness } from '#client/platform/browser-witness.ts';
import { type CopiesDatabase, openCopies } from '#client/store/copies-database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { writeLock } from '#client/store/lock-record.ts';
import type { PersonDatabase } from '#client/store/person-databases.ts';
import type { Unlocked } from './unlocked-layer.ts';

/** `locked`: the lock is there again, and must be opened first. */
export async function recoverDevice(
  database: PersonDatabase,
  unlocked: Unlocked | undefined,
): Promise<'locked' | 'done'> {
  try {
    const copies = await openCopies({ person: database.name, seal: unlocked?.copySeal });
    try {
      const lock = unlocked ? undefined : await copies.getLock();
      if (!lock) await restoreNewest(database, copies);
      else await writeLock(database, lock);
      return lock ? 'locked' : 'done';
    } finally {
      copies.close();
    }
  } catch (error) {
    // Until the next start the device is what it was: emptied, and told so.
    reportError(error, { place: 'engine' });
    return 'done';
  }
}

async function restoreNewest(database: PersonDatabase, copies: CopiesDatabase): Promise<void> {
  const store = createDexieStore(database);
  const lost = await findLoss(store, createBrowserWitness(database.name).recall());
  if (lost === null) return;
  const choices = createBrowserChoices();
  await recover({ store, copies, random: createBrowserRandom(), now: Date.now(), choices }, lost);
}
