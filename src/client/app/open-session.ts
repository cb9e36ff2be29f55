/**
 * Opens the device: database, engine, reader, with the browser's own implementations of the ports.
 *
 *   opening fails    → `StorageTrouble`, a screen of its own: nothing is pretended
 *   an app lock      → `LockedDevice`: the screen that asks for the PIN, and nothing else is loaded or started
 *   of a newer build → shown as it is, nothing is written
 *   lost while open  → `lost` changes (a newer version took the database over); what is on the screen stays, so that
 *                      a text that can no longer be saved can still be copied
 */
import { reportError } from '#client/observability/report-error.ts';
import type { BlobTransport } from '#client/platform/blob-transport.ts';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { createBrowserLocks } from '#client/platform/browser-locks.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { createBrowserTabChannel } from '#client/platform/browser-tab-channel.ts';
import { createBrowserWitness } from '#client/platform/browser-witness.ts';
import { createLateBlobs } from '#client/platform/late-blobs.ts';
import { createLateTransport } from '#client/platform/late-transport.ts';
import { readLeaving, readPresentPerson } from '#client/platform/present-person.ts';
import type { Transport } from '#client/platform/transport.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import type { ExternalStore } from '#client/session/external-store.ts';
import { isAsleep } from '#client/store/asleep.ts';
import {
  closeDatabase,
  type DatabaseTrouble,
  type DeviceDatabase,
  openDatabase,
  openForReading,
} from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { createReader } from '#client/store/read.ts';
import { readLock } from '#client/store/read-lock.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import { owedLoss } from '#client/sync/canary.ts';
import { createEngine } from '#client/sync/engine.ts';
import { afterFirstPaint } from './after-first-paint.ts';
import { createAppLock } from './app-lock.ts';
import { createLateCopies } from './late-copies.ts';
import {
  createLateAccounts,
  createLateCarry,
  createLatePhotos,
  createLatePlanTexts,
  createLateSearch,
} from './late-doors.ts';
import type { Opened, OpenedSession, SessionHost } from './session-host.ts';
import type { StorageTrouble } from './storage-screen.tsx';
import type { Unlocked } from './unlocked-layer.ts';

const SCREENS: Readonly<Record<Exclude<DatabaseTrouble, 'newer'>, StorageTrouble>> = {
  denied: 'denied',
  broken: 'broken',
  'upgrade-needed': 'outdated',
  blocked: 'held',
};

/** `unlocked`: the key of the app lock, once it is known. */
export async function openSession(
  host: SessionHost,
  unlocked?: Unlocked,
  person = readPresentPerson(),
): Promise<Opened> {
  const { words } = host;
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
  if (trouble === 'newer') return openReadOnly(person, words);
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
  if (await isLost(database).catch(() => false)) {
    const { recoverDevice } = await import('./recover-device.ts');
    if ((await recoverDevice(database, unlocked)) === 'locked') {
      closeDatabase(database);
      return openSession(host, undefined, person);
    }
  }
  return runSession(host, { database, lost, unlocked });
}

/** The witness remembers another database than this, or such a loss is still to be recovered from: asked before the engine takes note. */
async function isLost(database: DeviceDatabase): Promise<boolean> {
  const testimony = createBrowserWitness(database.name).recall();
  const [device, canary, recovered] = await database.meta.bulkGet(['device', 'canary', 'recoveredFor']);
  const standing = {
    hasDevice: device !== undefined,
    canary: canary?.name === 'canary' ? canary.value : undefined,
    recoveredFor: recovered?.name === 'recoveredFor' ? recovered.value : undefined,
  };
  return owedLoss(standing, testimony) !== null;
}

interface OpenDatabase {
  readonly database: DeviceDatabase;
  readonly lost: ExternalStore<boolean>;
  readonly unlocked: Unlocked | undefined;
}

function runSession(host: SessionHost, { database, lost, unlocked }: OpenDatabase): OpenedSession {
  const store = createDexieStore(database);
  const painted = afterFirstPaint();
  const blobs = createLateBlobs(loadBlobs);
  const engine = createEngine(
    {
      store,
      transport: tellingOfLeaving(createLateTransport(loadTransport)),
      blobs,
      clock: createBrowserClock(),
      random: createBrowserRandom(),
      locks: createBrowserLocks(),
      tabs: createBrowserTabChannel(database.name),
      witness: createBrowserWitness(database.name),
    },
    { loadConnections, loadActs, onFault: noteFault, connectAfter: painted },
  );
  // Brings the acts too, ahead of the first thing anybody does. Each says so itself if they could not be fetched; what is noted stays.
  void painted.then(() => engine.planTexts.takeTyped()).catch(() => undefined);
  const copies = createLateCopies({ engine, database, store, unlocked }, painted);
  const search = createLateSearch({ database: database.name, unlocked, words: host.words });
  const leave = async (): Promise<void> => {
    unlocked?.stop();
    search.stop();
    await flushBeforeLeaving();
    await copies.stop();
    await engine[Symbol.asyncDispose]();
    closeDatabase(database);
  };
  unlocked?.start({ database, store, onFault: noteFault });
  const lock = createAppLock(host, { database, unlocked, leave });
  const accounts = createLateAccounts({ engine, database, stopCopies: copies.stop });
  const reader = createReader(database, host.words);
  const photos = createLatePhotos({ database, store, blobs, onFault: noteFault });
  const carry = createLateCarry({ engine, store });
  const planTexts = createLatePlanTexts({ engine, database, store });
  void painted
    .then(() => import('./bind-device-key.ts'))
    .then(({ bindOnceOnline }) => bindOnceOnline(engine, store))
    .catch(noteFault);
  const doors = { accounts, photos, carry, copies: copies.door, planTexts, search: search.door };
  return { engine, reader, ...doors, lock, lost, isReadOnly: false };
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

async function loadBlobs(): Promise<BlobTransport> {
  const { createHttpBlobs } = await import('#client/platform/http-blobs.ts');
  const http = { origin: '', fetch: (...request: Parameters<typeof fetch>) => fetch(...request) };
  return createHttpBlobs(http, () => performance.now());
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

/** The rules of every op; the first screen shows without them. */
async function loadActs() {
  return (await import('#client/sync/acts.ts')).ACTS;
}

async function openReadOnly(person: string, words: ReaderWords): Promise<OpenedSession | StorageTrouble> {
  const database = await openForReading({ name: person }).catch(noteFault);
  if (!database) return 'outdated';
  // Sealed by a newer build: only that one is asked to open it.
  if (await readLock(database)) {
    closeDatabase(database);
    return 'newer-locked';
  }
  const ports = {
    store: createDexieStore(database),
    clock: createBrowserClock(),
    random: createBrowserRandom(),
  };
  const [{ createReadingEngine }, { READING_DOOR }] = await Promise.all([
    import('#client/sync/reading-engine.ts'),
    import('./reading-door.ts'),
  ]);
  const engine = createReadingEngine(ports, { onFault: noteFault });
  return {
    engine,
    reader: createReader(database, words),
    accounts: READING_DOOR,
    photos: null,
    carry: null,
    planTexts: null,
    copies: null,
    search: null,
    lost: createFlag(),
    isReadOnly: true,
  };
}

function noteFault(error: unknown): undefined {
  reportError(error, { place: 'engine' });
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
