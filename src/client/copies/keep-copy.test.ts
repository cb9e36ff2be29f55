import { expect, test, vi } from 'vitest';
import { StoreError } from '#client/platform/device-store.ts';
import { countingRandom, type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryCopyStore } from '#tests/support/memory-copy-store.ts';
import { MemoryWitness } from '#tests/support/memory-witness.ts';
import { keepCopy, makeByHand } from './keep-copy.ts';
import { findLoss } from './recover.ts';

const NOW = 1_790_000_000_000;
const TABLES = ['meta', 'memberships', 'cursors', 'lanes', 'outbox', 'drafts'] as const;

async function openWithUnsent() {
  const world = new EngineWorld();
  const witness = new MemoryWitness();
  const ana = world.device('ana', undefined, { witness });
  await ana.engine.saveProfile({ name: 'Ana' });
  const { groupId } = await ana.createGroup();
  await ana.send(groupId, 'um');
  await world.pass(3_000);
  world.goDown();
  await world.pass(1_000);
  await ana.send(groupId, 'ficou na fila');
  await ana.engine.saveDraft({ groupId, text: 'meio escrito', replyTo: null, editing: null });
  const copies = new MemoryCopyStore();
  let turns = 0;
  const keep = (isLocked = false) => {
    const random = countingRandom(`keep ${++turns}`);
    const testimony = witness.recall();
    const { store } = ana;
    return keepCopy({
      store,
      copies,
      random,
      now: NOW + turns * 60_000,
      budgetBytes: 50_000_000,
      testimony,
      isLocked,
    });
  };
  expect(await keep()).toBe('copied');
  return { world, ana, groupId, copies, keep };
}

/** As the browser does it under an open page: every table, and nobody is told. */
async function empty(device: EngineDevice): Promise<void> {
  const names = device.rows('meta').map(({ name }) => name);
  const groupIds = device.rows('memberships').map(({ groupId }) => groupId);
  const orders = device.rows('outbox').map(({ order }) => order);
  await device.store.write(TABLES, async (tx) => {
    await tx.remove('meta', names);
    await tx.remove('outbox', orders);
    for (const table of ['memberships', 'cursors', 'lanes', 'drafts'] as const)
      await tx.remove(table, groupIds);
  });
}

const metaOf = (device: EngineDevice, name: string) =>
  device.rows('meta').find((row) => row.name === name)?.value;
const unsent = (device: EngineDevice) => device.rows('outbox').map(({ opId }) => opId);

test('fault 37: emptied under an open app, and the engine took note first: what waited comes back, and goes out once', async () => {
  const { world, ana, groupId, keep } = await openWithUnsent();
  const before = unsent(ana);
  await empty(ana);
  world.goUp();
  ana.engine.wake();
  await world.pass(40_000);
  expect(metaOf(ana, 'loss')).toMatchObject({ kind: 'emptied' });
  expect(metaOf(ana, 'recovered')).toBeUndefined();

  world.goDown();
  expect(await keep()).toBe('recovered');
  expect(metaOf(ana, 'recovered')).toMatchObject({ queued: 1, drafts: 1, damaged: 0 });
  expect(unsent(ana)).toEqual(before);
  expect(ana.rows('drafts')[0]?.text).toBe('meio escrito');

  world.goUp();
  await ana.engine.noteRestored();
  ana.engine.wake();
  await world.pass(40_000);
  expect((await world.log(groupId)).filter((text) => text === 'ficou na fila')).toHaveLength(1);
  expect(unsent(ana)).toEqual([]);
  expect(await keep()).toBe('copied');
});

test('fault 37: emptied, and no engine has noted it yet: it comes back just so, and is told as one loss', async () => {
  const { world, ana, groupId, keep } = await openWithUnsent();
  const before = unsent(ana);
  await empty(ana);
  expect(await keep()).toBe('recovered');
  expect(unsent(ana)).toEqual(before);
  world.goUp();
  await ana.engine.noteRestored();
  ana.engine.wake();
  await world.pass(40_000);
  expect(metaOf(ana, 'loss')).toMatchObject({ kind: 'emptied' });
  expect(metaOf(ana, 'recovered')).toMatchObject({ queued: 1, drafts: 1 });
  expect(await keep()).toBe('copied');
  expect((await world.log(groupId)).filter((text) => text === 'ficou na fila')).toHaveLength(1);
});

test('fault 37: emptied under an app lock: owed, and no copy of what is left comes after the good one', async () => {
  const { ana, copies, keep } = await openWithUnsent();
  const before = await copies.list();
  await empty(ana);
  expect(await keep(true)).toBe('owed');
  expect(await copies.list()).toEqual(before);
  expect(unsent(ana)).toEqual([]);
});

test('fault 37: a copy asked for while the disk refuses what comes back: said, and none stands before the good one', async () => {
  const { ana, copies, keep } = await openWithUnsent();
  const before = await copies.list();
  await empty(ana);
  const refuse = vi.spyOn(ana.store, 'write').mockRejectedValue(new StoreError('full'));
  const loss = () => findLoss(ana.store, undefined);
  // The witness tells of it where the engine has not noted it yet.
  expect(await makeByHand(keep, async () => 'emptied')).toBe('owed');
  expect(await copies.list()).toEqual(before);
  refuse.mockRestore();
  expect(await makeByHand(keep, loss)).toBe('made');
  expect(unsent(ana)).toHaveLength(1);
});

test('a copy that cannot be written for another reason is not called owed', async () => {
  const full = new StoreError('full');
  await expect(
    makeByHand(
      () => Promise.reject(full),
      async () => null,
    ),
  ).rejects.toBe(full);
});
