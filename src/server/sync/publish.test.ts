import { describe, expect, test } from 'vitest';
import {
  createWorld,
  settled,
  type TestDevice,
  type TestGroup,
  type World,
} from '#tests/support/sync-world.ts';

async function groupOfTwo(world: World): Promise<{ ana: TestDevice; bia: TestDevice; group: TestGroup }> {
  const ana = world.device();
  const bia = world.device();
  const group = await ana.createGroup();
  await bia.join(group);
  return { ana, bia, group };
}

describe('who hears what', () => {
  test('members hear each new version once, in order', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const heard = await bia.connect();
    await ana.push(group.groupId, [ana.message('1'), ana.message('2')]);
    await ana.push(group.groupId, [ana.message('3')]);
    expect(heard.versions(group.groupId)).toEqual([3, 4, 5]);
    expect(heard.pokes(group.groupId).at(-1)?.head).toBe(5);
  });

  test('the connection that pushed is not told its own ops; the other device of its account is', async () => {
    const world = createWorld();
    const { ana, group } = await groupOfTwo(world);
    const own = await ana.connect();
    const tablet = await world.device({ accountId: ana.session.accountId }).connect();
    await ana.push(group.groupId, [ana.message('1')], {}, own);
    expect(own.versions(group.groupId)).toEqual([]);
    expect(tablet.versions(group.groupId)).toEqual([3]);
  });

  test('a joiner who is connected hears from its join on', async () => {
    const world = createWorld();
    const { ana, group } = await groupOfTwo(world);
    const eva = world.device();
    const heard = await eva.connect();
    await ana.push(group.groupId, [ana.message('before')]);
    await eva.join(group);
    await settled();
    await ana.push(group.groupId, [ana.message('after')]);
    const versions = heard.versions(group.groupId);
    expect(versions).not.toContain(3);
    expect(versions).toContain(5);
    expect(heard.pokes(group.groupId)[0]?.head).toBeGreaterThanOrEqual(4);
  });

  test('a join and what follows it in the same commit both reach the joiner', async () => {
    const world = createWorld();
    const { ana, group } = await groupOfTwo(world);
    await ana.connect();
    const eva = world.device();
    const heard = await eva.connect();
    const join = eva.op('member.joined', { name: 'Eva' });
    await Promise.all([
      ana.push(group.groupId, [ana.message('before')]),
      eva.push(group.groupId, [join], { proofs: { [join.opId]: group.secret } }),
      ana.push(group.groupId, [ana.message('after')], { firstSeq: 3 }),
    ]);
    expect(heard.versions(group.groupId)).toEqual([4, 5]);
  });

  test('a leaver hears the leave and nothing after, within one commit too', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const heard = await bia.connect();
    await Promise.all([
      ana.push(group.groupId, [ana.message('before')]),
      bia.leave(group),
      ana.push(group.groupId, [ana.message('after')], { firstSeq: 3 }),
    ]);
    await ana.push(group.groupId, [ana.message('later')]);
    expect(heard.versions(group.groupId)).toEqual([3, 4]);
    expect(Math.max(...heard.pokes(group.groupId).map(({ head }) => head))).toBe(4);
  });

  test('a closed connection hears nothing, and its room is forgotten', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const heard = await bia.connect();
    world.server.close(heard);
    await ana.push(group.groupId, [ana.message('1')]);
    expect(heard.versions(group.groupId)).toEqual([]);
  });

  test('while a connection catches up, pokes to it carry only the head', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const heard = await bia.connect();
    const { epoch } = world;
    const { groupId } = group;
    await ana.push(
      groupId,
      Array.from({ length: 50 }, () => ana.message('x'.repeat(500))),
    );
    heard.told.length = 0;
    await world.server.catchUp(bia.session, { epoch, groupId, after: 0, maxBytes: 1_024 }, heard);
    await ana.push(groupId, [ana.message('meanwhile')]);
    expect(heard.pokes(groupId)).toEqual([{ epoch, groupId, head: 53 }]);
    await world.server.catchUp(bia.session, { epoch, groupId, after: 51, maxBytes: 65_536 }, heard);
    await ana.push(groupId, [ana.message('whole again')]);
    expect(heard.versions(groupId)).toEqual([54]);
  });
});

describe('a hello and commits at the same time', () => {
  test('what is committed while the hello is read is not missed', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const connection = bia.openConnection();
    const greeting = bia.hello({}, connection);
    await ana.push(group.groupId, [ana.message('meanwhile')]);
    const welcome = await greeting;
    await settled();
    const known = welcome.groups[0]?.head ?? 0;
    const told = Math.max(known, ...connection.pokes(group.groupId).map(({ head }) => head));
    expect(told).toBe(3);
  });

  test('a group joined by another device meanwhile is heard', async () => {
    const world = createWorld();
    const { ana, group } = await groupOfTwo(world);
    const phone = world.device();
    const tablet = world.device({ accountId: phone.session.accountId });
    const connection = tablet.openConnection();
    const greeting = tablet.hello({}, connection);
    await phone.join(group);
    await greeting;
    await settled();
    await ana.push(group.groupId, [ana.message('hello tablet')]);
    await settled();
    expect(Math.max(...connection.pokes(group.groupId).map(({ head }) => head))).toBe(4);
  });
});

describe('several nodes on one store', () => {
  test('a hint has the other node read the log and tell its sockets', async () => {
    const here = createWorld({ isShared: true });
    const there = createWorld({ isShared: true, database: here.database });
    const { ana, bia, group } = await groupOfTwo(here);
    const far = there.device(bia.session);
    const heard = await far.connect();
    await ana.push(group.groupId, [ana.message('1'), ana.message('2')]);
    expect(heard.versions(group.groupId)).toEqual([]);
    for (const hint of here.hints) there.server.hear(hint);
    await settled();
    expect(heard.versions(group.groupId)).toEqual([3, 4]);
  });

  test('without any hint the poll finds it within two seconds, new groups included', async () => {
    const here = createWorld({ isShared: true });
    const there = createWorld({ isShared: true, database: here.database });
    const { ana, bia, group } = await groupOfTwo(here);
    const heard = await there.device(bia.session).connect();
    const second = await ana.createGroup();
    await bia.join(second);
    await ana.push(group.groupId, [ana.message('1')]);
    await there.clock.advance(2_000);
    await settled();
    expect(heard.versions(group.groupId)).toEqual([3]);
    expect(heard.pokes(second.groupId).at(-1)?.head).toBe(2);
  });

  test('a leave on another node ends here too, before anything after it', async () => {
    const here = createWorld({ isShared: true });
    const there = createWorld({ isShared: true, database: here.database });
    const { ana, bia, group } = await groupOfTwo(here);
    const heard = await there.device(bia.session).connect();
    await bia.leave(group);
    await ana.push(group.groupId, [ana.message('after')]);
    for (const hint of here.hints) there.server.hear(hint);
    await settled();
    expect(heard.versions(group.groupId)).toEqual([3]);
  });
});

describe('presence', () => {
  test('who is here is told once per interval, typing at once and not to oneself', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const [a, b] = [await ana.connect(), await bia.connect()];
    await world.clock.advance(500);
    const online = b.told.filter(({ name }) => name === 'presence');
    expect(online).toHaveLength(1);
    expect(online[0]?.frame).toMatchObject({ online: [ana.memberId, bia.memberId].sort() });
    world.server.typing(a, { groupId: group.groupId, typing: true });
    expect(b.told.at(-1)?.frame).toMatchObject({ typing: { memberId: ana.memberId, typing: true } });
    expect(a.told.at(-1)?.frame).not.toHaveProperty('typing');
  });

  test('a stranger cannot be seen typing', async () => {
    const world = createWorld();
    const { bia, group } = await groupOfTwo(world);
    const heard = await bia.connect();
    const stranger = await world.device().connect();
    world.server.typing(stranger, { groupId: group.groupId, typing: true });
    expect(heard.told.some(({ frame }) => 'typing' in frame)).toBe(false);
  });
});

describe('marks', () => {
  test('are gathered, clamped to the head and told together', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const { groupId } = group;
    const { epoch } = world;
    const heard = await ana.connect();
    world.server.mark(bia.session, { epoch, groupId, delivered: 1, read: 1 });
    world.server.mark(bia.session, { epoch, groupId, delivered: 99, read: 1 });
    await world.clock.advance(2_000);
    const marks = heard.told.filter(({ name }) => name === 'marks');
    expect(marks.map(({ frame }) => frame)).toEqual([
      { epoch, groupId, marks: [{ memberId: bia.memberId, delivered: 2, read: 1 }] },
    ]);
    const welcome = await ana.hello();
    expect(welcome.groups[0]?.marks).toEqual([{ memberId: bia.memberId, delivered: 2, read: 1 }]);
  });

  test('of another epoch or of a stranger are dropped', async () => {
    const world = createWorld();
    const { ana, bia, group } = await groupOfTwo(world);
    const { groupId } = group;
    world.server.mark(bia.session, { epoch: groupId, groupId, delivered: 1, read: 1 });
    world.server.mark(world.device().session, { epoch: world.epoch, groupId, delivered: 1, read: 1 });
    await world.clock.advance(2_000);
    expect((await ana.hello()).groups[0]?.marks).toEqual([]);
  });
});
