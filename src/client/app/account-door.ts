/** The account door on the browser: HTTP, the persons' databases, and the page itself. See `session/account-door.ts`. */

import { emptyReportQueue } from '#client/observability/report-queue.ts';
import { postAccountCall } from '#client/platform/account-http.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { createBrowserWitness } from '#client/platform/browser-witness.ts';
import { notePresentPerson } from '#client/platform/change-person.ts';
import { describeDevice } from '#client/platform/describe-device.ts';
import type { AccountAnswer, AccountDoor } from '#client/session/account-door.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import { isAsleep } from '#client/store/asleep.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { deleteDatabase } from '#client/store/evict-others.ts';
import {
  listPersonDatabases,
  nameDatabase,
  type PersonDatabase,
  setAsleep,
  withDatabase,
} from '#client/store/person-databases.ts';
import { adoptAccount } from '#client/sync/adopt-account.ts';
import { checkIn } from '#client/sync/canary.ts';
import { type Device, getDevice } from '#client/sync/device-identity.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { makeId } from '#client/sync/stamp-op.ts';
import { answerConsent, readConsents } from './consents.ts';
import { leaveDevice, startAnew } from './leave-device.ts';

export interface AccountDoorParts {
  readonly engine: Engine;
  readonly database: PersonDatabase;
  readonly stopCopies: () => Promise<void>;
}

export function createAccountDoor({ engine, database, stopCopies }: AccountDoorParts): AccountDoor {
  const random = createBrowserRandom();

  const redeem = async (ticket: string, device: Device, join: boolean): Promise<AccountAnswer<string>> => {
    const deviceName = describeDevice(navigator.userAgent);
    const answer = await postAccountCall('entry/redeem', { ticket, ...device, deviceName, join });
    return answer.ok ? { ok: true, value: answer.value.accountId } : answer;
  };

  /** `name` is awake from now on, and this page's database is not. */
  const changeTo = async (name: string): Promise<void> => {
    await flushBeforeLeaving();
    await engine[Symbol.asyncDispose]();
    await setAsleep(database, Date.now());
    // Whoever is here next has not been asked about the reports of who was.
    await emptyReportQueue();
    notePresentPerson(name);
    startAnew();
  };

  return {
    call: postAccountCall,
    readConsents,
    answerConsent,

    async enter(ticket, { join }) {
      const store = createDexieStore(database);
      const device = await getDevice(store);
      if (!device) return { ok: false, error: 'unavailable' };
      const answer = await redeem(ticket, device, join);
      if (!answer.ok) return answer;
      await adoptAccount(store, answer.value);
      // Also the groups that waited for this account over a connection that is open.
      engine.tryNow();
      return { ok: true, value: undefined };
    },

    async enterApart(ticket) {
      // Who was here before comes back to what they left: same device, same outbox.
      for (const name of await listPersonDatabases()) {
        if (name === database.name) continue;
        const entered = await withDatabase(name, async (sleeping) => {
          const store = createDexieStore(sleeping);
          const device = (await isAsleep(sleeping)) ? await getDevice(store) : undefined;
          const answer = device && (await redeem(ticket, device, false));
          if (!answer?.ok) return false;
          await adoptAccount(store, answer.value);
          await setAsleep(sleeping, undefined);
          return true;
        });
        if (!entered) continue;
        await changeTo(name);
        return { ok: true, value: undefined };
      }
      const name = nameDatabase(makeId(random));
      const answer = await withDatabase(name, async (fresh): Promise<AccountAnswer<string>> => {
        const store = createDexieStore(fresh);
        const device = await checkIn({ store, random, witness: createBrowserWitness(name), now: Date.now() });
        const redeemed = await redeem(ticket, device, false);
        if (redeemed.ok) await adoptAccount(store, redeemed.value);
        return redeemed;
      });
      if (!answer.ok) {
        await deleteDatabase({ name });
        return answer;
      }
      await changeTo(name);
      return { ok: true, value: undefined };
    },

    leave: () =>
      leaveDevice(database.name, async () => {
        await stopCopies();
        await engine[Symbol.asyncDispose]();
      }),
  };
}
