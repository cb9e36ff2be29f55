/** One transaction per step: what is contiguous is folded, what is early waits, nothing is applied twice. */
import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '#client/store/tables.ts';
import { must } from '#domain/assert.ts';
import { chainNext, chainStart } from '#protocol/canonical.ts';
import type { Page } from '#protocol/snapshot.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { created, edited, GROUP_ID, idOf, joined, makeOp, reacted, sent } from '#tests/support/ops.ts';
import { applyToGroup } from './apply-remote.ts';
import { applyPage, applySnapshot } from './apply-rows.ts';

async function openGroup() {
  const database = new MemoryDeviceDatabase();
  const store = database.connect();
  const cursor = { groupId: GROUP_ID, version: 0, chain: chainStart(GROUP_ID), head: 0, olderThan: null };
  await store.write(['cursors', 'memberships'], async (tx) => {
    await tx.put('cursors', [cursor]);
    await tx.put('memberships', [
      {
        groupId: GROUP_ID,
        memberId: idOf('ana'),
        state: 'member',
        inviteSecret: null,
        invitedName: null,
        waiting: null,
      },
    ]);
  });
  const apply = (from: number, ...ops: ReturnType<typeof sent>[]) =>
    applyToGroup(store, { groupId: GROUP_ID, segments: [{ from, ops }], settled: [], now: 1 });
  const texts = () =>
    database
      .rows('messages')
      .map((row) => row.text)
      .filter((text) => text !== '');
  return { database, store, apply, texts };
}

describe('ops of the log', () => {
  test('move rows, chain and cursor together; what overlaps is skipped', async () => {
    const { database, apply, texts } = await openGroup();
    const log = [created('ana'), joined('bia'), sent('bia', 'm1', 'oi')];
    await apply(1, ...log);
    const again = await apply(2, ...log.slice(1), sent('ana', 'm2', 'olá'));
    expect([again.moved, again.cursor?.version]).toEqual([1, 4]);
    expect(texts().sort()).toEqual(['oi', 'olá']);
    const last = database.rows('cursors')[0];
    expect(last?.chain).not.toBe(log.reduce(chainNext, chainStart(GROUP_ID)));
  });

  test('go on over a row that lost its fields: what changes it is parked, as if it were missing', async () => {
    const { database, apply, texts } = await openGroup();
    await apply(1, created('ana'), joined('bia'), sent('bia', 'm1', 'oi'));
    const { groupId, id, version, rowVersion } = must(
      database.rows('messages').find((row) => row.text === 'oi'),
      'the message',
    );
    database.table('messages').put({ groupId, id, version, rowVersion });
    const applied = await apply(4, reacted('ana', 'm1', '👍'), sent('ana', 'm2', 'olá'));
    expect(applied.cursor?.version).toBe(5);
    expect(texts()).toContain('olá');
    expect(database.rows('parked').map((one) => one.version)).toEqual([4]);
  });

  test('beyond a gap change nothing', async () => {
    const { database, apply } = await openGroup();
    await apply(1, created('ana'));
    const early = await apply(3, sent('ana', 'm1'));
    expect([early.moved, early.cursor?.version]).toEqual([0, 1]);
    expect(database.rows('messages')).toHaveLength(1);
  });

  test('of a type this build does not know are kept raw, and the log goes on', async () => {
    const { database, apply, texts } = await openGroup();
    const strange = makeOp('bia', 'poll.opened', { question: 'praia?' });
    const result = await apply(1, created('ana'), joined('bia'), strange, sent('bia', 'm1', 'depois'));
    expect(result.cursor?.version).toBe(4);
    expect(database.rows('unknown')).toEqual([{ groupId: GROUP_ID, version: 3, op: strange }]);
    expect(texts()).toEqual(['depois']);
  });

  test('whose target is not on the device wait for its page, and then take effect once', async () => {
    const { database, store, apply } = await openGroup();
    await store.write(['cursors'], (tx) =>
      tx.put('cursors', [
        { groupId: GROUP_ID, version: 50, chain: chainStart(GROUP_ID), head: 50, olderThan: 40 },
      ]),
    );
    await apply(51, edited('bia', 'old', 'corrigida'), reacted('bia', 'older'));
    expect(database.rows('parked').map(({ version, targetId }) => [version, targetId])).toEqual([
      [51, idOf('old')],
      [52, idOf('older')],
    ]);
    const page = { epoch: idOf('e'), groupId: GROUP_ID, asOf: 52, messages: [row('old', 39)], olderThan: 30 };
    // Read before the reaction was in the log, and after the edit: it already holds the edit.
    const withEdit = { ...row('old', 39), text: 'corrigida', rowVersion: 51 };
    expect(await applyPage(store, { ...page, asOf: 99 }, 40)).toBe('early');
    expect(await applyPage(store, { ...page, messages: [withEdit] }, 40)).toBe('applied');
    expect(await applyPage(store, page, 40)).toBe('stale');
    const older = { ...page, messages: [row('older', 20)], olderThan: null };
    expect(await applyPage(store, older, 30)).toBe('applied');
    const rows = new Map(database.rows('messages').map((message) => [message.id, message]));
    expect(rows.get(idOf('old'))?.text).toBe('corrigida');
    expect(rows.get(idOf('older'))?.reactions).toEqual({ '👍': [idOf('bia')] });
    expect(database.rows('parked')).toEqual([]);
    expect(database.rows('cursors')[0]?.olderThan).toBeNull();
  });
});

describe('what a healing server has before its message', () => {
  test('waits on the device too, and takes effect where the log brings the message', async () => {
    const { database, apply, texts } = await openGroup();
    await apply(
      1,
      created('ana'),
      joined('bia'),
      edited('bia', 'm1', 'corrigida'),
      edited('ana', 'm1', 'falso'),
    );
    await apply(5, reacted('ana', 'm1'));
    expect(texts()).toEqual([]);
    expect(database.rows('parked').map(({ version }) => version)).toEqual([3, 4, 5]);
    await apply(6, reacted('ana', 'm2'), sent('bia', 'm1', 'crua'), sent('bia', 'm2'));
    const rows = new Map(database.rows('messages').map((message) => [message.id, message]));
    expect(rows.get(idOf('m1'))).toMatchObject({
      version: 7,
      rowVersion: 7,
      text: 'corrigida',
      reactions: { '👍': [idOf('ana')] },
    });
    expect(rows.get(idOf('m2'))).toMatchObject({ version: 8, reactions: { '👍': [idOf('ana')] } });
    expect(database.rows('parked')).toEqual([]);
  });

  test('comes to a device that held nothing with its snapshot', async () => {
    const { database, store, apply } = await openGroup();
    await apply(1, created('ana'), joined('bia'));
    const { groupId: _, ...op } = edited('bia', 'm1', 'corrigida');
    const held = { groups: database.rows('groups'), members: database.rows('members') };
    await applySnapshot(
      store,
      {
        epoch: idOf('e'),
        groupId: GROUP_ID,
        version: 3,
        chain: chainStart(GROUP_ID),
        counts: { messages: 0, members: 2 },
        group: must(held.groups[0], 'the group'),
        members: held.members,
        marks: [],
        messages: [],
        olderThan: null,
        parked: [{ version: 3, targetId: idOf('m1'), op }],
      },
      { now: 1, anew: false },
    );
    await apply(4, sent('bia', 'm1', 'crua'));
    expect(database.rows('messages')).toMatchObject([{ text: 'corrigida', version: 4 }]);
    expect(database.rows('parked')).toEqual([]);
  });
});

describe('own verdicts', () => {
  test('a refusal of what went bad on the disk goes to the tray, and no other row is in its way', async () => {
    const { database, store } = await openGroup();
    const { op: _, ...torn } = {
      ...{ order: 1, opId: idOf('lost'), groupId: GROUP_ID, seq: 1, version: null, proof: null, bytes: 1 },
      op: joined('ana'),
    };
    await store.write(['outbox', 'memberships', 'cursors'], async (tx) => {
      await tx.put('outbox', [torn as OutboxEntry]);
      const [membership] = await tx.list('memberships');
      await tx.put('memberships', [{ ...must(membership, 'hers'), state: 'joining', waiting: 'busy' }]);
      await tx.remove('cursors', [GROUP_ID]);
    });
    const settled = [{ order: 1, opId: torn.opId, verdict: 'bad-invite' as const }];
    const told = await applyToGroup(store, { groupId: GROUP_ID, segments: [], settled, now: 1 });
    expect(told).toMatchObject({ trayed: 1, isTorn: true });
    expect(database.rows('outbox')).toEqual([]);
    expect(database.rows('tray')).toMatchObject([{ opId: torn.opId, kind: 'bad-invite' }]);
    expect(database.rows('memberships')).toMatchObject([{ waiting: null }]);
  });

  test('fill the log from the outbox where they are contiguous; the rest stays until the gap is filled', async () => {
    const { database, store, apply } = await openGroup();
    await apply(1, created('ana'), joined('bia'));
    const [first, second] = [sent('ana', 'm1', 'um'), sent('ana', 'm2', 'dois')];
    await store.write(['outbox'], (tx) =>
      tx.put(
        'outbox',
        [first, second].map((op, i) => {
          const base = { groupId: GROUP_ID, version: null, proof: null, bytes: 1 };
          return { ...base, order: i + 1, opId: op.opId, op, seq: i + 2 };
        }),
      ),
    );
    const settled = [
      { order: 1, opId: first.opId, verdict: 3 },
      { order: 2, opId: second.opId, verdict: 5 },
    ];
    const acked = await applyToGroup(store, { groupId: GROUP_ID, segments: [], settled, now: 1 });
    expect([acked.cursor?.version, acked.settled]).toEqual([3, 2]);
    expect(acked.ahead).toEqual([settled[1]]);
    expect(database.rows('outbox').map(({ version }) => version)).toEqual([5]);
    const filled = await applyToGroup(store, {
      groupId: GROUP_ID,
      segments: [{ from: 4, ops: [sent('bia', 'm3', 'no meio')] }],
      settled: acked.ahead,
      now: 1,
    });
    expect(filled.cursor?.version).toBe(5);
    expect(database.rows('outbox')).toEqual([]);
    expect(
      database
        .rows('kept')
        .map(({ version }) => version)
        .sort(),
    ).toEqual([3, 5]);
  });
});

function row(id: string, version: number): Page['messages'][number] {
  return {
    groupId: GROUP_ID,
    id: idOf(id),
    version,
    rowVersion: version,
    kind: 'text',
    authorId: idOf('bia'),
    at: 1,
    text: id,
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: null,
    reactions: {},
    notice: null,
  };
}
