/** What waits on one device, brought by another's, with the real engines and the real handlers: once each, whoever is first. */

import * as v from 'valibot';
import { expect, test } from 'vitest';
import { makeKeyPair, signText } from '#client/platform/device-signer.ts';
import { changeDevice, DEVICE_TABLES } from '#client/sync/device-identity.ts';
import { packLane } from '#client/sync/pack-lane.ts';
import { ensureSigningKey, getSigningKey } from '#client/sync/signing-key.ts';
import { must } from '#domain/assert.ts';
import { BUNDLE_VERSION, type Bundle, bundleSchema, bundleText, type CarriedPush } from '#protocol/bundle.ts';
import { BUNDLE_LIMITS } from '#protocol/limits.ts';
import { isSignedBy } from '#server/accounts/device-signature.ts';
import { type BundleDesk, deliverBundle } from '#server/sync/deliver-bundle.ts';
import { countingRandom, type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';

/** IndexedDB keeps such keys (tests/e2e/carry.spec.ts); this memory keeps JSON. */
const privateKeys = new Map<string, CryptoKey>();
async function makeHeldPair() {
  const pair = await makeKeyPair();
  privateKeys.set(pair.publicKey, pair.privateKey);
  return pair;
}

async function openGroup() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const made = await ana.createGroup();
  const bia = world.device('bia');
  await world.pass(1_000);
  await bia.join(made);
  await bia.send(made.groupId, 'antes');
  await world.pass(3_000);
  const keys = new Map<string, string>();
  const desk: BundleDesk = {
    store: world.database.connect(),
    push: (session, push) => world.server.push(session, push),
    getDeviceKey: async (deviceId) => {
      const [accountId, publicKey] = [world.accounts.get(deviceId), keys.get(deviceId)];
      return accountId !== undefined && publicKey !== undefined ? { accountId, publicKey } : undefined;
    },
    isSignedBy,
  };
  const sessionOf = (device: EngineDevice) => {
    const { deviceId } = must(
      device.rows('meta').find(({ name }) => name === 'device'),
      'a device',
    ).value as {
      deviceId: string;
    };
    return { deviceId, accountId: must(world.accounts.get(deviceId), 'an account') };
  };
  async function sign(device: EngineDevice, push: CarriedPush): Promise<Bundle> {
    const key = must(await ensureSigningKey(device.store, makeHeldPair), 'a device');
    keys.set(key.deviceId, key.publicKey);
    const signature = await signText(
      must(privateKeys.get(key.publicKey), 'a key of this test'),
      bundleText(push),
    );
    const file = JSON.stringify({ racha: 'bundle', v: BUNDLE_VERSION, push, signature });
    expect(file.length).toBeLessThan(BUNDLE_LIMITS.maxBytes);
    return v.parse(bundleSchema, JSON.parse(file));
  }
  const pack = async (device: EngineDevice): Promise<CarriedPush> => {
    const packed = await packLane(device.store, made.groupId);
    if (!packed.ok) throw new Error(packed.reason);
    return packed.push;
  };
  const carry = (bundle: Bundle) => deliverBundle(desk, sessionOf(ana), bundle);
  return { world, ana, bia, groupId: made.groupId, sign, pack, carry };
}

test('brought while its author is away: in the group at once, and the author hears of it without a double', async () => {
  const { world, ana, bia, groupId, sign, pack, carry } = await openGroup();
  world.goDown();
  await bia.send(groupId, 'um', 'dois');
  const bundle = await sign(bia, await pack(bia));
  // What is written after the file was made goes by itself.
  await bia.send(groupId, 'três');
  // The carrier has a network; the author has none.
  world.isUp = true;
  world.tap = (device) => (device === bia ? 'lose-request' : undefined);
  await world.pass(40_000);
  expect(await carry(bundle)).toMatchObject({ ok: true, reply: { accepted: 2, refused: 0, left: 0 } });
  await world.pass(5_000);
  expect(ana.texts(groupId).slice(-3)).toEqual(['antes', 'um', 'dois']);
  expect(bia.rows('outbox')).toHaveLength(3);

  world.tap = () => undefined;
  await world.pass(60_000);
  expect(bia.rows('outbox')).toEqual([]);
  expect(bia.rows('tray')).toEqual([]);
  for (const device of [ana, bia]) {
    expect(device.texts(groupId).slice(-4)).toEqual(['antes', 'um', 'dois', 'três']);
  }
  // Brought again, by somebody who kept the file.
  expect(await carry(bundle)).toMatchObject({ ok: true, reply: { accepted: 2 } });
  await world.pass(5_000);
  expect(ana.texts(groupId).filter((text) => text === 'um')).toEqual(['um']);
  expect(bia.faults).toEqual([]);
});

test('the author sends first: the file brings nothing new, and does no harm', async () => {
  const { world, ana, bia, groupId, sign, pack, carry } = await openGroup();
  world.goDown();
  await bia.send(groupId, 'um', 'dois');
  const bundle = await sign(bia, await pack(bia));
  world.goUp();
  await world.pass(60_000);
  await bia.send(groupId, 'três');
  await world.pass(5_000);
  expect(await carry(bundle)).toMatchObject({ ok: true, reply: { accepted: 2, left: 0 } });
  await bia.send(groupId, 'quatro');
  await world.pass(5_000);
  expect(ana.texts(groupId).slice(-5)).toEqual(['antes', 'um', 'dois', 'três', 'quatro']);
  expect(bia.rows('outbox')).toEqual([]);
});

test('a second file begins where the answers end: brought alone or after the first, nothing is lost', async () => {
  const { world, ana, bia, groupId, sign, pack, carry } = await openGroup();
  world.goDown();
  await bia.send(groupId, 'um');
  const first = await sign(bia, await pack(bia));
  await bia.send(groupId, 'dois');
  const second = await sign(bia, await pack(bia));
  expect(second.push.ops).toHaveLength(2);
  world.isUp = true;
  world.tap = (device) => (device === bia ? 'lose-request' : undefined);
  expect(await carry(second)).toMatchObject({ ok: true, reply: { accepted: 2 } });
  expect(await carry(first)).toMatchObject({ ok: true, reply: { accepted: 1 } });
  world.tap = () => undefined;
  await world.pass(60_000);
  expect(ana.texts(groupId).slice(-3)).toEqual(['antes', 'um', 'dois']);
  expect(bia.rows('outbox')).toEqual([]);
});

test('what one file cannot hold is left, and said', async () => {
  const { world, bia, groupId, sign } = await openGroup();
  world.goDown();
  await bia.send(groupId, ...Array.from({ length: BUNDLE_LIMITS.maxOps + 7 }, (_, i) => `m${i}`));
  const packed = await packLane(bia.store, groupId);
  if (!packed.ok) throw new Error(packed.reason);
  expect(packed.push.ops).toHaveLength(BUNDLE_LIMITS.maxOps);
  expect(packed.left).toBe(7);
  await sign(bia, packed.push);
});

test('long texts are cut by bytes, and the file stays within what the server takes', async () => {
  const { world, bia, groupId, sign } = await openGroup();
  world.goDown();
  await bia.send(groupId, ...Array.from({ length: 60 }, () => 'ç'.repeat(7_000)));
  const packed = await packLane(bia.store, groupId);
  if (!packed.ok) throw new Error(packed.reason);
  expect(packed.left).toBeGreaterThan(10);
  const bundle = await sign(bia, packed.push);
  expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThan(BUNDLE_LIMITS.maxBytes);
});

test('who is not in yet, or has nothing to say, makes no file', async () => {
  const { world, ana, bia, groupId } = await openGroup();
  expect(await packLane(bia.store, groupId)).toEqual({ ok: false, reason: 'nothing' });
  world.goDown();
  const caio = world.device('caio');
  const made = await caio.createGroup();
  expect(await packLane(caio.store, made.groupId)).toEqual({ ok: false, reason: 'unmet' });
  const another = await ana.createGroup();
  expect(await packLane(ana.store, another.groupId)).toEqual({ ok: false, reason: 'not-in' });
});

test('behind what cannot be carried nothing gets a number: the lane keeps its order', async () => {
  const { world, ana } = await openGroup();
  world.goDown();
  const made = await ana.createGroup();
  await ana.send(made.groupId, 'oi');
  await packLane(ana.store, made.groupId);
  expect(ana.rows('outbox').map(({ seq }) => seq)).toEqual([null, null]);
  world.goUp();
  await world.pass(60_000);
  expect(ana.texts(made.groupId)).toEqual(['group-created', 'oi']);
});

test('the key is one per device, also for two tabs at once, and another after the id has changed', async () => {
  const { bia } = await openGroup();
  const [one, two] = await Promise.all([
    ensureSigningKey(bia.store, makeKeyPair),
    ensureSigningKey(bia.store, makeKeyPair),
  ]);
  expect(one?.publicKey).toBe(two?.publicKey);
  await bia.store.write(DEVICE_TABLES, (tx) => changeDevice(tx, countingRandom('anew')));
  expect(await getSigningKey(bia.store)).toBeUndefined();
  const next = await ensureSigningKey(bia.store, makeKeyPair);
  expect(next?.publicKey).not.toBe(one?.publicKey);
  expect(next?.isKnown).toBe(false);
});

test('nobody reads the private half, not even the app', async () => {
  const { privateKey } = await makeKeyPair();
  await expect(crypto.subtle.exportKey('jwk', privateKey)).rejects.toThrow();
});
