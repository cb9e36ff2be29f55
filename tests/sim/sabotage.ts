/**
 * The product with one promise broken on purpose, by bending a port it is given: none of this exists outside the
 * simulation. A checker that does not notice one of these within some hundred seeds is not worth having.
 */

import type { CopyStore } from '#client/copies/copy-store.ts';
import type { Clock as DeviceClock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { Witness } from '#client/platform/witness.ts';
import type { MergeText, PlanTexts } from '#client/sync/engine-types.ts';
import type { LogStore } from '#server/sync/log-store.ts';
import type { Clock } from '#server/sync/session.ts';
import type { SyncServer } from '#server/sync/sync-server.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { believeTexts, forgetRefusals, overwriteRows, renameOps, reviveDevice } from './bend-copies.ts';
import {
  blind,
  cursorBeforeApply,
  deleteBeforeSend,
  dropTray,
  emptyOutbox,
  floatMoney,
  ignoreDigests,
  keepDeviceId,
  leaveTimers,
  skipSomeRows,
  takeUnknownForFailed,
  twoPipes,
} from './bend-device.ts';
import { bendLog, bendTransactions, bendViews } from './bend-log-store.ts';
import {
  applyAsYjsDoes,
  forgetTypedFirst,
  leaveTyped,
  mergeAsYjsDoes,
  mergeNumbered,
  noteInMemory,
  replaceTexts,
  saveSometimes,
} from './bend-plans.ts';
import {
  ackBeforeCommit,
  authoriseBeforeDedupe,
  banForgotten,
  believeActors,
  countNoNumbers,
  editsOverwrite,
  forgetVerdicts,
  hideEpoch,
  lateMembership,
  linksLive,
  noteJoins,
  refuseForEver,
  removalIsWords,
  rolesBelieved,
  takeReuseForRepeat,
} from './bend-server.ts';
import type { ApplyText } from './plan-texts.ts';
import type { Suite } from './suites.ts';

export interface Sabotage {
  readonly name: string;
  /** The suite whose faults can show it; absent: the usual storm. */
  readonly suite?: Suite;
  /** Once per run: what it remembers outlives processes, as a disk does. */
  readonly bend: () => Bends;
}

export interface Bends {
  readonly deviceStore?: (store: DeviceStore) => DeviceStore;
  readonly transport?: (transport: Transport, database: () => MemoryDeviceDatabase) => Transport;
  readonly serverStore?: (store: LogStore) => LogStore;
  readonly witness?: (witness: Witness) => Witness;
  readonly serverClock?: (clock: Clock) => Clock;
  readonly server?: (server: SyncServer, store: LogStore) => SyncServer;
  /** What of a failure goes to the server's log. */
  readonly describeFailure?: (error: unknown) => object;
  /** What lies beside the database is written, and never read. */
  readonly forgetsLedgers?: true;
  readonly deviceClock?: (clock: DeviceClock) => DeviceClock;
  /** The copies, as restoring reads them. */
  readonly copies?: (copies: CopyStore) => CopyStore;
  /** The device's database, as restoring finds it. */
  readonly restoreStore?: (store: DeviceStore) => DeviceStore;
  /** A new phone's database, as taking in a file finds it; `from`: what the file was made of. */
  readonly carriedStore?: (store: DeviceStore, from: MemoryDeviceDatabase) => DeviceStore;
  /** How plans' texts are compacted, and the engine's door to them. */
  readonly mergeText?: (merge: MergeText) => MergeText;
  readonly applyText?: ApplyText;
  readonly planTexts?: (texts: PlanTexts) => PlanTexts;
  /** Done to the device's database when a page of it dies. */
  readonly onPageDeath?: (database: MemoryDeviceDatabase) => void;
}

/** Of `sync-server.ts`: the only thing between a lost hint and a deaf device. Marks are gathered as long. */
const isHeadPoll = (ms: number, run: () => void): boolean => ms === 2_000 && run.name === 'poll';

export const SABOTAGES: readonly Sabotage[] = [
  { name: 'ack before commit', bend: () => ({ serverStore: ackBeforeCommit }) },
  {
    name: 'no dedupe',
    suite: 'identity',
    bend: () => {
      const seen: string[] = [];
      return { serverStore: (store) => forgetVerdicts(store, seen, () => true) };
    },
  },
  {
    name: 'dedupe TTL',
    suite: 'identity',
    // The last few stay known, as with a cache that expires.
    bend: () => {
      const seen: string[] = [];
      return {
        serverStore: (store) => forgetVerdicts(store, seen, (opId) => !seen.slice(-3).includes(opId)),
      };
    },
  },
  { name: 'outbox in memory', bend: () => ({ onPageDeath: emptyOutbox }) },
  { name: 'delete before send', bend: () => ({ transport: deleteBeforeSend }) },
  { name: 'unknown commit taken for none', bend: () => ({ deviceStore: takeUnknownForFailed }) },
  { name: 'nack drops text', bend: () => ({ deviceStore: dropTray }) },
  { name: 'cursor before apply', bend: () => ({ deviceStore: cursorBeforeApply }) },
  {
    name: 'two pipes for one lane',
    // Two pipes deliver in any order; with a server that does not count, that is the order they stand in.
    bend: () => ({ transport: twoPipes, server: countNoNumbers }),
  },
  {
    name: 'sequence cursor',
    // The entry before the last is still uncommitted when the last is read; its number was taken long ago.
    bend: () => ({
      serverStore: (store) =>
        bendLog(store, (entries) =>
          entries.length > 2 ? [...entries.slice(0, -2), ...entries.slice(-1)] : entries,
        ),
    }),
  },
  {
    name: 'order by device clock',
    bend: () => ({
      serverStore: (store) => bendLog(store, (entries) => [...entries].sort((a, b) => a.op.at - b.op.at)),
    }),
  },
  {
    name: 'no membership recheck',
    bend: () => ({
      serverStore: (store) =>
        bendViews(store, (view) => ({
          listAccessOf: async (accountIds) =>
            (await view.listAccessOf(accountIds)).map((access) => ({ ...access, active: true })),
        })),
    }),
  },
  { name: 'authorise before dedupe', bend: () => ({ serverStore: authoriseBeforeDedupe }) },
  {
    name: 'device id kept after clone',
    suite: 'identity',
    bend: () => ({ deviceStore: keepDeviceId }),
  },
  {
    name: 'canary not asked',
    suite: 'identity',
    bend: () => ({ witness: (witness) => ({ ...blind, remember: (it) => witness.remember(it) }) }),
  },
  { name: 'actor believed', bend: () => ({ server: believeActors }) },
  { name: 'reused id taken for a repeat', bend: () => ({ server: takeReuseForRepeat }) },
  { name: 'culprit not looked for', bend: () => ({ serverStore: refuseForEver }) },
  {
    name: 'no head poll',
    bend: () => ({
      serverClock: (clock) => ({
        ...clock,
        after: (ms, run) => (isHeadPoll(ms, run) ? () => undefined : clock.after(ms, run)),
      }),
    }),
  },
  { name: 'membership late on other nodes', bend: () => ({ serverStore: lateMembership }) },
  {
    name: 'log quotes the op',
    bend: () => ({ describeFailure: (error) => ({ message: String(error) }) }),
  },
  {
    name: 'closed sockets kept',
    bend: () => ({ server: (server) => ({ ...server, close: () => undefined }) }),
  },
  { name: 'timers left behind', bend: () => ({ deviceClock: leaveTimers }) },
  { name: 'digest ignored', bend: () => ({ transport: ignoreDigests }) },
  {
    name: 'op skipped silently',
    bend: () => {
      const brought = { rows: 0 };
      return { deviceStore: (store) => skipSomeRows(store, brought) };
    },
  },
  {
    name: 'epoch ignored',
    suite: 'time-travel',
    bend: () => {
      const first = { epoch: '' };
      return { server: (server) => hideEpoch(server, first) };
    },
  },
  { name: 'float money', suite: 'ledger', bend: () => ({ deviceStore: floatMoney }) },
  { name: 'an edit overwrites the others', suite: 'ledger', bend: () => ({ serverStore: editsOverwrite }) },
  { name: 'roles believed', suite: 'people', bend: () => ({ serverStore: rolesBelieved }) },
  { name: 'removal is only words', suite: 'people', bend: () => ({ serverStore: removalIsWords }) },
  {
    name: 'revoked link lets in',
    suite: 'people',
    bend: () => {
      const joins = new Set<string>();
      return {
        server: (server) => noteJoins(server, joins),
        serverStore: (store) => linksLive(store, joins),
        // The door asks what lies beside the database, too.
        forgetsLedgers: true,
      };
    },
  },
  { name: 'revocation lost with the backup', suite: 'people', bend: () => ({ forgetsLedgers: true }) },
  { name: 'ban forgotten', suite: 'people', bend: () => ({ serverStore: banForgotten }) },
  {
    name: 'parked op forgotten',
    suite: 'time-travel',
    bend: () => ({
      serverStore: (store) => bendTransactions(store, () => ({ listParkedFor: async () => [] })),
    }),
  },
  {
    name: 'Yjs update merged after it was numbered',
    suite: 'plans',
    bend: () => ({ deviceStore: mergeNumbered }),
  },
  {
    name: 'compaction drops the tail',
    suite: 'plans',
    bend: () => ({ mergeText: (merge) => (base, edits) => merge(base, edits.slice(0, -1)) }),
  },
  { name: 'update applied without saving', suite: 'plans', bend: () => ({ planTexts: saveSometimes() }) },
  { name: 'saved said of what is in memory', suite: 'plans', bend: () => ({ planTexts: noteInMemory }) },
  {
    name: 'typed words forgotten before they are an op',
    suite: 'plans',
    bend: () => ({ deviceStore: forgetTypedFirst }),
  },
  { name: 'typed words left where they lie', suite: 'plans', bend: () => ({ planTexts: leaveTyped }) },
  { name: 'state replaced instead of merged', suite: 'plans', bend: () => ({ deviceStore: replaceTexts }) },
  {
    name: 'words go with their block',
    suite: 'plans',
    bend: () => ({ applyText: applyAsYjsDoes, mergeText: () => mergeAsYjsDoes }),
  },
  {
    name: 'compaction forgets where blocks stood',
    suite: 'plans',
    bend: () => ({ mergeText: () => mergeAsYjsDoes }),
  },
  { name: 'copy believed unread', suite: 'restore', bend: () => ({ copies: believeTexts }) },
  { name: 'restore gives new opIds', suite: 'restore', bend: () => ({ copies: renameOps }) },
  {
    name: 'restore overwrites what is newer',
    suite: 'restore',
    bend: () => ({ restoreStore: overwriteRows }),
  },
  {
    name: 'restore revives the device id',
    suite: 'restore',
    // Any one of the three alone is made good by the others: the id, its numbers, and what a fork is answered with.
    bend: () => ({ carriedStore: reviveDevice, deviceStore: keepDeviceId }),
  },
  { name: 'refused recovery forgotten', suite: 'restore', bend: () => ({ restoreStore: forgetRefusals }) },
];
