import { describe, expect, test } from 'vitest';
import type { CaretDown, CaretUp } from '#protocol/carets.ts';
import {
  createWorld,
  settled,
  type TestDevice,
  type TestGroup,
  type World,
} from '#tests/support/sync-world.ts';

type Peer = Awaited<ReturnType<TestDevice['connect']>>;
const PLAN = 'plan-of-the-trip-00000A';
const HERE = { anchor: 'AAAA', head: 'AAAB' };

async function groupOf(
  world: World,
  ...others: TestDevice[]
): Promise<{ ana: TestDevice; group: TestGroup }> {
  const ana = world.device();
  const group = await ana.createGroup();
  for (const other of others) await other.join(group);
  return { ana, group };
}

const heardBy = (peer: Peer): CaretDown[] =>
  peer.told.flatMap(({ name, frame }) => (name === 'carets' ? [frame as CaretDown] : []));

describe('carets', () => {
  const word = (group: TestGroup, clientId: number, caret?: CaretUp['caret']): CaretUp => ({
    groupId: group.groupId,
    planId: PLAN,
    clientId,
    ...(caret !== undefined && { caret }),
  });

  test('are told to who has the same plan open, with the name the server knows, and not to oneself', async () => {
    const world = createWorld();
    const [bia, caio] = [world.device(), world.device()];
    const { ana, group } = await groupOf(world, bia, caio);
    const [a, b, c] = [await ana.connect(), await bia.connect(), await caio.connect()];
    world.server.caret(b, word(group, 2));
    world.server.caret(a, word(group, 1, HERE));
    world.server.caret(c, { ...word(group, 3, HERE), planId: 'another-plan-000000000A' });
    expect(heardBy(b)).toEqual([{ ...word(group, 1, HERE), memberId: ana.memberId }]);
    expect(heardBy(c)).toEqual([]);
    // Who came first is known to who came later.
    expect(heardBy(a)).toEqual([{ ...word(group, 2), memberId: bia.memberId }]);
  });

  test('go with the screen, and with the socket', async () => {
    const world = createWorld();
    const bia = world.device();
    const { ana, group } = await groupOf(world, bia);
    const [a, b] = [await ana.connect(), await bia.connect()];
    world.server.caret(b, word(group, 2));
    world.server.caret(a, word(group, 1, HERE));
    world.server.caret(a, word(group, 1, null));
    world.server.caret(a, word(group, 4, HERE));
    world.server.close(a);
    expect(heardBy(b).map(({ clientId, caret }) => [clientId, caret])).toEqual([
      [1, HERE],
      [1, null],
      [4, HERE],
      [4, null],
    ]);
    world.server.close(b);
    expect(world.server.load().plansOpen).toBe(0);
  });

  test('of a stranger are heard by nobody, and a stranger hears none', async () => {
    const world = createWorld();
    const bia = world.device();
    const { group } = await groupOf(world, bia);
    const b = await bia.connect();
    const stranger = await world.device().connect();
    world.server.caret(b, word(group, 2));
    world.server.caret(stranger, word(group, 9, HERE));
    world.server.caret(b, word(group, 2, HERE));
    expect(heardBy(b)).toEqual([]);
    expect(heardBy(stranger)).toEqual([]);
    expect(world.server.load().plansOpen).toBe(1);
  });

  test('end with membership', async () => {
    const world = createWorld();
    const bia = world.device();
    const { ana, group } = await groupOf(world, bia);
    const [a, b] = [await ana.connect(), await bia.connect()];
    world.server.caret(a, word(group, 1));
    world.server.caret(b, word(group, 2));
    const before = heardBy(b).length;
    await bia.leave(group);
    await settled();
    world.server.caret(a, word(group, 1, HERE));
    world.server.caret(b, word(group, 2, HERE));
    expect(heardBy(b)).toHaveLength(before);
    expect(heardBy(a).filter(({ caret }) => caret)).toEqual([]);
  });

  test('of a flood of screens only some are kept', async () => {
    const world = createWorld();
    const bia = world.device();
    const { ana, group } = await groupOf(world, bia);
    const [a, b] = [await ana.connect(), await bia.connect()];
    world.server.caret(b, word(group, 1_000));
    for (let clientId = 0; clientId < 100; clientId++) world.server.caret(a, word(group, clientId));
    expect(heardBy(b)).toHaveLength(8);
  });
});
