/**
 * What every log store must do, whatever it stands on: PGlite, PostgreSQL, the simulation's memory.
 * One store serves all cases; each works in groups of its own.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { NO_SALT } from '#domain/erased-body.ts';
import { formatId } from '#domain/ids.ts';
import type { Op } from '#domain/op.ts';
import type { MessageRow, RowChange } from '#domain/rows.ts';
import { chainNext, chainStart, opHash } from '#protocol/canonical.ts';
import {
  type Access,
  type LogEntry,
  type LogStore,
  LogStoreError,
  type PushReads,
  type PushWrites,
  type StoredVerdict,
} from '#server/sync/log-store.ts';

export interface OpenedLogStore {
  readonly store: LogStore;
  close(): Promise<void>;
}

const newId = (): string => formatId(randomBytes(16));
const NO_READS: PushReads = { opIds: [], lanes: [], rows: [], members: [] };
const EVERYTHING = { maxOps: 1_000, maxBytes: 10_000_000 };
/** NUL, RTL override, ZWJ family, decomposed accent, a quote and a backslash: kept byte for byte. */
const HARD_TEXT = 'a\u0000b\u202Ec👩‍👩‍👧‍👦e\u0301"\\';

export function describeLogStore(name: string, open: () => Promise<OpenedLogStore>): void {
  describe(`log store on ${name}`, () => {
    let opened: OpenedLogStore;
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(() => opened.close());
    const store = (): LogStore => opened.store;

    test('has one epoch, the same for every reader and writer', async () => {
      const read = await store().read(async (view) => view.epoch);
      const written = await store().transact(async (tx) => tx.epoch);
      expect(read).toEqual(written);
      expect(read.epoch).toHaveLength(22);
    });

    test('an unknown group has no head, no log, no lane', async () => {
      const groupId = newId();
      await store().read(async (view) => {
        expect(await view.getHeads([groupId])).toEqual([]);
        expect(await view.listLog(groupId, 0, EVERYTHING)).toEqual([]);
        expect(await view.listLastSeqs([{ groupId, deviceId: newId() }])).toEqual([0]);
        expect(await view.listAccessIn([groupId])).toEqual([]);
      });
      expect(await store().transact((tx) => tx.lockHeads([groupId], new Set()))).toEqual([]);
    });

    test('what a transaction appended is read back whole, byte for byte', async () => {
      const group = makeGroup();
      const written = group.write(['first', HARD_TEXT, '😀'.repeat(2_000)]);
      await commit(store(), group.groupId, written);
      await store().read(async (view) => {
        expect(await view.listLog(group.groupId, 0, EVERYTHING)).toEqual(written.entries);
        expect(await view.getHeads([group.groupId])).toEqual(written.heads);
        expect(await view.listAccessOf([group.accountId])).toEqual(written.access);
        expect(await view.listAccessIn([group.groupId])).toEqual(written.access);
        const chains = await view.listChains([
          { groupId: group.groupId, version: 2 },
          { groupId: group.groupId, version: 99 },
          { groupId: group.groupId, version: 1 },
        ]);
        expect(chains).toEqual([written.entries[1]?.chain, undefined, written.entries[0]?.chain]);
        const messages = await view.listMessagesBefore(group.groupId, 3, 10);
        expect(messages.map(({ text }) => text)).toEqual([HARD_TEXT, 'first']);
        expect(await view.countRows(group.groupId, 'messages')).toBe(3);
        const inside = await view.listMessagesIn(group.groupId, 2, 3);
        expect(inside.map(({ version }) => version)).toEqual([2, 3]);
        expect(await view.listMessagesIn(group.groupId, 4, 9)).toEqual([]);
      });
    });

    test('words go out of the log with a commit, and hash, chain and everything else stay', async () => {
      const group = makeGroup();
      const written = group.write(['um', HARD_TEXT, 'três']);
      await commit(store(), group.groupId, written);
      const words = { salt: NO_SALT, body: { messageId: newId(), erased: 'A'.repeat(43) } };
      const erased = [{ groupId: group.groupId, version: 2, ...words }];
      await commit(store(), group.groupId, { ...group.write(['quatro']), erased });
      const log = await store().read((view) => view.listLog(group.groupId, 0, EVERYTHING));
      const [first, second, third] = written.entries;
      expect(log.slice(0, 3)).toEqual([first, { ...second, op: { ...second?.op, ...words } }, third]);
      await store().transact(async (tx) => {
        await tx.lockHeads([group.groupId], new Set());
        const places = [2, 4, 99].map((version) => ({ groupId: group.groupId, version }));
        const found = await tx.loadEntries(places);
        expect(found.sort((a, b) => a.version - b.version)).toEqual([log[1], log[3]]);
      });
      expect(log).toHaveLength(4);
    });

    test('parked ops are found by the message they wait for until it has come', async () => {
      const group = makeGroup();
      const written = group.write(['a', 'b', 'c']);
      const opAt = (version: number) => must(written.entries[version - 1], 'its entry').op;
      const [targetId, other] = [newId(), newId()];
      const parked = [
        { version: 1, targetId, op: opAt(1), bytes: 50 },
        { version: 2, targetId, op: opAt(2), bytes: 70 },
        { version: 3, targetId: other, op: opAt(3), bytes: 30 },
      ];
      const heads = written.heads.map((head) => ({ ...head, parkedBytes: 150 }));
      await commit(store(), group.groupId, { ...written, heads, parked });
      await store().read(async (view) => {
        expect(await view.listParked(group.groupId)).toEqual(parked);
        expect(await view.getHeads([group.groupId])).toEqual(heads);
      });
      await store().transact(async (tx) => {
        expect(await tx.lockHeads([group.groupId], new Set())).toEqual(heads);
        const { groupId } = group;
        expect(await tx.listParkedFor([{ groupId, targetId }])).toEqual(parked.slice(0, 2));
        expect(await tx.listParkedFor([{ groupId, targetId: newId() }])).toEqual([]);
        const more = group.write(['d']);
        const unparked = [1, 2].map((version) => ({ groupId, version }));
        await tx.append({
          ...more,
          heads: more.heads.map((head) => ({ ...head, parkedBytes: 30 })),
          unparked,
        });
      });
      await store().read(async (view) => {
        expect(await view.listParked(group.groupId)).toEqual(parked.slice(2));
        expect((await view.getHeads([group.groupId]))[0]?.parkedBytes).toBe(30);
      });
    });

    test('a transaction that throws leaves nothing, and its error comes out', async () => {
      const group = makeGroup();
      const failure = new LogStoreError('refused');
      const attempt = store().transact(async (tx) => {
        await tx.lockHeads([group.groupId], new Set([group.groupId]));
        await tx.append(group.write(['gone']));
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      await store().read(async (view) => {
        expect(await view.getHeads([group.groupId])).toEqual([]);
        expect(await view.listLog(group.groupId, 0, EVERYTHING)).toEqual([]);
      });
    });

    test('loads for a push what was asked, in the order of the lanes asked', async () => {
      const group = makeGroup();
      const written = group.write(['one', 'two']);
      await commit(store(), group.groupId, written);
      const [entry] = written.entries;
      const messageId = String(entry?.op.body.messageId);
      const { groupId, deviceId, memberId } = group;
      const state = await store().transact((tx) =>
        tx.loadForPush({
          opIds: [
            { groupId, opId: entry?.op.opId ?? '' },
            { groupId, opId: newId() },
          ],
          lanes: [
            { groupId, deviceId: newId() },
            { groupId, deviceId },
          ],
          rows: [
            { groupId, table: 'messages', id: messageId },
            { groupId, table: 'messages', id: newId() },
          ],
          members: [{ groupId, memberId }],
        }),
      );
      expect(state.verdicts).toEqual([written.verdicts[0]]);
      expect(state.lastSeqs).toEqual([0, 2]);
      expect(state.rows).toEqual([written.rows[0]]);
      expect(state.access).toEqual(written.access);
      expect(await store().transact((tx) => tx.loadForPush(NO_READS))).toEqual({
        verdicts: [],
        lastSeqs: [],
        rows: [],
        access: [],
      });
    });

    test('a number used up by a known op has its verdict too, and does not decide', async () => {
      const group = makeGroup();
      const written = group.write(['once']);
      await commit(store(), group.groupId, written);
      const other = newId();
      const [decided] = written.verdicts;
      if (!decided) throw new Error('a verdict');
      const again: StoredVerdict = { ...decided, deviceId: other, seq: 1, first: false };
      await commit(store(), group.groupId, { ...EMPTY_WRITES, verdicts: [again] });
      await store().read(async (view) => {
        const lane = { groupId: group.groupId, deviceId: other };
        expect(await view.listLastSeqs([lane])).toEqual([1]);
        expect(await view.listSettled([{ ...lane, from: 1 }])).toEqual([again]);
      });
      const state = await store().transact((tx) =>
        tx.loadForPush({ ...NO_READS, opIds: [{ groupId: group.groupId, opId: decided.opId }] }),
      );
      expect(state.verdicts).toEqual([decided]);
    });

    test('settled verdicts start at `from`, rejections included', async () => {
      const group = makeGroup();
      const written = group.write(['a', 'b']);
      const rejected: StoredVerdict = {
        groupId: group.groupId,
        deviceId: group.deviceId,
        seq: 3,
        opId: newId(),
        hash: chainStart('x'),
        verdict: 'not-a-member',
        first: true,
      };
      await commit(store(), group.groupId, { ...written, verdicts: [...written.verdicts, rejected] });
      const { groupId, deviceId } = group;
      const settled = await store().read((view) => view.listSettled([{ groupId, deviceId, from: 2 }]));
      expect(settled.map(({ seq, verdict }) => [seq, verdict])).toEqual([
        [2, 2],
        [3, 'not-a-member'],
      ]);
    });

    test('refuses a version, a lane number or an opId that is taken, and writes nothing of it', async () => {
      const group = makeGroup();
      await commit(store(), group.groupId, group.write(['first']));
      const next = group.write(['second']);
      const [entry] = next.entries;
      const [verdict] = next.verdicts;
      if (!entry || !verdict) throw new Error('one op');
      const clashes: PushWrites[] = [
        { ...next, entries: [{ ...entry, version: 1 }] },
        { ...next, verdicts: [{ ...verdict, seq: 1 }] },
        { ...next, verdicts: [verdict, { ...verdict, seq: 3 }] },
      ];
      for (const clash of clashes) {
        await expect(commit(store(), group.groupId, clash)).rejects.toMatchObject({ kind: 'refused' });
      }
      const [head] = await store().read((view) => view.getHeads([group.groupId]));
      expect(head?.head).toBe(1);
      await commit(store(), group.groupId, next);
    });

    test('fault 58: transactions on one group follow each other: the second sees what the first left', async () => {
      const group = makeGroup();
      await commit(store(), group.groupId, group.write(['base']));
      const seen: number[] = [];
      const raise = (): Promise<void> =>
        store().transact(async (tx) => {
          const [head] = await tx.lockHeads([group.groupId], new Set());
          if (!head) throw new Error('the group is there');
          seen.push(head.head);
          // Other transactions get their chance to run in between, and must not pass the lock.
          await tx.loadForPush(NO_READS);
          await tx.append(group.write(['more']));
        });
      await Promise.all([raise(), raise(), raise(), raise()]);
      expect(seen).toEqual([1, 2, 3, 4]);
      const log = await store().read((view) => view.listLog(group.groupId, 0, EVERYTHING));
      expect(log.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    });

    test('a reader never sees half a transaction', async () => {
      const group = makeGroup();
      await commit(store(), group.groupId, group.write(['base']));
      const write = async (): Promise<void> => {
        for (let i = 0; i < 10; i++) await commit(store(), group.groupId, group.write(['x', 'y']));
      };
      const read = async (): Promise<void> => {
        for (let i = 0; i < 20; i++) {
          await store().read(async (view) => {
            const [head] = await view.getHeads([group.groupId]);
            const log = await view.listLog(group.groupId, 0, EVERYTHING);
            expect(log.at(-1)?.version).toBe(head?.head);
            expect(await view.countRows(group.groupId, 'messages')).toBe(head?.head);
          });
        }
      };
      await Promise.all([write(), read(), read()]);
    });

    test('a page of the log keeps to its limits, and has at least one entry', async () => {
      const group = makeGroup();
      await commit(store(), group.groupId, group.write(Array.from({ length: 20 }, () => 'x'.repeat(500))));
      const list = (after: number, maxOps: number, maxBytes: number): Promise<LogEntry[]> =>
        store().read((view) => view.listLog(group.groupId, after, { maxOps, maxBytes }));
      const versions = (page: LogEntry[]): number[] => page.map(({ version }) => version);
      expect(versions(await list(0, 3, 1_000_000))).toEqual([1, 2, 3]);
      expect(versions(await list(5, 500, 1))).toEqual([6]);
      const some = versions(await list(5, 500, 4_000));
      expect(some[0]).toBe(6);
      expect(some.length).toBeGreaterThan(1);
      expect(some.length).toBeLessThan(9);
      expect(await list(20, 500, 4_000)).toEqual([]);
    });

    test('messages come newest first below a version', async () => {
      const group = makeGroup();
      await commit(store(), group.groupId, group.write(['1', '2', '3', '4', '5']));
      const list = (olderThan: number, rows: number): Promise<MessageRow[]> =>
        store().read((view) => view.listMessagesBefore(group.groupId, olderThan, rows));
      expect((await list(Number.MAX_SAFE_INTEGER, 2)).map(({ text }) => text)).toEqual(['5', '4']);
      expect((await list(4, 2)).map(({ text }) => text)).toEqual(['3', '2']);
      expect(await list(1, 2)).toEqual([]);
    });

    test('a row and access written again are replaced', async () => {
      const group = makeGroup();
      const written = group.write(['before']);
      await commit(store(), group.groupId, written);
      const [row] = written.rows;
      const [access] = written.access;
      if (row?.table !== 'messages' || !access) throw new Error('a message');
      const edited: RowChange = { table: 'messages', row: { ...row.row, text: 'after', rowVersion: 2 } };
      const left: Access = { ...access, active: false, version: 2 };
      const more = group.write(['op']);
      await commit(store(), group.groupId, { ...more, rows: [edited], access: [left] });
      await store().read(async (view) => {
        const key = { groupId: group.groupId, table: 'messages', id: row.row.id } as const;
        expect(await view.getRow(key)).toEqual(edited);
        expect(await view.listAccessOf([group.accountId])).toEqual([left]);
      });
    });

    test('marks only grow, and never above the head', async () => {
      const group = makeGroup();
      await commit(store(), group.groupId, group.write(['1', '2', '3']));
      const { groupId, memberId } = group;
      const raise = async (delivered: number, read: number) => {
        await store().raiseMarks([{ groupId, memberId, delivered, read }]);
        return store().read((view) => view.listMarks([groupId]));
      };
      expect(await raise(2, 1)).toEqual([{ groupId, memberId, delivered: 2, read: 1 }]);
      expect(await raise(1, 2)).toEqual([{ groupId, memberId, delivered: 2, read: 2 }]);
      expect(await raise(99, 0)).toEqual([{ groupId, memberId, delivered: 3, read: 2 }]);
    });

    test('heads of many groups are locked at once, however they are listed', async () => {
      const a = makeGroup();
      const b = makeGroup();
      const both = new Set([a.groupId, b.groupId]);
      await Promise.all(
        [
          [a.groupId, b.groupId],
          [b.groupId, a.groupId],
        ].map((ids) =>
          store().transact(async (tx) => {
            const heads = await tx.lockHeads(ids, both);
            expect(heads.map(({ groupId }) => groupId)).toEqual([...ids].sort());
          }),
        ),
      );
    });
  });
}

const EMPTY_WRITES: PushWrites = {
  heads: [],
  entries: [],
  verdicts: [],
  rows: [],
  access: [],
  parked: [],
  unparked: [],
};

async function commit(store: LogStore, groupId: string, writes: PushWrites): Promise<void> {
  await store.transact(async (tx) => {
    await tx.lockHeads([groupId], new Set([groupId]));
    await tx.append(writes);
  });
}

/** A group with one member whose device writes messages; `write` continues where the last one ended. */
function makeGroup() {
  const groupId = newId();
  const [deviceId, memberId, accountId] = [newId(), newId(), newId()];
  let head = 0;
  let chain = chainStart(groupId);

  function write(texts: readonly string[]): PushWrites {
    const entries: LogEntry[] = [];
    const verdicts: StoredVerdict[] = [];
    const rows: RowChange[] = [];
    const access: Access[] =
      head === 0 ? [{ groupId, memberId, accountId, role: 'owner', active: true, version: 1 }] : [];
    for (const text of texts) {
      const op = messageOp(groupId, memberId, text);
      head += 1;
      chain = chainNext(chain, op);
      const hash = opHash(op);
      entries.push({ version: head, op, hash, chain });
      verdicts.push({ groupId, deviceId, seq: head, opId: op.opId, hash, verdict: head, first: true });
      rows.push(messageRow(op, head));
    }
    const heads = [{ groupId, head, chain, parkedBytes: 0 }];
    return { ...EMPTY_WRITES, heads, entries, verdicts, rows, access };
  }
  return { groupId, deviceId, memberId, accountId, write };
}

function messageOp(groupId: string, actorId: string, text: string): Op {
  const body = { messageId: newId(), text };
  return {
    opId: newId(),
    groupId,
    actorId,
    at: 1_790_000_000_000,
    type: 'message.sent',
    v: 1,
    salt: newId(),
    body,
  };
}

function messageRow(op: Op, version: number): RowChange {
  const row: MessageRow = {
    groupId: op.groupId,
    id: String(op.body.messageId),
    version,
    rowVersion: version,
    kind: 'text',
    authorId: op.actorId,
    at: op.at,
    text: String(op.body.text),
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: null,
    reactions: {},
    notice: null,
  };
  return { table: 'messages', row };
}
