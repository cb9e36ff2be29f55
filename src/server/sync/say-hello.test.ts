import { expect, test } from 'vitest';
import { inviteIdOf } from '#domain/groups/invites.ts';
import { inviteHash } from '#protocol/canonical.ts';
import { createWorld } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';

test('tells each group with its head, the member one is, and the last number', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  await ana.push(groupId, [ana.message('1')]);
  const welcome = await ana.hello();
  expect(welcome).toMatchObject({ epoch: world.epoch, serverTime: world.clock.now(), gone: [], unknown: [] });
  expect(welcome.groups).toEqual([
    {
      groupId,
      head: 2,
      history: 'unheld',
      myMemberId: ana.memberId,
      role: 'owner',
      myLastSeq: 2,
      settled: [],
      marks: [],
    },
  ]);
});

test('the history is the same where the log has the chain at the cursor, else changed', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  await ana.push(groupId, [ana.message('1'), ana.message('2')]);
  const chainAt2 = await world.database.connect().read((view) => view.listChains([{ groupId, version: 2 }]));
  const ask = async (version: number, chain: string) =>
    (await ana.hello({ cursors: [{ groupId, version, chain }] })).groups[0]?.history;
  expect(await ask(2, chainAt2[0] ?? '')).toBe('same');
  expect(await ask(3, chainAt2[0] ?? '')).toBe('changed');
  // Ahead of the server is not up to date.
  expect(await ask(9, chainAt2[0] ?? '')).toBe('changed');
});

test('settled verdicts name op and verdict from the number asked for', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  const ops = [ana.message('1'), ana.message('  '), ana.message('3')];
  await ana.push(groupId, ops);
  const welcome = await ana.hello({ lanes: [{ groupId, from: 3 }] });
  expect(welcome.groups[0]).toMatchObject({
    myLastSeq: 4,
    settled: [
      [ops[1]?.opId, 'invalid'],
      [ops[2]?.opId, 3],
    ],
  });
});

test('a group one left is gone; a group nobody knows, or that knows one not, is unknown', async () => {
  const world = createWorld();
  const ana = world.device();
  const bia = world.device();
  const group = await ana.createGroup();
  const other = await ana.createGroup();
  await bia.join(group);
  await bia.leave(group);
  const nowhere = newId();
  const chain = 'A'.repeat(43);
  const welcome = await bia.hello({
    cursors: [group.groupId, nowhere].map((groupId) => ({ groupId, version: 1, chain })),
    lanes: [{ groupId: other.groupId, from: 1 }],
  });
  expect(welcome.groups).toEqual([]);
  expect(welcome.gone).toEqual([{ groupId: group.groupId, reason: 'left', version: 3 }]);
  expect(welcome.unknown).toEqual([nowhere, other.groupId].sort());
});

test('who joins again has all of it again', async () => {
  const world = createWorld();
  const ana = world.device();
  const bia = world.device();
  const group = await ana.createGroup();
  await bia.join(group);
  await bia.leave(group);
  await bia.join(group);
  expect((await bia.hello()).groups.map(({ groupId }) => groupId)).toEqual([group.groupId]);
});

test('who left and asks to come in as somebody else is held, also for what they read; not let in, the last end counts', async () => {
  const world = createWorld();
  const ana = world.device();
  const group = await ana.createGroup();
  const secret = newId();
  const link = { role: 'member', needsApproval: true, hash: inviteHash(secret) };
  await ana.push(group.groupId, [ana.op('invite.created', link)]);
  const before = world.device();
  await before.join(group);
  await before.leave(group);
  const bia = world.device({ accountId: before.session.accountId });
  const join = bia.op('member.joined', { name: 'Bia', inviteId: inviteIdOf(inviteHash(secret)) });
  expect(await bia.push(group.groupId, [join], { proofs: { [join.opId]: secret } })).toMatchObject({
    verdicts: [5],
  });
  const lanes = [{ groupId: group.groupId, from: 2 }];
  expect(await bia.hello({ lanes })).toMatchObject({ groups: [], gone: [], held: [group.groupId] });
  const asked = { epoch: world.epoch, groupId: group.groupId, maxRows: 10, maxBytes: 16_384 };
  expect(await world.server.bootstrap(bia.session, asked)).toEqual({ wait: 'approval' });
  await ana.push(group.groupId, [ana.op('member.refused', { memberId: bia.memberId })]);
  const { gone } = await bia.hello({ lanes });
  expect(gone).toEqual([{ groupId: group.groupId, reason: 'refused', version: 6 }]);
});

test('marks sent again with a hello of the same epoch are taken', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  await ana.hello({ epoch: world.epoch, marks: [{ groupId, delivered: 1, read: 1 }] });
  await world.clock.advance(2_000);
  expect((await ana.hello()).groups[0]?.marks).toEqual([{ memberId: ana.memberId, delivered: 1, read: 1 }]);
});

test('an unknown protocol and a foreign device id have to wait', async () => {
  const world = createWorld();
  const ana = world.device();
  const { server } = world;
  expect(await server.hello(ana.session, ana.helloFrame({ protocol: 99 }))).toEqual({ wait: 'unsupported' });
  expect(await server.hello(ana.session, ana.helloFrame({ deviceId: newId() }))).toEqual({ wait: 'auth' });
});
