/**
 * Everything of a person goes from this browser, and their session ends: they signed out, or forgot the PIN of the app
 * lock. Without the end of the session a wipe would open what the lock kept shut: the cookie, which no script can take
 * away, brought every group back to whoever pressed the button.
 *
 *   noted ──→ wiped ──→ told to the server ──→ nothing
 *     └ a start finds it and goes on └ a start tells it before anything else is asked
 */
import { createPermissionNote } from '#client/observability/report-permission.ts';
import { emptyReportQueue } from '#client/observability/report-queue.ts';
import { postAccountCall } from '#client/platform/account-http.ts';
import {
  forgetPerson,
  noteTold,
  noteUntold,
  noteWiping,
  tellPersonChanged,
} from '#client/platform/change-person.ts';
import { deleteCopies } from '#client/store/copies-database.ts';
import { deleteDatabase } from '#client/store/evict-others.ts';

/** The person waits for the wipe, not for a server that may not be there. */
const TELL_TIMEOUT_MS = 4_000;

/** `close`: what this page itself does with the database ends first. */
export async function leaveDevice(database: string, close: () => Promise<void> | void): Promise<void> {
  // From here on the next start goes on with it, whatever happens to this page.
  noteWiping(database);
  await close();
  await wipe(database);
  const told = await postAccountCall('account/leave', {}, TELL_TIMEOUT_MS);
  if (told.ok) noteTold();
  startAnew();
}

/** The app's own files stay: it opens without a network, empty. */
export async function wipe(database: string): Promise<void> {
  await deleteDatabase({ name: database });
  await deleteCopies(database);
  forgetPerson();
  await forgetReports(database);
  noteUntold();
}

/** Their answer about error reports, and those that wait. Storage that fails here must not keep somebody from leaving. */
async function forgetReports(person: string): Promise<void> {
  await createPermissionNote(person)
    .write(undefined)
    .catch(() => undefined);
  await emptyReportQueue();
}

export function startAnew(): void {
  tellPersonChanged();
  location.replace('/');
}
