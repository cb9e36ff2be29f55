/**
 * One person's installation in the storm: the real engine behind a fault proxy of its own, whose app can be closed
 * and opened again, and an account of everything it said was saved.
 */

import type { DeviceStore, DeviceTable } from '#client/platform/device-store.ts';
import type { Cursor, DeviceTables } from '#client/store/tables.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { type Fproxy, openFproxy } from '#tests/support/fproxy.ts';
import { type NodeDevice, openNodeDevice, openNodeProfile } from '#tests/support/node-device.ts';
import { createWiretap, type Wiretap } from './wiretap.ts';

/** Something `commit` said was on disk. */
export interface Saved {
  readonly opId: string;
  readonly groupId: string;
  readonly type: string;
  /** As the person gave it; null: the engine itself made it. */
  readonly body: object | null;
  readonly atMs: number;
}

export interface StormDevice extends AsyncDisposable {
  readonly name: string;
  readonly link: Fproxy;
  readonly wiretap: Wiretap;
  /** In the order in which it was saved. */
  readonly saved: readonly Saved[];
  /** What should not have happened, as the engine reports it. */
  readonly faults: readonly unknown[];
  /** The app as it runs now. */
  app(): NodeDevice;
  /** False: not theirs to do (any more), and nothing was saved. Throws when the device's storage would not take it. */
  commit(intent: Intent): Promise<boolean>;
  createGroup(name: string): Promise<string>;
  join(group: { readonly groupId: string; readonly secret: string }): Promise<boolean>;
  /** Closes the app and opens it again on the same profile. */
  restart(): Promise<void>;
  rows<T extends DeviceTable>(table: T): Promise<DeviceTables[T][]>;
  cursor(groupId: string): Promise<Cursor | undefined>;
}

export async function openStormDevice(options: {
  readonly name: string;
  /** Of the server this link leads to. */
  readonly port: number;
  readonly seed: number;
  /** The browser's own way is Dexie on IndexedDB; memory is quicker. */
  readonly storage: 'memory' | 'indexeddb';
}): Promise<StormDevice> {
  const { name, port, seed, storage } = options;
  const link = await openFproxy({ target: { port }, seed });
  const wiretap = createWiretap();
  const profile = openNodeProfile(storage);
  const store: DeviceStore = profile.store;
  const saved: Saved[] = [];
  const faults: unknown[] = [];
  const open = (): NodeDevice =>
    openNodeDevice({ origin: `http://127.0.0.1:${link.port}`, profile, wrapTransport: wiretap.wrap });
  let app = open();

  const note = (groupId: string, type: string, body: object | null, opIds: readonly string[]): void => {
    for (const opId of opIds) saved.push({ opId, groupId, type, body, atMs: performance.now() });
  };
  const close = async (): Promise<void> => {
    await app.close();
    faults.push(...app.faults);
  };

  return {
    name,
    link,
    wiretap,
    saved,
    get faults() {
      return [...faults, ...app.faults];
    },
    app: () => app,
    commit: async (intent) => {
      const result = await app.engine.commit([intent]);
      // `invalid`: of a message that this device does not hold (any more).
      if (!result.ok && result.error !== 'not-allowed' && result.error !== 'invalid') {
        throw new Error(`${name}: ${result.error}`);
      }
      if (result.ok) note(intent.groupId, intent.type, intent.body, result.opIds);
      return result.ok;
    },
    createGroup: async (groupName) => {
      wiretap.joins += 1;
      const made = await app.engine.createGroup({ name: groupName, picture: '🧪', memberName: name });
      if (!made.ok || made.groupId === undefined) throw new Error(`${name}: no group`);
      note(made.groupId, 'group.created', null, made.opIds);
      return made.groupId;
    },
    join: async ({ groupId, secret }) => {
      wiretap.joins += 1;
      const result = await app.engine.joinGroup({ groupId, secret, groupName: null, memberName: name });
      // Already in, or on the way: nothing was asked.
      if (!result.ok || result.opIds.length === 0) {
        wiretap.joins -= 1;
        return false;
      }
      note(groupId, 'member.joined', null, result.opIds);
      return true;
    },
    restart: async () => {
      await close();
      app = open();
    },
    rows: (table) => store.read([table], (tx) => tx.list(table)),
    cursor: (groupId) => store.read(['cursors'], (tx) => tx.get('cursors', groupId)),
    [Symbol.asyncDispose]: async () => {
      await close();
      profile.close();
      await link.close();
    },
  };
}
