/**
 * Opens the device: database, engine, reader, with the browser's own implementations of the ports.
 *
 *   opening fails    → `StorageTrouble`, a screen of its own: nothing is pretended
 *   an app lock      → `LockedDevice`: the screen that asks for the PIN, and nothing else is loaded or started
 *   of a newer build → shown as it is, nothing is written
 *   lost while open  → `lost` changes (a newer version took the database over); what is on the screen stays, so that
 *                      a text that can no longer be saved can still be copied
 */
import type { RecentFaults } from '#client/observability/recent-faults.ts';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { createBrowserLocks } from '#client/platform/browser-locks.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { createBrowserTabChannel } from '#client/platform/browser-tab-channel.ts';
import { createBrowserWitness } from '#client/platform/browser-witness.ts';
import { createLateTransport } from '#client/platform/late-transport.ts';
import { readLeaving, readPresentPerson } from '#client/platform/present-person.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { AccountDoor } from '#client/session/account-door.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import type { ExternalStore } from '#client/session/external-store.ts';
import { isAsleep } from '#client/store/asleep.ts';
import {
  closeDatabase,
  DATABASE_NAME,
  type DatabaseTrouble,
  type DeviceDatabase,
  openDatabase,
  openForReading,
} from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { createReader } from '#client/store/read.ts';
import { readLock } from '#client/store/read-lock.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import { createEngine } from '#client/sync/engine.ts';
import type { AccountDoorParts } from './account-door.ts';
import { afterFirstPaint } from './after-first-paint.ts';
import { createAppLock } from './app-lock.ts';
import type { Opened, OpenedSession, SessionHost } from './session-host.ts';
import type { StorageTrouble } from './storage-screen.tsx';
import type { Unlocked } from './unlocked-layer.ts';

const SCREENS: Readonly<Record<Exclude<DatabaseTrouble, 'newer'>, StorageTrouble>> = {
  denied: 'denied',
  broken: 'broken',
  'upgrade-needed': 'outdated',
  blocked: 'broken',
};

/** `unlocked`: the key of the app lock, once it is known. */
export async function openSession(
  host: SessionHost,
  unlocked?: Unlocked,
  person = readPresentPerson(DATABASE_NAME),
): Promise<Opened> {
  const { faults, words } = host;
  if (readLeaving()) await (await import('./after-leaving.ts')).finishLeaving();
  const lost = createFlag();
  let tell: (trouble: DatabaseTrouble) => void = () => lost.raise();
  const troubled = new Promise<DatabaseTrouble>((resolve) => {
    tell = resolve;
  });
  const database = openDatabase({
    name: person,
    onTrouble: (trouble) => tell(trouble),
    ...(unlocked && { layer: unlocked.layer }),
  });
  // `open` again joins the opening that is under way; its failure is told through `onTrouble`.
  const opened = database.open().then(
    () => undefined,
    () => troubled,
  );
  const trouble = await Promise.race([opened, troubled]);
  if (trouble === 'newer') return openReadOnly(person, faults, words);
  if (trouble !== undefined) return SCREENS[trouble];
  tell = () => lost.raise();
  // One that cannot be read now shows what is wrong with it by itself.
  if (await isAsleep(database).catch(() => false)) {
    closeDatabase(database);
    const { choosePerson } = await import('./choose-person.ts');
    return openSession(host, undefined, await choosePerson());
  }
  const lock = await readLock(database);
  if (lock && lock.id !== unlocked?.lock.id) {
    closeDatabase(database);
    const { openLockedDevice } = await import('./locked-device.ts');
    return openLockedDevice(host, person, lock);
  }
  return runSession(host, { database, lost, unlocked });
}

interface OpenDatabase {
  readonly database: DeviceDatabase;
  readonly lost: ExternalStore<boolean>;
  readonly unlocked: Unlocked | undefined;
}

function runSession(host: SessionHost, { database, lost, unlocked }: OpenDatabase): OpenedSession {
  const store = createDexieStore(database);
  const engine = createEngine(
    {
      store,
      transport: tellingOfLeaving(createLateTransport(loadTransport)),
      clock: createBrowserClock(),
      random: createBrowserRandom(),
      locks: createBrowserLocks(),
      tabs: createBrowserTabChannel(database.name),
      witness: createBrowserWitness(database.name),
    },
    { loadConnections, onFault: host.faults.note, connectAfter: afterFirstPaint() },
  );
  const leave = async (): Promise<void> => {
    unlocked?.stop();
    await flushBeforeLeaving();
    await engine[Symbol.asyncDispose]();
    closeDatabase(database);
  };
  unlocked?.start({ database, store, onFault: host.faults.note });
  const lock = createAppLock(host, { database, unlocked, leave });
  const accounts = createLazyDoor({ engine, database });
  const reader = createReader(database, host.words);
  return { engine, reader, accounts, lock, lost, isReadOnly: false };
}

/** A session is asked for only when the server knows that whoever was here has left. */
function tellingOfLeaving(transport: Transport): Transport {
  return {
    ...transport,
    async openSession(request, options) {
      if (readLeaving()) {
        const { tellOfLeaving } = await import('./after-leaving.ts');
        if (!(await tellOfLeaving(options.timeoutMs))) return { ok: false, failure: { kind: 'unreachable' } };
      }
      return transport.openSession(request, options);
    },
  };
}

/** Few come here, and none in their first minute. */
function createLazyDoor(parts: AccountDoorParts): AccountDoor {
  const open = async (): Promise<AccountDoor> => (await import('./account-door.ts')).createAccountDoor(parts);
  return {
    call: async (name, request) => (await open()).call(name, request),
    enter: async (ticket, options) => (await open()).enter(ticket, options),
    enterApart: async (ticket) => (await open()).enterApart(ticket),
    leave: async () => (await open()).leave(),
  };
}

/** Fetched along with what uses it. */
async function loadTransport(): Promise<Transport> {
  const { createSocketTransport } = await import('#client/platform/socket-transport.ts');
  return createSocketTransport();
}

/** Not before the first screen is there, which does without. */
async function loadConnections() {
  const { createConnectionLoop } = await import('#client/sync/connection-loop.ts');
  return createConnectionLoop;
}

async function openReadOnly(
  person: string,
  faults: RecentFaults,
  words: ReaderWords,
): Promise<OpenedSession | StorageTrouble> {
  const database = await openForReading({ name: person }).catch(faults.note);
  // Sealed by a newer build: only that one is asked to open it.
  if (!database || (await readLock(database))) return 'outdated';
  const ports = {
    store: createDexieStore(database),
    clock: createBrowserClock(),
    random: createBrowserRandom(),
  };
  const { createReadingEngine } = await import('#client/sync/reading-engine.ts');
  const engine = createReadingEngine(ports, { onFault: faults.note });
  return {
    engine,
    reader: createReader(database, words),
    accounts: null,
    lost: createFlag(),
    isReadOnly: true,
  };
}

function createFlag(): ExternalStore<boolean> & { raise(): void } {
  const listeners = new Set<() => void>();
  let raised = false;
  return {
    raise() {
      raised = true;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => raised,
  };
}
