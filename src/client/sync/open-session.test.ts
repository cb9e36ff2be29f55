import { expect, test } from 'vitest';
import type { Transport } from '#client/platform/transport.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { Streams } from '#tests/sim/prng.ts';
import { Sessions } from '#tests/sim/sessions.ts';
import { countingRandom } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { changeDevice, DEVICE_TABLES, makeDevice } from './device-identity.ts';
import { getMeta, putMeta } from './device-meta.ts';
import { openSession } from './open-session.ts';

/** One device before a server that keeps sessions as ours does. `lose` runs before the ask of that number. */
async function openWorld() {
  const store = new MemoryDeviceDatabase().connect();
  const random = countingRandom('device');
  const sessions = new Sessions(new Streams(1n));
  const before = new Map<number, () => void>();
  let cookie: string | null = null;
  let asks = 0;
  const transport = {
    openSession: async (request) => {
      before.get(++asks)?.();
      const opened = sessions.open(request, cookie);
      cookie = opened.cookie;
      return opened.answer;
    },
  } as Pick<Transport, 'openSession'> as Transport;
  await store.write(['meta'], (tx) => putMeta(tx, 'device', makeDevice(random)));
  const device = () => store.read(['meta'], async (tx) => await getMeta(tx, 'device'));
  return {
    sessions,
    before,
    asks: () => asks,
    account: () => store.read(['meta'], async (tx) => (await getMeta(tx, 'account'))?.accountId),
    change: () => store.write(DEVICE_TABLES, (tx) => changeDevice(tx, random)),
    open: async () => {
      const present = await device();
      if (!present) throw new Error('no device');
      return openSession({ store, transport, random, protocol: PROTOCOL_VERSION }, present);
    },
  };
}

test('a changed id is the same person, also when the cookie is gone', async () => {
  const world = await openWorld();
  expect(await world.open()).toEqual({ kind: 'open' });
  const person = await world.account();
  await world.change();
  world.sessions.forgetAll();
  expect(await world.open()).toEqual({ kind: 'open' });
  expect(await world.account()).toBe(person);
});

test('sessions lost between the two asks: the id that became another person is given up', async () => {
  const world = await openWorld();
  await world.open();
  const person = await world.account();
  await world.change();
  world.before.set(world.asks() + 2, () => world.sessions.forgetAll());
  expect(await world.open()).toEqual({ kind: 'again' });
  expect(await world.account()).toBeUndefined();
  expect(await world.open()).toEqual({ kind: 'open' });
  expect(await world.account()).toBe(person);
});

test('a server restored from before the last id still knows an older one', async () => {
  const world = await openWorld();
  await world.open();
  const person = await world.account();
  const backup = world.sessions.backUp();
  await world.change();
  await world.open();
  await world.change();
  await world.open();
  world.sessions.restore(backup);
  world.sessions.forgetAll();
  await world.change();
  while ((await world.open()).kind === 'again');
  expect(await world.account()).toBe(person);
});

test('a server that lost the person altogether gives another account, and that one stays', async () => {
  const world = await openWorld();
  const empty = world.sessions.backUp();
  await world.open();
  const person = await world.account();
  world.sessions.restore(empty);
  await world.change();
  expect(await world.open()).toEqual({ kind: 'open' });
  const next = await world.account();
  expect(next).not.toBe(person);
  await world.change();
  world.sessions.forgetAll();
  await world.open();
  expect(await world.account()).toBe(next);
});
