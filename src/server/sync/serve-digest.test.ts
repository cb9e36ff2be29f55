import { expect, test } from 'vitest';
import { FOLD_VERSION } from '#domain/fold-version.ts';
import type { MessageRow } from '#domain/rows.ts';
import type { DigestRequest } from '#protocol/digest.ts';
import { digestRange, digestState } from '#protocol/row-digest.ts';
import type { Snapshot } from '#protocol/snapshot.ts';
import { createWorld, type TestDevice, type World } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';

async function groupOfTwo() {
  const world = createWorld();
  const ana = world.device();
  const bia = world.device();
  const group = await ana.createGroup();
  await bia.join(group);
  await ana.push(group.groupId, [ana.message('oi'), ana.message('segredo')]);
  return { world, ana, bia, group, request: await requestOf(world, ana, group.groupId) };
}

/** What a device asks that holds exactly what the server has. */
async function requestOf(world: World, device: TestDevice, groupId: string): Promise<DigestRequest> {
  const { epoch, server } = world;
  const { version, chain, group, members, messages } = (await server.snapshot(device.session, {
    epoch,
    groupId,
  })) as Snapshot;
  const range = (from: number, to: number) => {
    const inside = messages.filter((row) => row.version >= from && row.version <= to);
    return { from, to, digest: digestRange(inside as MessageRow[], []) };
  };
  const state = digestState([group], members);
  return {
    epoch,
    groupId,
    version,
    chain,
    foldVersion: FOLD_VERSION,
    state,
    ranges: [range(3, 4), range(1, 2)],
  };
}

const OTHER = 'A'.repeat(43);

test('equal rows are the same', async () => {
  const { world, ana, group, request } = await groupOfTwo();
  expect(await world.server.digest(ana.session, request)).toEqual({
    epoch: world.epoch,
    groupId: group.groupId,
    outcome: 'same',
  });
  expect(world.divergences).toEqual([]);
});

test('it names the parts that differ, and the operator learns which device and where, and nothing else', async () => {
  const { world, ana, group, request } = await groupOfTwo();
  const [newest, older] = request.ranges;
  if (!newest || !older) throw new Error('two ranges');
  const { groupId } = group;
  const differs = { epoch: world.epoch, groupId, outcome: 'differs', chain: false };
  expect(await world.server.digest(ana.session, { ...request, state: OTHER })).toEqual({
    ...differs,
    state: true,
    ranges: [],
  });
  const ranges = [newest, { ...older, digest: OTHER }];
  expect(await world.server.digest(ana.session, { ...request, ranges })).toEqual({
    ...differs,
    state: false,
    ranges: [1],
  });
  const { deviceId } = ana.session;
  const about = { groupId, deviceId, version: 4, chain: false };
  expect(world.divergences).toEqual([
    { ...about, state: true, ranges: [] },
    { ...about, state: false, ranges: [1] },
  ]);
});

test('another chain at the same version is another history: its rows are not compared', async () => {
  const { world, ana, request } = await groupOfTwo();
  const reply = await world.server.digest(ana.session, { ...request, chain: OTHER, state: OTHER });
  expect(reply).toMatchObject({ outcome: 'differs', chain: true, state: false, ranges: [] });
});

test('a log that moved on, and a fold of another version, are not compared', async () => {
  const { world, ana, group, request } = await groupOfTwo();
  const damaged = { ...request, state: OTHER };
  expect(await world.server.digest(ana.session, { ...damaged, foldVersion: FOLD_VERSION + 1 })).toMatchObject(
    {
      outcome: 'incomparable',
      why: 'fold',
    },
  );
  await ana.push(group.groupId, [ana.message('mais')]);
  expect(await world.server.digest(ana.session, damaged)).toMatchObject({
    outcome: 'incomparable',
    why: 'moved',
  });
  expect(world.divergences).toEqual([]);
});

test('only a member is answered, and only in the present epoch', async () => {
  const { world, ana, bia, group, request } = await groupOfTwo();
  const stranger = world.device();
  const { digest } = world.server;
  expect(await digest(stranger.session, request)).toEqual({ wait: 'unknown-group' });
  expect(await digest(ana.session, { ...request, epoch: newId() })).toEqual({ wait: 'epoch' });
  await bia.leave(group);
  expect(await digest(bia.session, request)).toMatchObject({ gone: 'left', version: 5 });
  expect(world.divergences).toEqual([]);
});
