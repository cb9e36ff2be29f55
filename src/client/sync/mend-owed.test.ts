/** What is owed and went bad on the disk: what is whole goes out, what is left of the rest lies in the tray. */
import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '#client/store/tables.ts';
import { EngineWorld } from '#tests/support/engine-world.ts';

/** A row as it may be found, whatever its type promises. */
type Torn = (entry: OutboxEntry) => object;

const TORN: readonly (readonly [name: string, torn: Torn])[] = [
  ['without its op', ({ op: _, ...entry }) => entry],
  ['only its place', ({ order, groupId }) => ({ order, groupId })],
  ['with no group', ({ order, opId }) => ({ order, opId })],
  ['with an op that is none', (entry) => ({ ...entry, op: 'message.sent' })],
  ['with an op of which half is missing', ({ op, ...entry }) => ({ ...entry, op: { ...op, body: null } })],
  ['of another op', ({ op, ...entry }) => ({ ...entry, op: { ...op, salt: 'x' } })],
];

async function oneOffline() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(1_000);
  world.goDown();
  await ana.send(groupId, 'um', 'dois', 'três');
  const [, middle] = ana.rows('outbox');
  if (!middle) throw new Error('nothing waits');
  const spoil = (torn: object) =>
    ana.store.write(['outbox'], async (tx) => {
      await tx.remove('outbox', [middle.order]);
      await tx.put('outbox', [torn as OutboxEntry]);
    });
  const online = async () => {
    world.goUp();
    await world.pass(120_000);
  };
  return { world, ana, groupId, middle, spoil, online };
}

describe('a row of the outbox that is none', () => {
  test.each(TORN)('%s: the others go out, what is left is in the tray', async (_, torn) => {
    const { world, ana, groupId, middle, spoil, online } = await oneOffline();
    await spoil(torn(middle));
    // Writing goes on over it.
    await ana.send(groupId, 'quatro');
    await online();
    expect(await world.log(groupId)).toEqual(['group.created', 'um', 'três', 'quatro']);
    expect(ana.rows('outbox')).toEqual([]);
    expect(ana.rows('tray')).toMatchObject([{ kind: 'damaged', remains: torn(middle) }]);
    expect(ana.engine.status()).toMatchObject({ queued: 0, tray: 1 });
    expect(ana.faults).toEqual([]);
    const [entry] = ana.rows('tray');
    expect(await ana.engine.discardFromTray(entry?.opId ?? '')).toEqual(entry);
  });

  test('that was numbered takes its number along: the device begins its lanes anew, each op is there once', async () => {
    const { world, ana, groupId, middle, spoil, online } = await oneOffline();
    const before = ana.rows('meta').find(({ name }) => name === 'device')?.value;
    await ana.store.write(['outbox', 'lanes'], async (tx) => {
      await tx.put(
        'outbox',
        ana.rows('outbox').map((entry, i) => ({ ...entry, seq: 2 + i })),
      );
      await tx.put('lanes', [{ groupId, nextSeq: 5 }]);
    });
    await spoil({ ...middle, op: null, seq: 3 });
    await online();
    expect(await world.log(groupId)).toEqual(['group.created', 'um', 'três']);
    expect(ana.rows('meta').find(({ name }) => name === 'device')?.value).not.toEqual(before);
    expect(ana.rows('tray')).toHaveLength(1);
  });

  test('around a whole op is made anew, and the op goes out in its place', async () => {
    const { world, ana, groupId, middle, spoil, online } = await oneOffline();
    const { order, op } = middle;
    await spoil({ order, op });
    await online();
    expect(await world.log(groupId)).toEqual(['group.created', 'um', 'dois', 'três']);
    expect(ana.rows('tray')).toEqual([]);
  });
});

test('a row of the tray that is none is shown as damaged, and can be thrown away', async () => {
  const { world, ana, groupId } = await oneOffline();
  const torn = { opId: 'refused', groupId, kind: 'invalid', since: 1 };
  await ana.store.write(['tray'], (tx) => tx.put('tray', [torn as never]));
  const again = world.device('again', ana);
  await world.pass(5_000);
  await ana.engine[Symbol.asyncDispose]();
  await world.pass(30_000);
  expect(again.rows('tray')).toMatchObject([
    { opId: 'refused', kind: 'damaged', remains: torn, op: { body: {} } },
  ]);
  expect(await again.engine.discardFromTray('refused')).toMatchObject({ kind: 'damaged' });
});

test('a lane without its number begins anew', async () => {
  const { world, ana, groupId, online } = await oneOffline();
  await ana.store.write(['lanes'], (tx) => tx.put('lanes', [{ groupId } as never]));
  await online();
  expect(await world.log(groupId)).toEqual(['group.created', 'um', 'dois', 'três']);
});
