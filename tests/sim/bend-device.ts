/** Known bugs of a device, as bends of its store, its transport or its clock: what `sabotage.ts` plants. */
import type { Clock } from '#client/platform/clock.ts';
import {
  type DeviceStore,
  type DeviceTable,
  StoreError,
  type WriteTransaction,
} from '#client/platform/device-store.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { DeviceTables } from '#client/store/tables.ts';
import type { Comparison } from '#protocol/digest.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';

const LEFT_TIMER_MS = 3_600_000;

/** Each timer that was set leaves another one. */
export function leaveTimers(clock: Clock): Clock {
  return {
    ...clock,
    after: (ms, run) => {
      clock.after(LEFT_TIMER_MS, () => undefined);
      return clock.after(ms, run);
    },
  };
}

export function emptyOutbox(database: MemoryDeviceDatabase): void {
  const outbox = database.table('outbox');
  for (const { order } of database.rows('outbox')) outbox.remove(order);
}

export function keepDeviceId(store: DeviceStore): DeviceStore {
  return bendWrites(store, (tx) => ({
    ...passing(tx),
    put: async (table, rows) => {
      const isNewId = table === 'meta' && rows.some((row) => 'name' in row && row.name === 'device');
      if (isNewId && (await tx.get('meta', 'device'))) return;
      await tx.put(table, rows);
    },
  }));
}

/** Whoever cannot tell whether a commit happened says that it did not. */
export function takeUnknownForFailed(store: DeviceStore): DeviceStore {
  return {
    read: (tables, run) => store.read(tables, run),
    write: (tables, run) =>
      store.write(tables, run).catch((error: unknown) => {
        throw error instanceof StoreError && error.kind === 'unknown' ? new StoreError('failed') : error;
      }),
  };
}

export function dropTray(store: DeviceStore): DeviceStore {
  return bendWrites(store, (tx) => ({
    ...passing(tx),
    put: (table, rows) => (table === 'tray' ? Promise.resolve() : tx.put(table, rows)),
  }));
}

export const blind = { recall: () => undefined };

export function passing(tx: WriteTransaction): WriteTransaction {
  return {
    get: (table, key) => tx.get(table, key),
    getMany: (table, keys) => tx.getMany(table, keys),
    list: (table, range) => tx.list(table, range),
    count: (table, range) => tx.count(table, range),
    put: (table, rows) => tx.put(table, rows),
    remove: (table, keys) => tx.remove(table, keys),
  };
}

export function bendWrites(
  store: DeviceStore,
  bend: (tx: WriteTransaction) => WriteTransaction,
): DeviceStore {
  return {
    read: (tables, run) => store.read(tables, run),
    write: (tables, run) => store.write(tables, (tx) => run(bend(tx))),
  };
}

/** The cursor moves in one transaction, the rows in a second one. */
export function cursorBeforeApply(store: DeviceStore): DeviceStore {
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

export function deleteBeforeSend(transport: Transport, database: () => MemoryDeviceDatabase): Transport {
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
export function twoPipes(transport: Transport): Transport {
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

/** Whatever the server finds, the device hears that all is well. */
export function ignoreDigests(transport: Transport): Transport {
  return bendAsks(transport, {
    after: (name, reply) => {
      if (name !== 'digest' || typeof reply !== 'object' || reply === null || !('outcome' in reply))
        return reply;
      const { epoch, groupId } = reply as Comparison;
      return { epoch, groupId, outcome: 'same' };
    },
  });
}

/** Every fifth message that the log brings moves the cursor and is not written. */
export function skipSomeRows(store: DeviceStore, brought: { rows: number }): DeviceStore {
  return {
    read: (tables, run) => store.read(tables, run),
    write: (tables, run) => {
      // What settles verdicts beside rows is the fold of the log; a repair does not touch the tray.
      const isFold = tables.includes('messages') && tables.includes('tray');
      if (!isFold) return store.write(tables, run);
      return store.write(tables, (tx) =>
        run({
          ...passing(tx),
          put: (table, rows) =>
            tx.put(table, table === 'messages' ? rows.filter(() => ++brought.rows % 5 > 0) : rows),
        }),
      );
    },
  };
}

/** Balances in reais, as floats of 32 bits. */
export function floatMoney(store: DeviceStore): DeviceStore {
  const asFloat = (amountMinor: number): number => Math.fround(amountMinor / 100) * 100;
  return bendWrites(store, (tx) => ({
    ...passing(tx),
    put: (table, rows) => {
      if (table !== 'ledgers') return tx.put(table, rows);
      const floats = (rows as readonly DeviceTables['ledgers'][]).map(({ groupId, pairs }) => ({
        groupId,
        pairs: Object.fromEntries(Object.entries(pairs).map(([pair, amount]) => [pair, asFloat(amount)])),
      }));
      return tx.put('ledgers', floats);
    },
  }));
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
