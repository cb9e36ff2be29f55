/** Servers and devices that lost what they knew: what comes back, and as whom. */
import { describe, expect, test } from 'vitest';
import { EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { twoInAGroup } from '#tests/support/two-in-a-group.ts';

describe('a server that went back in time', () => {
  test('is given back what its devices kept; messages stay readable meanwhile', async () => {
    const { world, ana, bia, groupId } = await twoInAGroup();
    await ana.send(groupId, 'antes');
    await world.pass();
    const backup = world.database.image;
    await ana.send(groupId, 'perdida de ana');
    await bia.send(groupId, 'perdida de bia');
    await world.pass(3_000);
    await world.restore(backup, world.clock.now() + 1_000_000);
    await world.pass(120_000);
    const log = await world.log(groupId);
    expect(log.slice(0, 3)).toEqual(['group.created', 'member.joined', 'antes']);
    expect(log.slice(3).sort()).toEqual(['perdida de ana', 'perdida de bia']);
    expect(ana.texts(groupId)).toEqual(bia.texts(groupId));
    expect(ana.texts(groupId)).toHaveLength(5);
    expect(ana.rows('aside')).toEqual([]);
    expect([...ana.faults, ...bia.faults]).toEqual([]);
  });

  test('that lost a whole group gets it from its creator, and then from the others', async () => {
    const world = new EngineWorld();
    const empty = world.database.image;
    const ana = world.device('ana');
    const group = await ana.createGroup();
    await world.pass();
    const bia = world.device('bia');
    await bia.join(group);
    await world.pass(1_000);
    await bia.send(group.groupId, 'oi');
    await world.pass(3_000);
    await world.restore(empty, world.clock.now() + 1_000_000);
    await world.pass(180_000);
    expect(await world.log(group.groupId)).toEqual(['group.created', 'member.joined', 'oi']);
    expect(ana.texts(group.groupId)).toEqual(bia.texts(group.groupId));
  });
});

describe('a membership that device and server both lost', () => {
  test('comes back by the link, though the app had it', async () => {
    const world = new EngineWorld();
    const ana = world.device('ana');
    const group = await ana.createGroup();
    await world.pass();
    const backup = world.database.image;
    const bia = world.device('bia');
    await bia.join(group);
    await world.pass(1_000);
    // Her profile is an older one too: nothing of what she kept is there.
    await bia.store.write(['kept'], (tx) =>
      tx.remove(
        'kept',
        bia.rows('kept').map(({ opId }) => opId),
      ),
    );
    await world.restore(backup, world.clock.now() + 1_000_000);
    await world.pass(120_000);
    expect(bia.rows('memberships')).toMatchObject([{ state: 'member', waiting: 'unknown-group' }]);
    expect((await bia.join(group)).ok).toBe(true);
    await world.pass(120_000);
    expect(await world.log(group.groupId)).toEqual(['group.created', 'member.joined']);
    expect(bia.rows('memberships')).toMatchObject([{ state: 'member', waiting: null }]);
    // Once in, the link does nothing.
    expect(await bia.join(group)).toEqual({ ok: true, opIds: [] });
  });
});

describe('a person who is in a group twice', () => {
  test('leaves as one and is the other again, whom the server still knows', async () => {
    const world = new EngineWorld();
    const ana = world.device('ana');
    const group = await ana.createGroup();
    await world.pass(1_000);
    const [first] = ana.rows('memberships');
    await ana.engine[Symbol.asyncDispose]();
    world.goDown();
    // The browser emptied the profile, and the link is tapped before the server could say who she is.
    const again = world.device('again', ana, { database: new MemoryDeviceDatabase() });
    await again.join(group);
    expect(again.rows('memberships')[0]?.memberId).not.toBe(first?.memberId);
    expect((await again.engine.commit([{ type: 'member.left', groupId: group.groupId, body: {} }])).ok).toBe(
      true,
    );
    world.goUp();
    await world.pass(60_000);
    expect(await world.log(group.groupId)).toEqual(['group.created', 'member.joined', 'member.left']);
    again.engine.wake();
    await world.pass(5_000);
    expect(again.rows('memberships')).toMatchObject([{ memberId: first?.memberId, state: 'member' }]);
    await again.send(group.groupId, 'ainda aqui');
    await world.pass(5_000);
    expect((await world.log(group.groupId)).at(-1)).toBe('ainda aqui');
  });
});
