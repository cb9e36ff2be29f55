/** A database that came back empty or older, and what its device does then. The witness is memory; the engine is whole. */
import { describe, expect, test } from 'vitest';
import { EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { MemoryWitness } from '#tests/support/memory-witness.ts';
import { compare } from './canary.ts';

async function anaInAGroup() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await ana.send(groupId, 'antes');
  await world.pass();
  await ana.engine[Symbol.asyncDispose]();
  await world.pass();
  return { world, ana, groupId };
}

type Named = 'device' | 'loss' | 'profile' | 'canary';
const metaOf = (device: { rows: (table: 'meta') => { name: string; value: unknown }[] }, name: Named) =>
  device.rows('meta').find((row) => row.name === name)?.value;

describe('the database and the witness compared', () => {
  const held = { id: 'b', starts: 3, answersFor: 'a' };
  test.each([
    ['nothing anywhere', false, undefined, undefined, 'first'],
    ['an empty database that was known', false, undefined, { canary: 'b', starts: 3 }, 'emptied'],
    ['a witness that forgot', true, held, undefined, 'same'],
    ['a witness one start behind', true, held, { canary: 'b', starts: 2 }, 'same'],
    ['a witness of later starts', true, held, { canary: 'b', starts: 4 }, 'rolled-back'],
    ['another database’s canary', true, held, { canary: 'c', starts: 1 }, 'rolled-back'],
    ['a loss that was answered for', true, held, { canary: 'a', starts: 9 }, 'same'],
    ['a device of before there were canaries', true, undefined, undefined, 'same'],
    ['a copy of before there were canaries', true, undefined, { canary: 'b', starts: 1 }, 'rolled-back'],
  ] as const)('%s', (_, hasDevice, canary, testimony, finding) => {
    expect(compare(hasDevice, canary, testimony)).toBe(finding);
  });
});

describe('a database that was emptied', () => {
  test('makes a new device, says so, and its groups and the name come back by the cookie', async () => {
    const { world, ana, groupId } = await anaInAGroup();
    const before = metaOf(ana, 'device');
    const again = world.device('ana 2', ana, { database: new MemoryDeviceDatabase() });
    await world.pass();
    expect(metaOf(again, 'device')).not.toEqual(before);
    expect(metaOf(again, 'loss')).toMatchObject({ kind: 'emptied' });
    expect(metaOf(again, 'profile')).toEqual({ name: 'ana' });
    expect(again.texts(groupId)).toEqual(['group-created', 'antes']);
    await again.send(groupId, 'depois');
    await world.pass();
    expect(again.texts(groupId)).toEqual(['group-created', 'antes', 'depois']);
    expect(again.faults).toEqual([]);
  });

  test('offline, what is written to a group that is not back says why, and is not taken', async () => {
    const { world, ana, groupId } = await anaInAGroup();
    world.goDown();
    const again = world.device('ana 2', ana, { database: new MemoryDeviceDatabase() });
    await world.pass();
    const body = { messageId: again.engine.newId(), text: 'cadê?' };
    const saved = await again.engine.commit([{ type: 'message.sent', groupId, body }]);
    expect(saved).toEqual({ ok: false, error: 'storage-lost' });
  });

  test('greeted, but before the rows are back, the same is said', async () => {
    const { world, ana, groupId } = await anaInAGroup();
    const again = world.device('ana 2', ana, { database: new MemoryDeviceDatabase() });
    await world.pass();
    world.goDown();
    await again.store.write(['cursors', 'members'], async (tx) => {
      await tx.remove('cursors', [groupId]);
      await tx.remove(
        'members',
        again.rows('members').map(({ id }) => [groupId, id]),
      );
    });
    const body = { messageId: again.engine.newId(), text: 'já?' };
    const saved = await again.engine.commit([{ type: 'message.sent', groupId, body }]);
    expect(saved).toEqual({ ok: false, error: 'storage-lost' });
  });

  test('and the witness with it: the server tells, because it knows the cookie', async () => {
    const { world, ana, groupId } = await anaInAGroup();
    const changed = { database: new MemoryDeviceDatabase(), witness: new MemoryWitness() };
    const again = world.device('ana 2', ana, changed);
    await world.pass();
    expect(metaOf(again, 'loss')).toMatchObject({ kind: 'emptied' });
    expect(again.texts(groupId)).toEqual(['group-created', 'antes']);
  });

  test('and cookie and witness with it: nobody can know, it is a new device', async () => {
    const { world, ana } = await anaInAGroup();
    const database = new MemoryDeviceDatabase();
    const again = world.device('ana 2', ana, { database, witness: new MemoryWitness(), cookie: 'gone' });
    await world.pass();
    expect(metaOf(again, 'loss')).toBeUndefined();
    expect(again.rows('memberships')).toEqual([]);
  });

  test('while the app is open: found by the next connection, the witness answers', async () => {
    const world = new EngineWorld();
    const ana = world.device('ana');
    const { groupId } = await ana.createGroup();
    await world.pass();
    const before = metaOf(ana, 'device');
    const names = ana.rows('meta').map(({ name }) => name);
    await ana.store.write(['meta', 'memberships', 'cursors', 'lanes'], async (tx) => {
      await tx.remove('meta', names);
      for (const table of ['memberships', 'cursors', 'lanes'] as const) await tx.remove(table, [groupId]);
    });
    await world.pass(20_000);
    expect(metaOf(ana, 'device')).not.toEqual(before);
    expect(metaOf(ana, 'loss')).toMatchObject({ kind: 'emptied' });
    await ana.send(groupId, 'ainda aqui');
    await world.pass();
    expect(ana.texts(groupId)).toEqual(['group-created', 'ainda aqui']);
  });

  test('two tabs find it at once: one new device, one report, and none at the next start', async () => {
    const { world, ana } = await anaInAGroup();
    const left = world.device('left', ana, { database: new MemoryDeviceDatabase() });
    const right = world.device('right', left);
    await world.pass(10_000);
    await left.engine.acknowledgeLoss();
    await Promise.all([left, right].map(({ engine }) => engine[Symbol.asyncDispose]()));
    const device = metaOf(left, 'device');
    const later = world.device('later', left);
    await world.pass();
    expect(metaOf(later, 'loss')).toBeUndefined();
    expect(metaOf(later, 'device')).toEqual(device);
    expect(metaOf(later, 'canary')).toMatchObject({ starts: 3 });
  });
});

describe('an older copy of the database under a witness that knows better', () => {
  test('takes a new id before it sends anything; what it had not settled arrives once', async () => {
    const { world, ana, groupId } = await anaInAGroup();
    world.goDown();
    const second = world.device('ana 2', ana);
    await second.send(groupId, 'na fila');
    const copy = second.profile.copy();
    world.goUp();
    await world.pass(31_000);
    expect(second.texts(groupId)).toEqual(['group-created', 'antes', 'na fila']);
    await second.engine[Symbol.asyncDispose]();
    const third = world.device('ana 3', second);
    await world.pass();
    await third.engine[Symbol.asyncDispose]();

    const restored = world.device('ana 4', third, { database: copy });
    await world.pass();
    expect(metaOf(restored, 'loss')).toMatchObject({ kind: 'rolled-back' });
    expect(metaOf(restored, 'device')).not.toEqual(metaOf(third, 'device'));
    await restored.send(groupId, 'e agora');
    await world.pass();
    expect(restored.texts(groupId)).toEqual(['group-created', 'antes', 'na fila', 'e agora']);
    expect(restored.rows('outbox')).toEqual([]);
  });

  test('a witness that was evicted alone is told again, and nothing else happens', async () => {
    const { world, ana } = await anaInAGroup();
    const device = metaOf(ana, 'device');
    const witness = new MemoryWitness();
    const again = world.device('ana 2', ana, { witness });
    await world.pass();
    expect(metaOf(again, 'device')).toEqual(device);
    expect(metaOf(again, 'loss')).toBeUndefined();
    expect(witness.recall()).toMatchObject({ starts: 2 });
  });
});
