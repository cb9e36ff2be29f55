import { describe, expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { createWorld, type World } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';
import { PARKED_MAX_BYTES } from './parked-ops.ts';

describe('a healing server takes in what comes before its message', () => {
  const healing = () => ({ epoch: newId(), healingUntil: 1_790_000_001_000 });
  const stored = (world: World, groupId: string) =>
    must(world.database.image.groups.get(groupId), 'the group');
  const row = (world: World, groupId: string, id: string) =>
    stored(world, groupId).rows.get(`messages ${id}`)?.row;

  test('commits it, parks it, and folds it when the message comes; an edit by another never', async () => {
    const world = createWorld({ epoch: healing() });
    const ana = world.device();
    const group = await ana.createGroup();
    const { groupId } = group;
    const bia = world.device();
    await bia.join(group);
    const messageId = newId();
    const late = await bia.push(groupId, [
      bia.op('message.edited', { messageId, text: 'falso' }),
      bia.op('reaction.added', { messageId, emoji: '👍' }),
      bia.message('e isto vem logo depois'),
    ]);
    expect(late.verdicts).toEqual([3, 4, 5]);
    expect(row(world, groupId, messageId)).toBeUndefined();
    expect(stored(world, groupId).parked.map(({ version }) => version)).toEqual([3, 4]);

    const home = await ana.push(groupId, [ana.op('message.sent', { messageId, text: 'verdade' })]);
    expect(home.verdicts).toEqual([6]);
    expect(row(world, groupId, messageId)).toMatchObject({
      version: 6,
      rowVersion: 6,
      text: 'verdade',
      reactions: { '👍': [bia.memberId] },
    });
    expect(stored(world, groupId)).toMatchObject({ parked: [], parkedBytes: 0 });
  });

  test('a message and what waited for it may come in one commit', async () => {
    const world = createWorld({ epoch: healing() });
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const messageId = newId();
    await ana.push(groupId, [
      ana.op('message.edited', { messageId, text: 'depois' }),
      ana.op('message.sent', { messageId, text: 'antes' }),
    ]);
    expect(row(world, groupId, messageId)).toMatchObject({ text: 'depois', rowVersion: 3 });
    expect(stored(world, groupId)).toMatchObject({ parked: [], parkedBytes: 0 });
  });

  test('a reply is shown with its own words; only the quote waits', async () => {
    const world = createWorld({ epoch: healing() });
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const messageId = newId();
    const reply = ana.op('message.sent', { messageId, text: 'concordo', replyTo: newId() });
    expect((await ana.push(groupId, [reply])).verdicts).toEqual([2]);
    expect(row(world, groupId, messageId)).toMatchObject({ text: 'concordo', version: 2 });
    expect(stored(world, groupId).parked).toEqual([]);
  });

  test('a bootstrap carries what is parked to a device that holds nothing', async () => {
    const world = createWorld({ epoch: healing() });
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const messageId = newId();
    const late = ana.op('message.deleted', { messageId });
    await ana.push(groupId, [late]);
    const asked = { epoch: world.epoch, groupId };
    expect(await world.server.bootstrap(ana.session, asked)).toMatchObject({
      parked: [{ version: 2, targetId: messageId, op: late }],
    });
    await ana.push(groupId, [ana.op('message.sent', { messageId, text: 'x' })]);
    expect(await world.server.bootstrap(ana.session, asked)).toMatchObject({ parked: [] });
  });

  test('parks no more than a bootstrap can carry: what is too much waits in its lane', async () => {
    const world = createWorld({ epoch: healing() });
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const edits = Array.from({ length: 6 }, () =>
      ana.op('message.edited', { messageId: newId(), text: 'x'.repeat(30_000) }),
    );
    const reply = await ana.push(groupId, edits);
    expect(reply.verdicts).toEqual([2, 3, 4, 5]);
    expect(reply.stop).toEqual({ wait: 'healing' });
    expect(stored(world, groupId).parkedBytes).toBeLessThanOrEqual(PARKED_MAX_BYTES);
  });

  test('not for a notice, and not once the healing is over', async () => {
    const world = createWorld({ epoch: healing() });
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const notice = stored(world, groupId).entries[0]?.op.opId ?? '';
    const edit = (messageId: string) => ana.op('message.edited', { messageId, text: 'x' });
    expect((await ana.push(groupId, [edit(notice)])).verdicts).toEqual(['unknown-target']);
    await world.clock.advance(2_000);
    expect((await ana.push(groupId, [edit(newId())])).verdicts).toEqual(['unknown-target']);
  });
});
