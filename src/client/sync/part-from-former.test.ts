/** A copy brought back what was written as somebody this session is not: nothing written since waits behind it. */
import { expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { EngineWorld } from '#tests/support/engine-world.ts';

async function cameBackAnew() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId, secret } = await ana.createGroup();
  const bia = world.device('bia');
  await world.pass(1_000);
  await bia.engine.joinGroup({ groupId, secret, groupName: null, memberName: 'bia' });
  await world.pass(5_000);
  world.goDown();
  await ana.send(groupId, 'de quem fui', 'de quem sou');
  const [first] = ana.rows('outbox');
  const other = must(
    ana.rows('members').find(({ name }) => name === 'bia'),
    'the other one',
  );
  // As a copy would have it: of a member that another account is.
  const former = must(first, 'what waits');
  await ana.store.write(['outbox'], (tx) =>
    tx.put('outbox', [{ ...former, op: { ...former.op, actorId: other.id } }]),
  );
  world.goUp();
  await world.pass(60_000);
  return { world, ana, groupId };
}

test('it lies in the tray, and what follows it is sent', async () => {
  const { world, ana, groupId } = await cameBackAnew();
  expect((await world.log(groupId)).at(-1)).toBe('de quem sou');
  expect(ana.rows('outbox')).toEqual([]);
  expect(ana.rows('tray').map(({ op, kind }) => [op.body.text, kind])).toEqual([
    ['de quem fui', 'device-changed'],
  ]);
  expect(ana.engine.status()).toMatchObject({ queued: 0, tray: 1 });
  expect(ana.faults).toEqual([]);
});

test('from there it is sent as who they are', async () => {
  const { world, ana, groupId } = await cameBackAnew();
  const [entry] = ana.rows('tray');
  expect(await ana.engine.retryFromTray(entry?.opId ?? '')).toMatchObject({ ok: true });
  await world.pass(10_000);
  expect((await world.log(groupId)).at(-1)).toBe('de quem fui');
  expect(ana.rows('tray')).toEqual([]);
  const own = ana.rows('memberships').find((row) => row.groupId === groupId);
  expect(ana.rows('messages').find(({ text }) => text === 'de quem fui')?.authorId).toBe(own?.memberId);
});
