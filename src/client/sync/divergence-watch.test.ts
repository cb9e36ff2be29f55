import { describe, expect, test } from 'vitest';
import type { MessageRow } from '#domain/rows.ts';
import { DIGEST } from '#protocol/digest.ts';
import type { EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { twoInAGroup } from '#tests/support/two-in-a-group.ts';

/** Until the first comparison of a new connection is over. */
const FIRST_MS = 10_000;
const QUARTER_MS = 20 * 60_000;
const DAY_MS = 24 * 3_600_000;

async function twoAtRest(texts: readonly string[] = ['um', 'dois', 'três']) {
  const two = await twoInAGroup();
  if (texts.length > 0) await two.ana.send(two.groupId, ...texts);
  await two.world.pass(FIRST_MS);
  two.world.asked.splice(0);
  return two;
}

const checkOf = (device: EngineDevice, groupId: string) =>
  device.rows('checks').find((check) => check.groupId === groupId);

function damage(
  device: EngineDevice,
  text: string,
  change: (row: MessageRow) => MessageRow | undefined,
): void {
  const row = device.rows('messages').find((one) => one.text === text);
  if (!row) throw new Error(`no message ${text}`);
  const table = device.profile.table('messages');
  table.remove([row.groupId, row.id]);
  const changed = change(row);
  if (changed) table.put({ ...changed });
}

const asks = (world: EngineWorld, device: string) =>
  world.asked.filter((one) => one.device === device).map(({ name }) => name);

describe('at rest', () => {
  test('a damaged row of one’s own puts nobody out of the group', async () => {
    const { world, ana, bia, groupId } = await twoAtRest();
    const own = bia.rows('memberships').find((one) => one.groupId === groupId);
    const row = bia.rows('members').find(({ id }) => id === own?.memberId);
    if (!own || !row) throw new Error('bia is no member');
    const stateOf = () => bia.rows('memberships').find((one) => one.groupId === groupId)?.state;
    bia.profile
      .table('members')
      .put({ groupId, id: row.id, version: row.version, rowVersion: row.rowVersion });
    await ana.send(groupId, 'quatro');
    await world.pass(1_000);
    expect(stateOf()).toBe('member');
    bia.profile.table('members').put({ ...row, status: 'left' });
    await ana.send(groupId, 'cinco');
    await world.pass(1_000);
    expect(stateOf()).toBe('gone');
    // The next comparison notices, and who is in is put right with the row.
    await world.pass(QUARTER_MS);
    expect(bia.rows('members')).toContainEqual(row);
    expect(stateOf()).toBe('member');
  });

  test('a device compares soon after it came online, then seldom, and asks for nothing when all is well', async () => {
    const { world, bia, groupId } = await twoAtRest();
    expect(checkOf(bia, groupId)).toMatchObject({ repaired: 0, stuckSince: null });
    const firstAt = checkOf(bia, groupId)?.at ?? 0;
    expect(firstAt).toBeGreaterThan(0);
    await world.pass(QUARTER_MS);
    expect(asks(world, 'bia').filter((name) => name === 'digest')).toHaveLength(1);
    expect(asks(world, 'bia')).not.toContain('snapshot');
    expect(checkOf(bia, groupId)?.at).toBeGreaterThan(firstAt);
    expect(world.divergences).toEqual([]);
  });

  test('a log that moves while it is compared is compared again a little later', async () => {
    const { world, bia, ana, groupId } = await twoAtRest();
    let moved = 0;
    world.tap = (device, { name }) => {
      if (name !== 'digest' || device !== bia || moved > 0) return undefined;
      moved += 1;
      return { epoch: world.database.image.epoch.epoch, groupId, outcome: 'incomparable', why: 'moved' };
    };
    const before = checkOf(bia, groupId)?.at ?? 0;
    await world.pass(QUARTER_MS);
    expect(moved).toBe(1);
    expect(checkOf(bia, groupId)?.at).toBeGreaterThan(before);
    expect(asks(world, 'bia').filter((name) => name === 'digest')).toHaveLength(2);
    expect(ana.faults).toEqual([]);
  });
});

describe('a difference is repaired by itself', () => {
  test.each<[string, (row: MessageRow) => MessageRow | undefined]>([
    ['gone', () => undefined],
    ['another text', (row) => ({ ...row, text: 'outra coisa' })],
    ['a rowVersion that hides what comes later', (row) => ({ ...row, rowVersion: 9_999 })],
    ['at a place of the future', (row) => ({ ...row, version: 9_999 })],
  ])('a message: %s', async (_, change) => {
    const { world, bia, groupId } = await twoAtRest();
    const whole = bia.rows('messages');
    const cursor = bia.rows('cursors');
    damage(bia, 'dois', change);
    expect(bia.rows('messages')).not.toEqual(whole);
    await world.pass(QUARTER_MS);
    expect(bia.rows('messages')).toEqual(whole);
    expect(bia.rows('cursors')).toEqual([{ ...cursor[0], repairs: 1 }]);
    expect(checkOf(bia, groupId)).toMatchObject({ repaired: 1, stuckSince: null });
    expect(world.divergences).toHaveLength(1);
    expect(asks(world, 'bia')).not.toContain('snapshot');
  });

  test('the group and its people', async () => {
    const { world, ana, bia, groupId } = await twoAtRest();
    const [group] = bia.rows('groups');
    const members = bia.rows('members');
    const other = members.find(({ name }) => name === 'ana');
    if (!group || !other) throw new Error('a group of two');
    bia.profile.table('groups').put({ ...group, name: 'Outro' });
    bia.profile.table('members').remove([groupId, other.id]);
    // Her rename changes a row that is not here: it waits, until it is in what the server sends.
    const renamed = { type: 'member.renamed', groupId, body: { name: 'Aninha' } } as const;
    await ana.engine.commit([renamed]);
    await world.pass();
    expect(bia.rows('parked')).toHaveLength(1);
    await world.pass(QUARTER_MS);
    expect(bia.rows('groups')).toEqual([group]);
    expect(
      bia
        .rows('members')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Aninha', 'bia']);
    expect(bia.rows('parked')).toEqual([]);
    expect(checkOf(bia, groupId)).toMatchObject({ repaired: 1, stuckSince: null });
  });

  test('what the person typed meanwhile is kept and sent, and drafts stay', async () => {
    const { world, ana, bia, groupId } = await twoAtRest();
    damage(bia, 'dois', () => undefined);
    await bia.engine.saveDraft({ groupId, text: 'a meio', replyTo: null, editing: null });
    let held = true;
    world.tap = (device, { name }) =>
      device === bia && name === 'push' && held ? 'lose-request' : undefined;
    world.goDown();
    await bia.send(groupId, 'escrito sem rede');
    world.goUp();
    await world.pass(FIRST_MS);
    held = false;
    await world.pass(QUARTER_MS);
    expect(bia.texts(groupId)).toEqual(ana.texts(groupId));
    expect(ana.texts(groupId).at(-1)).toBe('escrito sem rede');
    expect(bia.rows('drafts')).toHaveLength(1);
    expect(checkOf(bia, groupId)?.repaired).toBe(1);
  });

  test('deep in a long conversation: page by page, when its turn comes', async () => {
    const long = Array.from({ length: 2 * DIGEST.segmentVersions + 300 }, (_, i) => `mensagem ${i}`);
    const { world, bia, groupId } = await twoAtRest(long);
    // History comes in the background.
    await world.pass(QUARTER_MS);
    const whole = bia.rows('messages');
    expect(whole).toHaveLength(long.length + 2);
    for (const text of ['mensagem 3', 'mensagem 200', 'mensagem 400']) damage(bia, text, () => undefined);
    await world.pass(4 * QUARTER_MS);
    expect(bia.rows('messages')).toEqual(whole);
    expect(checkOf(bia, groupId)?.repaired).toBe(2);
  });

  test('after the next start of the app, at once', async () => {
    const { world, bia, groupId } = await twoAtRest();
    await bia.engine[Symbol.asyncDispose]();
    const whole = bia.rows('messages');
    damage(bia, 'um', (row) => ({ ...row, text: '' }));
    const again = world.device('bia again', bia);
    await world.pass(FIRST_MS);
    expect(again.rows('messages')).toEqual(whole);
    expect(checkOf(again, groupId)?.repaired).toBe(1);
  });
});

describe('when fetching the parts does not help', () => {
  test('the group is fetched anew, once', async () => {
    const { world, bia, groupId } = await twoAtRest();
    const whole = bia.rows('messages');
    damage(bia, 'dois', () => undefined);
    // Pages never bring it back.
    world.tap = (device, { name, request }) =>
      device === bia && name === 'page'
        ? {
            epoch: (request as { epoch: string }).epoch,
            groupId,
            asOf: bia.rows('cursors')[0]?.version,
            messages: [],
            olderThan: null,
          }
        : undefined;
    await world.pass(QUARTER_MS);
    expect(bia.rows('messages')).toEqual(whole);
    expect(asks(world, 'bia').filter((name) => name === 'bootstrap')).toHaveLength(1);
    expect(checkOf(bia, groupId)).toMatchObject({ repaired: 1, stuckSince: null });
  });

  test('and if that does not help either it stops, says so, and tries again a day later', async () => {
    const { world, bia, groupId } = await twoAtRest();
    let lies = true;
    world.tap = (device, { name, request }) =>
      device === bia && name === 'digest' && lies
        ? {
            epoch: (request as { epoch: string }).epoch,
            groupId,
            outcome: 'differs',
            chain: false,
            state: true,
            ranges: [1],
          }
        : undefined;
    await world.pass(QUARTER_MS);
    const since = checkOf(bia, groupId)?.stuckSince;
    expect(since).not.toBeNull();
    const fetched = () => asks(world, 'bia').filter((name) => name === 'snapshot' || name === 'bootstrap');
    // For the members, then for the whole.
    expect(fetched()).toEqual(['snapshot', 'bootstrap']);
    await world.pass(3 * QUARTER_MS);
    expect(fetched()).toHaveLength(2);
    expect(checkOf(bia, groupId)?.stuckSince).toBe(since);
    await world.pass(DAY_MS);
    expect(fetched()).toHaveLength(4);
    lies = false;
    await world.pass(QUARTER_MS);
    expect(checkOf(bia, groupId)?.stuckSince).toBeNull();
    expect(bia.faults).toEqual([]);
  });

  test('another chain is another history: hello heals it, and what was shown is set aside until it is back', async () => {
    const { world, bia, ana, groupId } = await twoAtRest();
    const [cursor] = bia.rows('cursors');
    if (!cursor) throw new Error('a cursor');
    bia.profile.table('cursors').put({ ...cursor, chain: 'A'.repeat(43) });
    await world.pass(QUARTER_MS);
    expect(bia.rows('cursors')[0]?.chain).toBe(cursor.chain);
    expect(bia.texts(groupId)).toEqual(ana.texts(groupId));
    expect(bia.rows('aside')).toEqual([]);
  });
});

test('a page that was read before the log moved on is not put', async () => {
  const { world, ana, bia, groupId } = await twoAtRest();
  damage(bia, 'dois', () => undefined);
  let sent = 0;
  world.tap = (device, { name }) => {
    if (device === bia && name === 'page' && sent++ === 0) void ana.send(groupId, 'enquanto isso');
    return undefined;
  };
  await world.pass(QUARTER_MS);
  expect(sent).toBeGreaterThan(0);
  expect(bia.texts(groupId)).toEqual(ana.texts(groupId));
  expect(bia.texts(groupId)).toContain('enquanto isso');
  expect(bia.rows('outbox')).toEqual([]);
});

test('what was repaired is counted, though somebody wrote before it could be compared again', async () => {
  const { world, bia, groupId } = await twoAtRest();
  const whole = bia.rows('messages');
  damage(bia, 'dois', () => undefined);
  let asked = 0;
  world.tap = (device, { name, request }) =>
    device === bia && name === 'digest' && ++asked === 2
      ? { epoch: (request as { epoch: string }).epoch, groupId, outcome: 'incomparable', why: 'moved' }
      : undefined;
  await world.pass(QUARTER_MS);
  expect(asked).toBe(3);
  expect(bia.rows('messages')).toEqual(whole);
  expect(checkOf(bia, groupId)).toMatchObject({ repaired: 1, stuckSince: null });
  expect(asks(world, 'bia').filter((name) => name === 'page')).toHaveLength(1);
});

test('a device whose own row is gone did not see itself leave: it is told when it compares', async () => {
  const { world, bia, groupId } = await twoAtRest();
  const memberId = bia.rows('memberships')[0]?.memberId ?? '';
  world.goDown();
  await bia.engine.commit([{ type: 'member.left', groupId, body: {} }]);
  bia.profile.table('members').remove([groupId, memberId]);
  world.goUp();
  await world.pass(60_000);
  expect((await world.log(groupId)).at(-1)).toBe('member.left');
  await world.pass(QUARTER_MS);
  expect(bia.rows('memberships')).toMatchObject([{ state: 'gone' }]);
  expect(bia.rows('messages')).toEqual([]);
  expect(bia.rows('checks')).toEqual([]);
});
