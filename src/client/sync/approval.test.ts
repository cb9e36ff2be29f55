/** Links with limits, from the person's side: the wait for an admin's word, and what becomes of what was written in it. */
import { expect, test } from 'vitest';
import { type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { idOf } from '#tests/support/ops.ts';

interface Terms {
  readonly needsApproval?: boolean;
  readonly maxUses?: number;
  readonly expiresAt?: number;
  readonly role?: 'admin' | 'member' | 'guest';
}

async function groupWithLink(terms: Terms) {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(1_000);
  const made = await ana.engine.createInvite({ groupId, role: 'member', needsApproval: false, ...terms });
  if (!made.ok || made.secret === undefined) throw new Error('no link');
  await world.pass(1_000);
  const { secret } = made;
  const join = async (device: EngineDevice, claims?: string) => {
    const result = await device.engine.joinGroup({
      groupId,
      secret,
      groupName: 'Rolê',
      memberName: device.name,
      claims,
    });
    expect(result.ok).toBe(true);
    return memberIdOf(device, groupId);
  };
  return { world, ana, groupId, secret, join };
}

function membershipOf(device: EngineDevice, groupId: string) {
  const found = device.rows('memberships').find((one) => one.groupId === groupId);
  if (!found) throw new Error('no membership');
  return found;
}
const memberIdOf = (device: EngineDevice, groupId: string): string => membershipOf(device, groupId).memberId;
const trayKinds = (device: EngineDevice): string[] => device.rows('tray').map(({ kind }) => kind);

test('who asks to come in sees nothing, what they write waits; let in, it goes out in order', async () => {
  const { world, ana, groupId, join } = await groupWithLink({ needsApproval: true });
  await ana.send(groupId, 'só para quem está dentro');
  const bia = world.device('bia');
  const memberId = await join(bia);
  await bia.send(groupId, 'oi, gente', 'me deixem entrar');
  await world.pass(10_000);
  expect(membershipOf(bia, groupId)).toMatchObject({ state: 'joining', waiting: 'approval' });
  expect(bia.rows('messages')).toEqual([]);
  expect(bia.rows('members')).toEqual([]);
  expect(bia.engine.status()).toMatchObject({ queued: 2, tray: 0 });
  await ana.send(groupId, 'ainda não');
  await world.pass(5_000);
  expect(bia.rows('messages')).toEqual([]);

  await ana.engine.commit([{ type: 'member.approved', groupId, body: { memberId } }]);
  await world.pass(2_000);
  expect(membershipOf(bia, groupId)).toMatchObject({ state: 'member', waiting: null });
  expect(bia.engine.status()).toMatchObject({ queued: 0, tray: 0 });
  expect((await world.log(groupId)).slice(-3)).toEqual(['member.approved', 'oi, gente', 'me deixem entrar']);
  expect(bia.rows('messages').map(({ text }) => text)).toContain('só para quem está dentro');
  expect([...ana.faults, ...bia.faults]).toEqual([]);
});

test('not let in: what was written is in the tray, whole, and the group says so', async () => {
  const { world, ana, groupId, join } = await groupWithLink({ needsApproval: true });
  const bia = world.device('bia');
  const memberId = await join(bia);
  await bia.send(groupId, 'guardada');
  await world.pass(10_000);
  await ana.engine.commit([{ type: 'member.refused', groupId, body: { memberId } }]);
  await world.pass(60_000);
  expect(membershipOf(bia, groupId)).toMatchObject({ state: 'refused', goneReason: 'refused' });
  expect(bia.rows('tray').map(({ op }) => op.body.text)).toEqual(['guardada']);
  expect(bia.engine.status()).toMatchObject({ queued: 0, tray: 1 });
  expect(bia.rows('messages')).toEqual([]);
});

test('who takes their request back is out, what they wrote is in the tray, and no answer is left to give', async () => {
  const { world, ana, groupId, join } = await groupWithLink({ needsApproval: true });
  const bia = world.device('bia');
  const memberId = await join(bia);
  await bia.send(groupId, 'guardada', 'também');
  await world.pass(10_000);
  expect((await bia.engine.commit([{ type: 'member.left', groupId, body: {} }])).ok).toBe(true);
  await world.pass(60_000);
  expect(membershipOf(bia, groupId)).toMatchObject({ state: 'gone', goneReason: 'left' });
  expect(bia.rows('tray').map(({ op, kind }) => [op.body.text, kind])).toEqual([
    ['guardada', 'not-a-member'],
    ['também', 'not-a-member'],
  ]);
  expect(bia.engine.status()).toMatchObject({ queued: 0 });
  expect((await world.log(groupId)).at(-1)).toBe('member.left');
  expect(ana.rows('members').find(({ id }) => id === memberId)?.status).toBe('left');

  const late = await ana.engine.commit([{ type: 'member.approved', groupId, body: { memberId } }]);
  expect(late.ok).toBe(false);
  // They may ask again.
  await join(bia);
  await world.pass(40_000);
  expect(membershipOf(bia, groupId)).toMatchObject({ state: 'joining', waiting: 'approval' });
  await ana.engine.commit([{ type: 'member.approved', groupId, body: { memberId } }]);
  await world.pass(40_000);
  expect(membershipOf(bia, groupId)).toMatchObject({ state: 'member' });
  expect([...ana.faults, ...bia.faults]).toEqual([]);
});

test('taken back offline, and before the server ever heard of the request: nobody is let in', async () => {
  const { world, ana, groupId, join } = await groupWithLink({ needsApproval: true });
  const bia = world.device('bia');
  world.goDown();
  await join(bia);
  await bia.send(groupId, 'guardada');
  await bia.engine.commit([{ type: 'member.left', groupId, body: {} }]);
  world.goUp();
  await world.pass(60_000);
  expect(membershipOf(bia, groupId)).toMatchObject({ state: 'gone' });
  expect(bia.rows('tray').map(({ op }) => op.body.text)).toEqual(['guardada']);
  expect(ana.rows('members').every(({ status }) => status !== 'waiting')).toBe(true);
});

test('an answer that came while the app was closed is heard at the next start', async () => {
  const { world, ana, groupId, join } = await groupWithLink({ needsApproval: true });
  const bia = world.device('bia');
  const memberId = await join(bia);
  await world.pass(5_000);
  await bia.engine[Symbol.asyncDispose]();
  await ana.engine.commit([{ type: 'member.approved', groupId, body: { memberId } }]);
  await world.pass(5_000);
  const again = world.device('bia', bia);
  await world.pass(5_000);
  expect(membershipOf(again, groupId)).toMatchObject({ state: 'member', waiting: null });
});

test('a restart in the middle of the wait keeps waiting, and keeps what was written', async () => {
  const { world, groupId, join } = await groupWithLink({ needsApproval: true });
  const bia = world.device('bia');
  await join(bia);
  await bia.send(groupId, 'guardada');
  await world.pass(5_000);
  await bia.engine[Symbol.asyncDispose]();
  const again = world.device('bia', bia);
  await world.pass(5_000);
  expect(membershipOf(again, groupId)).toMatchObject({ state: 'joining', waiting: 'approval' });
  expect(again.engine.status()).toMatchObject({ queued: 1, tray: 0 });
});

test('a link for one lets one in; the other keeps what they wrote, with the reason', async () => {
  const { world, groupId, join } = await groupWithLink({ maxUses: 1 });
  const [bia, caio] = [world.device('bia'), world.device('caio')];
  world.goDown();
  await join(bia);
  await join(caio);
  await bia.send(groupId, 'da bia');
  await caio.send(groupId, 'do caio');
  world.goUp();
  await world.pass(60_000);
  const states = [bia, caio].map((device) => membershipOf(device, groupId).state).sort();
  expect(states).toEqual(['member', 'refused']);
  const loser = membershipOf(bia, groupId).state === 'refused' ? bia : caio;
  expect(trayKinds(loser)).toEqual(['invite-used-up', 'not-a-member']);
});

test('an expired link and a revoked one say which they are', async () => {
  const { world, ana, groupId, join } = await groupWithLink({ expiresAt: 1 });
  const bia = world.device('bia');
  await join(bia);
  await world.pass(5_000);
  expect(trayKinds(bia)).toEqual(['invite-expired']);

  const { madeSecrets } = membershipOf(ana, groupId);
  const [inviteId = ''] = Object.keys(madeSecrets ?? {});
  await ana.engine.commit([{ type: 'invite.revoked', groupId, body: { inviteId } }]);
  await world.pass(5_000);
  const caio = world.device('caio');
  await join(caio);
  await world.pass(5_000);
  expect(trayKinds(caio)).toEqual(['invite-revoked']);
});

test('whoever says who they are while coming in is that person, in one step', async () => {
  const { world, ana, groupId, join } = await groupWithLink({ role: 'guest' });
  await ana.engine.commit([
    { type: 'member.added', groupId, body: { memberId: idOf('rafa'), name: 'Rafa' } },
  ]);
  await world.pass(1_000);
  const rafa = world.device('rafael');
  const memberId = await join(rafa, idOf('rafa'));
  await world.pass(5_000);
  const rows = ana.rows('members');
  expect(rows.find(({ id }) => id === memberId)).toMatchObject({ role: 'guest', status: 'active' });
  expect(rows.find(({ id }) => id === idOf('rafa'))).toMatchObject({ status: 'named', claimedBy: memberId });
});
