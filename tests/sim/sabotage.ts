/**
 * The product with one promise broken on purpose, by bending a port it is given: none of this exists outside the
 * simulation. A checker that does not notice one of these within some hundred seeds is not worth having.
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { Witness } from '#client/platform/witness.ts';
import type { DeviceTables } from '#client/store/tables.ts';
import { type Access, type LogStore, LogStoreError, type LogTransaction } from '#server/sync/log-store.ts';
import type { Clock } from '#server/sync/session.ts';
import type { SyncServer } from '#server/sync/sync-server.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { bendLog, bendTransactions, bendViews, boundStore } from './bend-log-store.ts';
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
  /** Done to the device's database when a page of it dies. */
  readonly onPageDeath?: (database: MemoryDeviceDatabase) => void;
}

/** Of `sync-server.ts`: the only thing between a lost hint and a deaf device. */
const HEAD_POLL_MS = 2_000;

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
        after: (ms, run) => (ms === HEAD_POLL_MS ? () => undefined : clock.after(ms, run)),
      }),
    }),
  },
  { name: 'membership late on other nodes', bend: () => ({ serverStore: lateMembership }) },
  {
    name: 'epoch ignored',
    suite: 'time-travel',
    bend: () => {
      const first = { epoch: '' };
      return { server: (server) => hideEpoch(server, first) };
    },
  },
];

function ackBeforeCommit(store: LogStore): LogStore {
  return {
    ...boundStore(store),
    transact: (run) =>
      new Promise((resolve, reject) => {
        const early = async (tx: LogTransaction) => {
          const result = await run(tx);
          resolve(result);
          return result;
        };
        store.transact(early).catch(reject);
      }),
  };
}

function emptyOutbox(database: MemoryDeviceDatabase): void {
  const outbox = database.table('outbox');
  for (const { order } of database.rows('outbox')) outbox.remove(order);
}

function keepDeviceId(store: DeviceStore): DeviceStore {
  return bendWrites(store, (tx) => ({
    ...passing(tx),
    put: async (table, rows) => {
      const isNewId = table === 'meta' && rows.some((row) => 'name' in row && row.name === 'device');
      if (isNewId && (await tx.get('meta', 'device'))) return;
      await tx.put(table, rows);
    },
  }));
}

function dropTray(store: DeviceStore): DeviceStore {
  return bendWrites(store, (tx) => ({
    ...passing(tx),
    put: (table, rows) => (table === 'tray' ? Promise.resolve() : tx.put(table, rows)),
  }));
}

/** No memory of what was decided, and no unique index that would say so either. `seen`: opIds, in order. */
function forgetVerdicts(store: LogStore, seen: string[], isForgotten: (opId: string) => boolean): LogStore {
  return bendTransactions(store, (tx) => ({
    loadForPush: async (reads) => {
      const state = await tx.loadForPush(reads);
      return { ...state, verdicts: state.verdicts.filter(({ opId }) => !isForgotten(opId)) };
    },
    append: (writes) => {
      const verdicts = writes.verdicts.map((verdict) =>
        seen.includes(verdict.opId) ? { ...verdict, first: false } : verdict,
      );
      seen.push(...writes.verdicts.map(({ opId }) => opId));
      return tx.append({ ...writes, verdicts });
    },
  }));
}

/** Whatever number a push begins with is the one that was expected. */
function countNoNumbers(server: SyncServer, store: LogStore): SyncServer {
  const turns = new Map<string, Promise<unknown>>();
  return {
    ...server,
    push: (session, push, connection) => {
      const { groupId, deviceId } = push;
      const lane = `${groupId} ${deviceId}`;
      const turn = (turns.get(lane) ?? Promise.resolve()).then(async () => {
        const [last = 0] = await store.read((view) => view.listLastSeqs([{ groupId, deviceId }]));
        const reply = await server.push(session, { ...push, firstSeq: last + 1 }, connection);
        return { ...reply, firstSeq: push.firstSeq };
      });
      turns.set(
        lane,
        turn.catch(() => {}),
      );
      return turn;
    },
  };
}

/** Who is no member any more is refused before anybody looks whether their op is known. */
function authoriseBeforeDedupe(store: LogStore): LogStore {
  return bendTransactions(store, (tx) => ({
    loadForPush: async (reads) => {
      const state = await tx.loadForPush(reads);
      const gone = new Set(state.access.filter(({ active }) => !active).map(({ memberId }) => memberId));
      const isOfGone = (opId: string): boolean =>
        gone.size > 0 && reads.opIds.some((read) => read.opId === opId);
      const verdicts = state.verdicts.map((verdict) =>
        isOfGone(verdict.opId) ? { ...verdict, verdict: 'not-a-member' as const } : verdict,
      );
      return { ...state, verdicts };
    },
  }));
}

/** Whoever an op says wrote it, wrote it. */
function believeActors(server: SyncServer, store: LogStore): SyncServer {
  return {
    ...server,
    push: async (session, push, connection) => {
      const access = await store.read((view) => view.listAccessIn([push.groupId]));
      const actor = access.find(({ memberId }) => memberId === push.ops[0]?.actorId);
      return server.push({ ...session, accountId: actor?.accountId ?? session.accountId }, push, connection);
    },
  };
}

/** Same opId: the same op, whatever it says. */
function takeReuseForRepeat(server: SyncServer, store: LogStore): SyncServer {
  return {
    ...server,
    push: async (session, push, connection) => {
      const reply = await server.push(session, push, connection);
      if (!('verdicts' in reply)) return reply;
      const limits = { maxOps: 10_000, maxBytes: 1e9 };
      const log = await store.read((view) => view.listLog(push.groupId, 0, limits));
      const versionOf = (opId: string | undefined) => log.find(({ op }) => op.opId === opId)?.version ?? 1;
      const verdicts = reply.verdicts.map((verdict, i) =>
        verdict === 'op-id-reused' ? versionOf(push.ops[i]?.opId) : verdict,
      );
      return { ...reply, verdicts };
    },
  };
}

const blind = { recall: () => undefined };

/** What the database refuses is told as "busy": the lane tries again until the end of time. */
function refuseForEver(store: LogStore): LogStore {
  return {
    ...boundStore(store),
    transact: async (run) => {
      try {
        return await store.transact(run);
      } catch (error) {
        throw isRefusal(error) ? new LogStoreError('unavailable') : error;
      }
    },
  };
}

const isRefusal = (error: unknown): boolean => error instanceof LogStoreError && error.kind === 'refused';

/** Who may hear a group is asked of a cache that is one question old. */
function lateMembership(store: LogStore): LogStore {
  const asked = new Map<string, Access[]>();
  return bendViews(store, (view) => ({
    listAccessIn: async (groupIds) => {
      const fresh = Map.groupBy(await view.listAccessIn(groupIds), ({ groupId }) => groupId);
      return groupIds.flatMap((groupId) => {
        const present = fresh.get(groupId) ?? [];
        const late = asked.get(groupId) ?? present;
        asked.set(groupId, present);
        return late;
      });
    },
  }));
}

/** Devices are never told that the server's history is another one, nor does the server mind. */
function hideEpoch(server: SyncServer, first: { epoch: string }): SyncServer {
  const now = { epoch: '' };
  const hide = <T extends object>(answer: T): T => {
    if (!('epoch' in answer)) return answer;
    now.epoch = String(answer.epoch);
    first.epoch ||= now.epoch;
    return { ...answer, epoch: first.epoch };
  };
  const real = <T extends { readonly epoch: string | null }>(asked: T): T => ({
    ...asked,
    epoch: now.epoch || asked.epoch,
  });
  return {
    ...server,
    hello: async (session, hello, connection) => {
      const answer = hide(await server.hello(session, real(hello), connection));
      if (!('groups' in answer)) return answer;
      const groups = answer.groups.map((group) =>
        group.history === 'changed' ? { ...group, history: 'same' as const } : group,
      );
      return { ...answer, groups };
    },
    push: async (session, push, connection) => hide(await server.push(session, real(push), connection)),
    catchUp: async (session, asked, connection) =>
      hide(await server.catchUp(session, real(asked), connection)),
    snapshot: async (session, asked) => hide(await server.snapshot(session, real(asked))),
    bootstrap: async (session, asked) => hide(await server.bootstrap(session, real(asked))),
    page: async (session, asked) => hide(await server.page(session, real(asked))),
  };
}

// --- the device ------------------------------------------------------------------

function passing(tx: WriteTransaction): WriteTransaction {
  return {
    get: (table, key) => tx.get(table, key),
    getMany: (table, keys) => tx.getMany(table, keys),
    list: (table, range) => tx.list(table, range),
    count: (table, range) => tx.count(table, range),
    put: (table, rows) => tx.put(table, rows),
    remove: (table, keys) => tx.remove(table, keys),
  };
}

function bendWrites(store: DeviceStore, bend: (tx: WriteTransaction) => WriteTransaction): DeviceStore {
  return {
    read: (tables, run) => store.read(tables, run),
    write: (tables, run) => store.write(tables, (tx) => run(bend(tx))),
  };
}

/** The cursor moves in one transaction, the rows in a second one. */
function cursorBeforeApply(store: DeviceStore): DeviceStore {
  return {
    read: (tables, run) => store.read(tables, run),
    write: async (tables, run) => {
      if (!tables.includes('cursors') || !tables.includes('messages')) return store.write(tables, run);
      const later: (() => Promise<unknown>)[] = [];
      const result = await store.write(tables, async (tx) => {
        const undo: (() => Promise<void>)[] = [];
        const put = async <T extends DeviceTable>(table: T, rows: readonly DeviceTables[T][]) => {
          if (table === 'messages' || table === 'members' || table === 'groups') {
            later.push(() => store.write([table], (next) => next.put(table, rows)));
            const keys = rows.map((row) => {
              const { groupId, id } = row as { groupId: string; id: string };
              return [groupId, id] as const;
            });
            const before = await tx.getMany(table, keys);
            undo.push(async () => {
              await tx.remove(table, keys);
              await tx.put(table, before.filter((row) => row !== undefined) as DeviceTables[T][]);
            });
          }
          await tx.put(table, rows);
        };
        const answer = await run({ ...passing(tx), put });
        for (const step of undo.reverse()) await step();
        return answer;
      });
      for (const write of later) await write();
      return result;
    },
  };
}

function deleteBeforeSend(transport: Transport, database: () => MemoryDeviceDatabase): Transport {
  const forget = (name: string, frame: unknown): void => {
    if (name !== 'push') return;
    const sent = new Set((frame as { ops: { opId: string }[] }).ops.map(({ opId }) => opId));
    for (const { order, opId } of database().rows('outbox')) {
      if (sent.has(opId)) database().table('outbox').remove(order);
    }
  };
  return bendAsks(transport, {
    before: (name, request) => {
      forget(name, request);
      return request;
    },
  });
}

/** Every second line of a flush goes by a request of its own, at the same time. */
function twoPipes(transport: Transport): Transport {
  return {
    ...boundTransport(transport),
    flush: async (name, requests, options) => {
      if (name !== 'push' || requests.length < 2) return transport.flush(name, requests, options);
      const halves = [0, 1].map((rest) => requests.map((_, i) => i).filter((i) => i % 2 === rest));
      const [even, odd] = halves.map((indexes) =>
        transport.flush(
          name,
          indexes.flatMap((i) => requests[i] ?? []),
          { ...options, onReply: (i, reply) => options.onReply(indexes[i] ?? i, reply) },
        ),
      );
      const answers = await Promise.all([even, odd]);
      return (
        answers.find((answer) => answer && !answer.ok) ?? { ok: true, value: { answered: requests.length } }
      );
    },
  };
}

function boundTransport(transport: Transport): Transport {
  return {
    openSession: (request, options) => transport.openSession(request, options),
    flush: (name, requests, options) => transport.flush(name, requests, options),
    connect: (events, options) => transport.connect(events, options),
  };
}

interface Bend {
  readonly before?: (name: string, request: unknown) => unknown;
  readonly after?: (name: string, reply: unknown) => unknown;
}

function bendAsks(transport: Transport, { before = (_, it) => it, after = (_, it) => it }: Bend): Transport {
  return {
    ...boundTransport(transport),
    flush: (name, requests, options) =>
      transport.flush(name, requests.map((one) => before(name, one)) as typeof requests, {
        ...options,
        onReply: (i, reply) => options.onReply(i, after(name, reply) as typeof reply),
      }),
    connect: async (events, options) => {
      const answer = await transport.connect(events, options);
      if (!answer.ok) return answer;
      const socket = answer.value;
      return {
        ok: true,
        value: {
          tell: (name, frame) => socket.tell(name, frame),
          close: () => socket.close(),
          ask: async (name, request, askOptions) => {
            const reply = await socket.ask(name, before(name, request) as typeof request, askOptions);
            return reply.ok ? { ok: true, value: after(name, reply.value) as typeof reply.value } : reply;
          },
        },
      };
    },
  };
}
