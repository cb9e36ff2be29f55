/** Links into a group on the real server: what lets in, what does not any more, and what a look at one tells. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inviteHash } from '#protocol/canonical.ts';
import type { Poke } from '#protocol/poke.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { joinBy, linkOf, makeLink, previewOf, verdictOf } from '#tests/support/invites.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

let running: TestServer;
let ana: RawDevice;
beforeAll(async () => {
  running = await startTestServer();
  ana = await openRawDevice(running.origin);
});
afterAll(() => running[Symbol.asyncDispose]());

const stranger = () => openRawDevice(running.origin);
const preview = (asked: object) => previewOf(running.origin, asked);
const HOUR_MS = 3_600_000;

test('a link lets in as it says; expired, revoked and used up it says which of them it is', async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const guests = await makeLink(ana, groupId, { role: 'guest', maxUses: 1, expiresAt: Date.now() + HOUR_MS });
  const bia = await stranger();
  expect(await joinBy(bia, guests)).toBeTypeOf('number');
  expect((await bia.hello()).groups).toMatchObject([{ groupId, role: 'guest' }]);
  expect(await joinBy(await stranger(), guests)).toBe('invite-used-up');

  const expired = await makeLink(ana, groupId, { expiresAt: Date.now() - 1 });
  expect(await joinBy(await stranger(), expired)).toBe('invite-expired');
  const open = await makeLink(ana, groupId);
  await ana.push(groupId, [ana.newOp('invite.revoked', { inviteId: open.inviteId })]);
  expect(await joinBy(await stranger(), open)).toBe('invite-revoked');
});

test("the server's clock decides, whatever time the join claims to be of", async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const expired = await makeLink(ana, groupId, { expiresAt: Date.now() - HOUR_MS });
  const bia = await stranger();
  const op = { ...bia.newOp('member.joined', { name: 'Bia', inviteId: expired.inviteId }), at: 1 };
  expect(await verdictOf(bia.push(groupId, [op], { [op.opId]: expired.secret }))).toBe('invite-expired');
});

test('of many who come at once for the last place exactly one gets it', async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const link = await makeLink(ana, groupId, { maxUses: 3 });
  const crowd = await Promise.all(Array.from({ length: 12 }, () => stranger()));
  const verdicts = await Promise.all(crowd.map((device) => joinBy(device, link)));
  expect(verdicts.filter((verdict) => typeof verdict === 'number')).toHaveLength(3);
  expect(verdicts.filter((verdict) => verdict === 'invite-used-up')).toHaveLength(9);
});

test('a join sent again has its old verdict and uses nothing; its secret opens nothing else', async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const link = await makeLink(ana, groupId, { maxUses: 1 });
  const bia = await stranger();
  const op = bia.newOp('member.joined', { name: 'Bia', inviteId: link.inviteId });
  const proofs = { [op.opId]: link.secret };
  const first = await verdictOf(bia.push(groupId, [op], proofs));
  expect(await verdictOf(bia.push(groupId, [op], proofs))).toBe(first);
  // Somebody who saw the op and the secret on the way: not as Bia, and not by a used link.
  const eve = await stranger();
  expect(await verdictOf(eve.push(groupId, [{ ...op, opId: newId() }], proofs))).toEqual({ wait: 'auth' });
  expect(await joinBy(await stranger(), link)).toBe('invite-used-up');
});

test('a wrong secret, a link of another group and one named for another are no links', async () => {
  const [here, there] = [await ana.createGroup('Aqui'), await ana.createGroup('Lá')];
  const link = await makeLink(ana, here.groupId);
  const bia = await stranger();
  expect(await joinBy(bia, linkOf(here.groupId))).toBe('bad-invite');
  expect(await joinBy(bia, { ...link, groupId: there.groupId })).toBe('bad-invite');
  expect(await joinBy(bia, { ...link, inviteId: linkOf(here.groupId).inviteId })).toBe('bad-invite');
});

test('nobody gives by a link what they may not give: no higher role, no owner, nothing by guests', async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const members = await makeLink(ana, groupId, { role: 'member' });
  const guests = await makeLink(ana, groupId, { role: 'guest' });
  const [bia, gil] = [await stranger(), await stranger()];
  await joinBy(bia, members);
  await joinBy(gil, guests, 'Gil');
  const create = (device: RawDevice, role: string) => {
    const body = { hash: inviteHash(newId()), role, needsApproval: false };
    return verdictOf(device.push(groupId, [device.newOp('invite.created', body)]));
  };
  expect(await create(bia, 'admin')).toBe('not-allowed');
  expect(await create(bia, 'guest')).toBeTypeOf('number');
  expect(await create(gil, 'guest')).toBe('not-allowed');
  expect(await create(ana, 'owner')).toBe('invalid');
  const { inviteId } = members;
  expect(await verdictOf(bia.push(groupId, [bia.newOp('invite.revoked', { inviteId })]))).toBe('not-allowed');
});

test('a link gives no more than its maker still may, and nothing once they are out', async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const admins = await makeLink(ana, groupId, { role: 'admin' });
  const bia = await stranger();
  await joinBy(bia, admins);
  const [high, low] = [await makeLink(bia, groupId, { role: 'admin' }), await makeLink(bia, groupId)];
  const change = ana.newOp('member.role-changed', { memberId: bia.memberId, role: 'member' });
  await ana.push(groupId, [change]);
  expect(await joinBy(await stranger(), high)).toBe('invite-revoked');
  expect(await joinBy(await stranger(), low)).toBeTypeOf('number');
  await bia.push(groupId, [bia.newOp('member.left', {})]);
  expect(await joinBy(await stranger(), low)).toBe('invite-revoked');
});

test('who names no link comes in by the first one, and by no other', async () => {
  const group = await ana.createGroup('Rolê');
  const link = await makeLink(ana, group.groupId, { maxUses: 1 });
  const bia = await stranger();
  await bia.join(group, 'Bia');
  expect((await bia.hello()).groups).toMatchObject([{ groupId: group.groupId, role: 'member' }]);
  const other = await stranger();
  await expect(other.join(link, 'Caio')).rejects.toThrow('bad-invite');
  const first = linkOf(group.groupId, group.secret);
  await ana.push(group.groupId, [ana.newOp('invite.revoked', { inviteId: first.inviteId })]);
  await expect((await stranger()).join(group, 'Davi')).rejects.toThrow('invite-revoked');
  expect(await joinBy(await stranger(), first)).toBe('invite-revoked');
});

test('who waits for an admin reads nothing, hears nothing and says nothing; let in, all of it', async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const link = await makeLink(ana, groupId, { needsApproval: true });
  const bia = await stranger();
  const heard: Poke[] = [];
  const socket = await bia.openSocket((text) => {
    if (text.startsWith('42["poke"')) heard.push((JSON.parse(text.slice(2)) as [string, Poke])[1]);
  });
  expect(await joinBy(bia, link)).toBeTypeOf('number');
  const say = (device: RawDevice, text: string) =>
    verdictOf(device.push(groupId, [device.newOp('message.sent', { messageId: newId(), text })]));
  expect(await say(ana, 'só nós')).toBeTypeOf('number');
  const { epoch, groups, gone, unknown, held } = await bia.hello();
  expect({ groups, gone, unknown, held }).toEqual({ groups: [], gone: [], unknown: [], held: undefined });
  const asked = { epoch, groupId };
  expect(await bia.post('snapshot', [asked])).toEqual([{ wait: 'approval' }]);
  expect(await bia.post('catch-up', [{ ...asked, after: 0, maxBytes: 4096 }])).toEqual([
    { wait: 'approval' },
  ]);
  expect(await bia.post('page', [{ ...asked, olderThan: 99, maxRows: 9 }])).toEqual([{ wait: 'approval' }]);
  const cursors = [{ groupId, version: 1, chain: 'c'.repeat(43) }];
  const hello = { protocol: PROTOCOL_VERSION, deviceId: bia.deviceId, epoch, lanes: [], cursors, marks: [] };
  expect(await bia.post('hello', [hello])).toMatchObject([{ groups: [], gone: [], held: [groupId] }]);
  expect(await preview({ groupId, secret: link.secret })).toMatchObject({
    state: 'open',
    members: 1,
    people: [],
  });

  const own = await socket.ask(
    'push',
    socket.pushFrame(groupId, [bia.newOp('message.sent', { messageId: newId(), text: 'oi' })]),
  );
  expect(own).toMatchObject({ verdicts: [], stop: { wait: 'approval' } });
  expect(heard.filter(({ ops }) => ops !== undefined)).toEqual([]);
  const { head } = await ana.push(groupId, [ana.newOp('member.approved', { memberId: bia.memberId })]);
  expect((await bia.hello()).groups).toMatchObject([{ groupId, role: 'member' }]);
  await expect.poll(() => heard.some((poke) => poke.head >= head)).toBe(true);
  expect((await bia.readLog(groupId)).map(({ type }) => type)).toContain('message.sent');
  socket.close();
});

test('who is not let in is told so, and is out', async () => {
  const { groupId } = await ana.createGroup('Rolê');
  const link = await makeLink(ana, groupId, { needsApproval: true });
  const bia = await stranger();
  await joinBy(bia, link);
  await ana.push(groupId, [ana.newOp('member.refused', { memberId: bia.memberId })]);
  const { epoch } = await bia.hello();
  expect(await bia.post('snapshot', [{ epoch, groupId }])).toMatchObject([{ gone: 'refused' }]);
  const say = bia.newOp('message.sent', { messageId: newId(), text: 'oi' });
  expect(await verdictOf(bia.push(groupId, [say]))).toBe('not-a-member');
});

test('nothing happens by opening a link: no request but the join changes anything', async () => {
  const group = await ana.createGroup('Rolê');
  const link = await makeLink(ana, group.groupId, { maxUses: 1 });
  const before = await ana.readLog(group.groupId);
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
    await fetch(`${running.origin}/entrar`, { method });
    const looked = await fetch(`${running.origin}/api/invite/preview`, { method });
    expect(looked.status).toBeGreaterThanOrEqual(400);
  }
  for (let i = 0; i < 3; i++)
    expect(await preview({ ...link, inviteId: undefined })).toMatchObject({ state: 'open' });
  expect(await ana.readLog(group.groupId)).toEqual(before);
  expect(await joinBy(await stranger(), link)).toBeTypeOf('number');
});

test('a look at a link tells name, size and who has no device; without its secret nothing, not even that there is a group', async () => {
  const { groupId, secret } = await ana.createGroup('República');
  const rafa = newId();
  await ana.push(groupId, [ana.newOp('member.added', { memberId: rafa, name: 'Rafa' })]);
  expect(await preview({ groupId, secret })).toEqual({
    status: 200,
    state: 'open',
    name: 'República',
    picture: '🧪',
    members: 1,
    needsApproval: false,
    people: [{ memberId: rafa, name: 'Rafa' }],
  });
  const expired = await makeLink(ana, groupId, { expiresAt: 1 });
  expect(await preview({ groupId, secret: expired.secret })).toEqual({ status: 200, state: 'expired' });

  const unknown = { status: 200, state: 'unknown' };
  expect(await preview({ groupId, secret: 'x'.repeat(22) })).toEqual(unknown);
  expect(await preview({ groupId: newId(), secret })).toEqual(unknown);
  expect(await preview({ groupId, secret: inviteHash(secret) })).toEqual(unknown);
  await ana.push(groupId, [ana.newOp('group.deleted', {})]);
  expect(await preview({ groupId, secret })).toEqual(unknown);
  expect(await preview({ groupId, secret, more: 1 })).toMatchObject({ status: 400 });
});

test('claims: the first one holds, an admin takes it back, and what was said of the name stays', async () => {
  const { groupId, secret } = await ana.createGroup('Rolê');
  const [bia, caio] = [await stranger(), await stranger()];
  await bia.join({ groupId, secret }, 'Bia');
  await caio.join({ groupId, secret }, 'Caio');
  const memberId = newId();
  const does = (device: RawDevice, type: string, body: { memberId: string; name?: string } = { memberId }) =>
    verdictOf(device.push(groupId, [device.newOp(type, body)]));
  expect(await does(bia, 'member.added', { memberId, name: 'Rafa' })).toBeTypeOf('number');
  expect(await does(bia, 'member.added', { memberId, name: 'Outra' })).toBe('already-exists');
  expect(await does(caio, 'member.claimed')).toBeTypeOf('number');
  expect(await does(bia, 'member.claimed')).toBe('already-claimed');
  expect(await does(bia, 'member.unclaimed')).toBe('not-allowed');
  expect(await does(ana, 'member.name-corrected', { memberId, name: 'X' })).toBe('not-allowed');
  expect(await does(ana, 'member.unclaimed')).toBeTypeOf('number');
  expect(await does(bia, 'member.claimed')).toBeTypeOf('number');
  // A name is nobody: it can say nothing, and nobody can claim a member who is there.
  expect(await does(bia, 'member.claimed', { memberId: caio.memberId })).toBe('not-allowed');
  const asRafa = { ...caio.newOp('message.sent', { messageId: newId(), text: 'eu' }), actorId: memberId };
  expect(await verdictOf(caio.push(groupId, [asRafa]))).toBe('not-a-member');
});
