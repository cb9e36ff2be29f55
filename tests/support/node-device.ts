/**
 * A whole device in Node: the real engine, the real transport, a database in memory or on fake-indexeddb. For
 * benches, the demo and the tests that talk to a real server process.
 *
 *   profile   what survives a closed app: database, cookies, locks. Open several devices on one for several tabs
 *   device    the running app: engine.close() is closing it, opening again on the profile is starting it again
 */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Locks } from '#client/platform/locks.ts';
import { createSocketTransport } from '#client/platform/socket-transport.ts';
import type { TabChannel, TabMessage } from '#client/platform/tab-channel.ts';
import type { Transport } from '#client/platform/transport.ts';
import { closeDatabase, openDatabase } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { createReader } from '#client/store/read.ts';
import type { Reader } from '#client/store/read-types.ts';
import { ACTS } from '#client/sync/acts.ts';
import { createConnectionLoop } from '#client/sync/connection-loop.ts';
import { createEngine } from '#client/sync/engine.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { assert, must } from '#domain/assert.ts';
import { parseInviteFragment } from '#domain/groups/invite-link.ts';
import { MemoryDeviceDatabase } from './memory-device-store.ts';

export interface NodeProfile {
  readonly store: DeviceStore;
  /** Only on fake-indexeddb: the screens' reads are Dexie's. */
  readonly reader: Reader | undefined;
  readonly cookies: { value: string | undefined };
  readonly locks: Locks;
  /** One per device on this profile. */
  openTabs(): TabChannel;
  /** Calls after each transaction that changed something (memory only); returns what ends it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface NodeDevice extends AsyncDisposable {
  readonly engine: Engine;
  readonly profile: NodeProfile;
  /** What should not have happened, as the engine reports it. */
  readonly faults: readonly unknown[];
  /** Closes the app; the profile stays. */
  close(): Promise<void>;
}

export interface NodeDeviceOptions {
  /** Where the server, or the proxy before it, is: `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** Absent: a new profile in memory. */
  readonly profile?: NodeProfile;
  /** Between engine and network, to count or to disturb. */
  readonly wrapTransport?: (transport: Transport) => Transport;
}

export function openNodeDevice(options: NodeDeviceOptions): NodeDevice {
  const profile = options.profile ?? openNodeProfile();
  const faults: unknown[] = [];
  const transport = createSocketTransport({ origin: options.origin, cookies: cookieJar(profile.cookies) });
  const engine = createEngine(
    {
      store: profile.store,
      transport: options.wrapTransport?.(transport) ?? transport,
      clock: createBrowserClock(),
      random: createBrowserRandom(),
      locks: profile.locks,
      tabs: profile.openTabs(),
    },
    {
      loadConnections: () => createConnectionLoop,
      loadActs: () => ACTS,
      onFault: (error) => faults.push(error),
    },
  );
  const close = () => engine[Symbol.asyncDispose]();
  return { engine, profile, faults, close, [Symbol.asyncDispose]: close };
}

let opened = 0;

export function openNodeProfile(storage: 'memory' | 'indexeddb' = 'memory'): NodeProfile {
  const listeners = new Set<() => void>();
  const shared = {
    cookies: { value: undefined },
    locks: createLocks(),
    openTabs: createTabs(),
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  if (storage === 'memory') {
    const database = new MemoryDeviceDatabase(() => {
      for (const listener of [...listeners]) listener();
    });
    return { ...shared, store: database.connect(), reader: undefined, close: () => {} };
  }
  // Dexie shares its cache between databases of one name, whatever factory they come from.
  const database = openDatabase({ name: `racha-${++opened}`, indexedDB: new IDBFactory(), IDBKeyRange });
  return {
    ...shared,
    store: createDexieStore(database),
    reader: createReader(database),
    close: () => closeDatabase(database),
  };
}

/** Comes in by an invite, as by a tap on its link. */
export async function joinByLink({ engine }: NodeDevice, link: string, memberName: string): Promise<string> {
  const invite = must(parseInviteFragment(new URL(link).hash), 'an invite');
  const joined = await engine.joinGroup({ ...invite, memberName });
  assert(joined.ok, 'saved');
  return invite.groupId;
}

/** Resolves when `isTrue` says so; asked after each change of the device, and every 20 ms. */
export async function waitUntil(
  device: NodeDevice,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${isTrue.toString()}`);
    await nextChange(device, 20);
  }
}

function nextChange({ engine, profile }: NodeDevice, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stops.forEach((stop) => {
        stop();
      });
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stops = [engine.subscribe(done), profile.onChange(done)];
  });
}

function cookieJar(jar: { value: string | undefined }) {
  return {
    get: () => jar.value,
    put(response: Response) {
      const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
      if (set.length > 0) jar.value = set.join('; ');
    },
  };
}

function createLocks(): Locks {
  let tail: Promise<void> = Promise.resolve();
  return {
    acquire(_name, signal) {
      const before = tail;
      let release = () => {};
      tail = new Promise((resolve) => {
        release = resolve;
      });
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => {
          // Gives its place to the next when its turn comes.
          void before.then(release);
          reject(signal.reason);
        });
        void before.then(() => {
          if (!signal.aborted) resolve({ release });
        });
      });
    },
  };
}

function createTabs(): () => TabChannel {
  const tabs = new Set<(message: TabMessage) => void>();
  return () => {
    let own: ((message: TabMessage) => void) | undefined;
    return {
      post(message) {
        for (const tab of [...tabs]) if (tab !== own) queueMicrotask(() => tab(message));
      },
      listen(onMessage) {
        own = onMessage;
        tabs.add(onMessage);
        return () => tabs.delete(onMessage);
      },
    };
  };
}
