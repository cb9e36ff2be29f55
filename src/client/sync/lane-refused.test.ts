/** A file brought a group of another account of the same person: until they sign in that one lane waits, and nothing else does. */
import { expect, test } from 'vitest';
import { EngineWorld } from '#tests/support/engine-world.ts';

async function broughtFromElsewhere() {
  const world = new EngineWorld();
  const old = world.device('old');
  const { groupId } = await old.createGroup();
  await world.pass(5_000);
  world.goDown();
  await old.send(groupId, 'do outro aparelho');
  await old.engine[Symbol.asyncDispose]();
  const phone = world.device('phone');
  await phone.engine.saveProfile({ name: 'phone' });
  await world.pass(1_000);
  const [membership] = old.rows('memberships');
  const [entry] = old.rows('outbox');
  if (!membership || !entry) throw new Error('nothing to bring');
  await phone.store.write(['memberships', 'outbox'], async (tx) => {
    await tx.put('memberships', [membership]);
    // Before whatever this device has made itself.
    await tx.put('outbox', [{ ...entry, order: 0, seq: null }]);
  });
  await phone.engine.noteRestored();
  const own = await phone.createGroup();
  await phone.send(own.groupId, 'meu');
  world.goUp();
  phone.engine.wake();
  await world.pass(40_000);
  return { world, old, phone, groupId, own };
}

test('the rest of the device is sent and answered, and the status says what is waited for', async () => {
  const { world, phone, groupId, own } = await broughtFromElsewhere();
  expect(await world.log(own.groupId)).toContain('meu');
  expect(phone.engine.status()).toMatchObject({
    connection: { name: 'online' },
    queued: 1,
    held: 'auth',
    heldUntil: null,
  });
  expect(phone.rows('memberships').find((row) => row.groupId === groupId)?.waiting).toBe('auth');
  await phone.send(own.groupId, 'e mais um');
  await world.pass(2_000);
  expect(await world.log(own.groupId)).toContain('e mais um');
  expect(phone.faults).toEqual([]);
});

test('once they have signed in, it goes out', async () => {
  const { world, old, phone, groupId } = await broughtFromElsewhere();
  const account = (device: typeof old) => {
    const deviceId = device.rows('meta').find(({ name }) => name === 'device')?.value as { deviceId: string };
    return [deviceId.deviceId, world.accounts.get(deviceId.deviceId) ?? ''] as const;
  };
  world.accounts.set(account(phone)[0], account(old)[1]);
  for (const socket of [...world.sockets]) socket.end();
  await world.pass(60_000);
  expect(await world.log(groupId)).toContain('do outro aparelho');
  expect(phone.engine.status()).toMatchObject({ queued: 0, held: null });
});
