import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { notePresentPerson } from '#client/platform/change-person.ts';
import { findAwake, nameDatabase } from '#client/store/person-databases.ts';
import { makeId } from '#client/sync/stamp-op.ts';

/** The hint named somebody who is not here now: who is, or a database for somebody new. */
export async function choosePerson(): Promise<string> {
  const name = (await findAwake()) ?? nameDatabase(makeId(createBrowserRandom()));
  notePresentPerson(name);
  return name;
}
