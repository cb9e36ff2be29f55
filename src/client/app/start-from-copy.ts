/**
 * The first database does not open, now or at another try: it is given up for the copies in the second. They are looked at
 * first; then the next start finds the loss and recovers from them (recover-device.ts).
 */
import { readBestParts } from '#client/copies/read-copy.ts';
import { reportError } from '#client/observability/report-error.ts';
import { readPresentPerson } from '#client/platform/present-person.ts';
import { openCopies } from '#client/store/copies-database.ts';
import { deleteDatabase } from '#client/store/evict-others.ts';

/** A database process that does not come up answers nothing at all. */
const DELETE_MAX_MS = 10_000;

export interface LastCopy {
  /** Epoch ms; null: under the app lock, which opens first. */
  readonly at: number | null;
}

/** null: there is none that can be read. */
export async function findLastCopy(): Promise<LastCopy | null> {
  try {
    const copies = await openCopies({ person: readPresentPerson() });
    try {
      if (await copies.getLock()) return { at: null };
      const best = await readBestParts(copies);
      return best ? { at: best.from.at } : null;
    } finally {
      copies.close();
    }
  } catch (error) {
    reportError(error, { place: 'engine' });
    return null;
  }
}

/** True: the page is about to start anew. False: the browser does not let go of the database either. */
export async function startFromCopy(): Promise<boolean> {
  const deleting = deleteDatabase({ name: readPresentPerson() }).then(() => true);
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, DELETE_MAX_MS, false));
  try {
    if (!(await Promise.race([deleting, late]))) return false;
  } catch (error) {
    reportError(error, { place: 'engine' });
    return false;
  }
  location.reload();
  return true;
}
