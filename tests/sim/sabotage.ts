/**
 * The product with one promise broken on purpose, by bending a port it is given: none of this exists outside the
 * simulation. A checker that does not notice one of these within some hundred seeds is not worth having.
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { DeviceTables } from '#client/store/tables.ts';
import type { LogEntry, LogStore, LogTransaction, LogView, StoredVerdict } from '#server/sync/log-store.ts';
import type { SyncServer } from '#server/sync/sync-server.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import type { Process } from './scheduler.ts';
import type { Suite } from './suites.ts';

export interface Sabotage {
  readonly name: string;
  /** The suite whose faults can show it; absent: the usual storm. */
  readonly suite?: Suite;
  readonly bendDeviceStore?: (store: DeviceStore, page: Process) => DeviceStore;
  readonly bendTransport?: (transport: Transport, database: () => MemoryDeviceDatabase) => Transport;
  readonly bendServerStore?: (store: LogStore) => LogStore;
  readonly bendServer?: (server: SyncServer) => SyncServer;
  /** Done to the device's database when a page of it dies. */
  readonly onPageDeath?: (database: MemoryDeviceDatabase) => void;
}

export const SABOTAGES: readonly Sabotage[] = [
  {
    name: 'ack before commit',
    bendServerStore: (store) => ({
      ...bound(store),
      transact: (run) =>
        new Promise((resolve, reject) => {
          const early = async (tx: LogTransaction) => {
            const result = await run(tx);
            resolve(result);
            return result;
          };
          store.transact(early).catch(reject);
        }),
    }),
  },
  { name: 'no dedupe', suite: 'identity', bendServerStore: (store) => forgetVerdicts(store, () => true) },
  {
    name: 'dedupe TTL',
    suite: 'identity',
    // The last few stay known, as with a cache that expires.
    bendServerStore: (store) => {
      const recent: string[] = [];
      return forgetVerdicts(store, ({ opId }) => !recent.slice(-3).includes(opId), recent);
    },
  },
  {
    name: 'outbox in memory',
    onPageDeath: (database) => {
      const outbox = database.table('outbox');
      for (const { order } of database.rows('outbox')) outbox.remove(order);
    },
  },
  { name: 'delete before send', bendTransport: deleteBeforeSend },
  {
    name: 'nack drops text',
    bendDeviceStore: (store) =>
      bendWrites(store, (tx) => ({
        ...passing(tx),
        put: (table, rows) => (table === 'tray' ? Promise.resolve() : tx.put(table, rows)),
      })),
  },
  { name: 'cursor before apply', bendDeviceStore: cursorBeforeApply },
  { name: 'two pipes for one lane', bendTransport: twoPipes },
  {
    name: 'sequence cursor',
    // The entry before the last is still uncommitted when the last is read; its number was taken long ago.
    bendServerStore: (store) =>
      bendViews(store, (view) => ({
        listLog: async (groupId, after, limits) => {
          const entries = await view.listLog(groupId, after, limits);
          return entries.length > 2 ? [...entries.slice(0, -2), ...entries.slice(-1)] : entries;
        },
      })),
  },
  {
    name: 'order by device clock',
    bendServerStore: (store) =>
      bendViews(store, (view) => ({
        listLog: async (groupId, after, limits) =>
          (await view.listLog(groupId, after, limits)).sort((a: LogEntry, b: LogEntry) => a.op.at - b.op.at),
      })),
  },
  {
    name: 'no membership recheck',
    bendServerStore: (store) =>
      bendViews(store, (view) => ({
        listAccessOf: async (accountIds) =>
          (await view.listAccessOf(accountIds)).map((access) => ({ ...access, active: true })),
      })),
  },
  {
    name: 'authorise before dedupe',
    bendServerStore: authoriseBeforeDedupe,
  },
  {
    name: 'device id kept after clone',
    suite: 'identity',
    bendTransport: (transport) =>
      bendPushReplies(transport, (reply) =>
        'stop' in reply && reply.stop && 'fork' in reply.stop ? { ...reply, stop: { wait: 'busy' } } : reply,
      ),
  },
  { name: 'epoch ignored', suite: 'time-travel', bendServer: ignoreEpoch },
];

/** A class instance's methods as plain functions, to be overridden one by one. */
function bound(store: LogStore): LogStore {
  return {
    transact: (run) => store.transact(run),
    read: (run) => store.read(run),
    raiseMarks: (marks) => store.raiseMarks(marks),
  };
}

function bendTransactions(store: LogStore, bend: (tx: LogTransaction) => Partial<LogTransaction>): LogStore {
  const bent = (tx: LogTransaction): LogTransaction => ({
    epoch: tx.epoch,
    lockHeads: (ids, create) => tx.lockHeads(ids, create),
    loadForPush: (reads) => tx.loadForPush(reads),
    append: (writes) => tx.append(writes),
    ...bend(tx),
  });
  return { ...bound(store), transact: (run) => store.transact((tx) => run(bent(tx))) };
}

function bendViews(store: LogStore, bend: (view: LogView) => Partial<LogView>): LogStore {
  const bent = (view: LogView): LogView =>
    new Proxy(view, {
      get(target, name) {
        const own = bend(target)[name as keyof LogView];
        const value = own ?? target[name as keyof LogView];
        return typeof value === 'function' && own === undefined ? value.bind(target) : value;
      },
    });
  return { ...bound(store), read: (run) => store.read((view) => run(bent(view))) };
}

/** No memory of what was decided, and no unique index that would say so either. */
function forgetVerdicts(
  store: LogStore,
  isForgotten: (verdict: StoredVerdict) => boolean,
  seen: string[] = [],
): LogStore {
  const decided = new Set<string>();
  return bendTransactions(store, (tx) => ({
    loadForPush: async (reads) => {
      const state = await tx.loadForPush(reads);
      return { ...state, verdicts: state.verdicts.filter((verdict) => !isForgotten(verdict)) };
    },
    append: (writes) => {
      const verdicts = writes.verdicts.map((verdict) => {
        const isAgain = decided.has(verdict.opId);
        decided.add(verdict.opId);
        seen.push(verdict.opId);
        return isAgain ? { ...verdict, first: false } : verdict;
      });
      return tx.append({ ...writes, verdicts });
    },
  }));
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

/** Neither side is ever told that the server's history is another one. */
function ignoreEpoch(server: SyncServer): SyncServer {
  const first = { epoch: '' };
  const hide = <T extends object>(answer: T): T => {
    if (!('epoch' in answer)) return answer;
    first.epoch ||= String(answer.epoch);
    return { ...answer, epoch: first.epoch };
  };
  return {
    ...server,
    hello: async (session, hello, connection) => hide(await server.hello(session, hello, connection)),
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

function bendPushReplies(
  transport: Transport,
  bend: (reply: { stop?: object | undefined }) => object,
): Transport {
  return bendAsks(transport, {
    after: (name, reply) => (name === 'push' ? bend(reply as { stop?: object }) : reply),
  });
}
