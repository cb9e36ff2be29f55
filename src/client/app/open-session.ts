/**
 * Opens the device: database, engine, reader, with the browser's own implementations of the ports.
 *
 *   opening fails    → `StorageTrouble`, a screen of its own: nothing is pretended
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
import { createSocketTransport } from '#client/platform/socket-transport.ts';
import type { ExternalStore } from '#client/session/external-store.ts';
import type { Session } from '#client/session/session-context.ts';
import { type DatabaseTrouble, openDatabase, openForReading } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { createReader } from '#client/store/read.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import { createEngine } from '#client/sync/engine.ts';
import { createReadingEngine } from '#client/sync/reading-engine.ts';
import { afterFirstPaint } from './after-first-paint.ts';
import type { StorageTrouble } from './storage-screen.tsx';

export interface OpenedSession extends Session {
  /** True once the database was let go to a newer version in another tab. */
  readonly lost: ExternalStore<boolean>;
  /** The database is of a newer version of the app. */
  readonly isReadOnly: boolean;
}

const SCREENS: Readonly<Record<Exclude<DatabaseTrouble, 'newer'>, StorageTrouble>> = {
  denied: 'denied',
  broken: 'broken',
  'upgrade-needed': 'outdated',
  blocked: 'broken',
};

export async function openSession(
  faults: RecentFaults,
  words: ReaderWords,
): Promise<OpenedSession | StorageTrouble> {
  const lost = createFlag();
  let tell: (trouble: DatabaseTrouble) => void = () => lost.raise();
  const troubled = new Promise<DatabaseTrouble>((resolve) => {
    tell = resolve;
  });
  const database = openDatabase({ onTrouble: (trouble) => tell(trouble) });
  // `open` again joins the opening that is under way; its failure is told through `onTrouble`.
  const opened = database.open().then(
    () => undefined,
    () => troubled,
  );
  const trouble = await Promise.race([opened, troubled]);
  if (trouble === 'newer') return openReadOnly(faults, words);
  if (trouble !== undefined) return SCREENS[trouble];
  tell = () => lost.raise();

  const engine = createEngine(
    {
      store: createDexieStore(database),
      transport: createSocketTransport(),
      clock: createBrowserClock(),
      random: createBrowserRandom(),
      locks: createBrowserLocks(),
      tabs: createBrowserTabChannel(),
      witness: createBrowserWitness(),
    },
    { loadConnections, onFault: faults.note, connectAfter: afterFirstPaint() },
  );
  return { engine, reader: createReader(database, words), lost, isReadOnly: false };
}

/** Not before the first screen is there, which does without. */
async function loadConnections() {
  const { createConnectionLoop } = await import('#client/sync/connection-loop.ts');
  return createConnectionLoop;
}

async function openReadOnly(
  faults: RecentFaults,
  words: ReaderWords,
): Promise<OpenedSession | StorageTrouble> {
  const database = await openForReading().catch(faults.note);
  if (!database) return 'outdated';
  const ports = {
    store: createDexieStore(database),
    clock: createBrowserClock(),
    random: createBrowserRandom(),
  };
  const engine = createReadingEngine(ports, { onFault: faults.note });
  return { engine, reader: createReader(database, words), lost: createFlag(), isReadOnly: true };
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
