import { describe, expect, test } from 'vitest';
import { type LogStore, LogStoreError, type LogTransaction } from '#server/sync/log-store.ts';
import { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { createWorld, settled } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';

describe('numbers and known ops', () => {
  test('each op takes the next version and the next number', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const reply = await ana.push(groupId, [ana.message('1'), ana.message('2')]);
    expect(reply).toMatchObject({ firstSeq: 2, verdicts: [2, 3], head: 3 });
    expect(reply.stop).toBeUndefined();
  });

  test('fault 74: the same push again gets the same verdicts and writes nothing', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const ops = [ana.message('1'), ana.message('2')];
    const first = await ana.push(groupId, ops);
    const again = await ana.push(groupId, ops, { firstSeq: 2 });
    expect(again.verdicts).toEqual(first.verdicts);
    expect(again.head).toBe(3);
  });

  test('an op known from another lane gets its verdict, and its number here is used up', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const op = ana.message('once');
    await ana.push(groupId, [op]);
    const reborn = world.device({ accountId: ana.session.accountId });
    expect((await reborn.push(groupId, [op])).verdicts).toEqual([2]);
    const next = reborn.message('next', { actorId: ana.memberId });
    expect(await reborn.push(groupId, [next])).toMatchObject({ firstSeq: 2, verdicts: [3] });
  });

  test('an op twice in one push is committed once', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const op = ana.message('once');
    expect(await ana.push(groupId, [op, op])).toMatchObject({ verdicts: [2, 2], head: 2 });
  });

  test('fault 75: the same opId with other content is rejected, and what follows goes on', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const op = ana.message('one');
    await ana.push(groupId, [op]);
    const changed = { ...op, body: { ...op.body, text: 'two' } };
    const reply = await ana.push(groupId, [changed, ana.message('three')]);
    expect(reply.verdicts).toEqual(['op-id-reused', 3]);
  });

  test('a new op under a used number is a fork', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    await ana.push(groupId, [ana.message('1')]);
    const reply = await ana.push(groupId, [ana.message('clone')], { firstSeq: 2 });
    expect(reply).toMatchObject({ verdicts: [], stop: { fork: true } });
  });

  test('fault 74: a number too high is answered with the expected one; nothing is used up', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const reply = await ana.push(groupId, [ana.message('later')], { firstSeq: 5 });
    expect(reply).toMatchObject({ verdicts: [], stop: { expected: 2 } });
    expect((await ana.push(groupId, [ana.message('now')], { firstSeq: 2 })).verdicts).toEqual([2]);
  });
});

describe('who may', () => {
  test('a join needs the secret of the link', async () => {
    const world = createWorld();
    const ana = world.device();
    const group = await ana.createGroup();
    const bia = world.device();
    const join = bia.op('member.joined', { name: 'Bia' });
    expect((await bia.push(group.groupId, [join])).verdicts).toEqual(['bad-invite']);
    expect((await bia.join({ ...group, secret: newId() })).verdicts).toEqual(['bad-invite']);
    expect((await bia.join(group)).verdicts).toEqual([2]);
    expect((await bia.push(group.groupId, [bia.message('oi')])).verdicts).toEqual([3]);
  });

  test('a stranger is rejected, and an ex-member after leaving', async () => {
    const world = createWorld();
    const ana = world.device();
    const group = await ana.createGroup();
    const bia = world.device();
    expect((await bia.push(group.groupId, [bia.message('hm')])).verdicts).toEqual(['not-a-member']);
    await bia.join(group);
    await bia.leave(group);
    expect((await bia.push(group.groupId, [bia.message('still')])).verdicts).toEqual(['not-a-member']);
  });

  test('dedupe comes before authorisation: an ex-member learns what became of what they sent', async () => {
    const world = createWorld();
    const ana = world.device();
    const group = await ana.createGroup();
    const bia = world.device();
    await bia.join(group);
    const op = bia.message('before I go');
    await bia.push(group.groupId, [op]);
    await bia.leave(group);
    expect((await bia.push(group.groupId, [op], { firstSeq: 2 })).verdicts).toEqual([3]);
  });

  test("another account's member waits for its account, and uses up nothing", async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const eva = world.device();
    const stolen = eva.message('as Ana', { actorId: ana.memberId });
    expect(await eva.push(groupId, [stolen])).toMatchObject({ verdicts: [], stop: { wait: 'auth' } });
    expect((await ana.push(groupId, [ana.message('me')])).verdicts).toEqual([2]);
  });

  test("a push in another device's name waits", async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const reply = await ana.push(groupId, [ana.message('x')], { deviceId: newId() });
    expect(reply.stop).toEqual({ wait: 'auth' });
  });
});

describe('waits consume nothing', () => {
  test('another epoch', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const reply = await ana.push(groupId, [ana.message('x')], { epoch: newId() });
    expect(reply).toMatchObject({ epoch: world.epoch, verdicts: [], stop: { wait: 'epoch' } });
  });

  test('a group nobody brought yet', async () => {
    const world = createWorld();
    const bia = world.device();
    const group = { groupId: newId(), secret: newId() };
    expect((await bia.join(group)).stop).toEqual({ wait: 'unknown-group' });
  });

  test('a type of a newer app: what came before it is committed', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const reply = await ana.push(groupId, [ana.message('1'), ana.op('poll.opened', {}), ana.message('2')]);
    expect(reply).toMatchObject({ verdicts: [2], stop: { wait: 'unsupported' }, head: 2 });
    expect((await ana.push(groupId, [ana.message('2')])).verdicts).toEqual([3]);
  });

  test('healing: an op whose membership is not back yet, until the time is over', async () => {
    const epoch = { epoch: newId(), healingUntil: 1_790_000_001_000 };
    const world = createWorld({ epoch });
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const bia = world.device();
    expect((await bia.push(groupId, [bia.message('x')])).stop).toEqual({ wait: 'healing' });
    await world.clock.advance(2_000);
    expect((await bia.push(groupId, [bia.message('x')])).verdicts).toEqual(['not-a-member']);
  });
});

describe('rejections consume, and what follows goes on', () => {
  test('fault 71, 72: too large, invalid, unknown target', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const reply = await ana.push(groupId, [
      ana.message('x'.repeat(33 * 1024)),
      ana.message('   '),
      ana.op('message.edited', { messageId: newId(), text: 'x' }),
      ana.message('fine'),
    ]);
    expect(reply.verdicts).toEqual(['too-large', 'invalid', 'unknown-target', 2]);
    expect((await ana.push(groupId, [ana.message('next')])).firstSeq).toBe(6);
  });
});

describe('the shared commit', () => {
  test('pushes that arrive while one is in flight share the next', async () => {
    let commits = 0;
    const epoch = { epoch: newId(), healingUntil: null };
    const database = new MemoryLogDatabase(epoch, { onCommit: () => commits++ });
    const world = createWorld({ database });
    const devices = [world.device(), world.device(), world.device(), world.device(), world.device()];
    const groups = await Promise.all(devices.map((device) => device.createGroup()));
    const before = commits;
    await Promise.all(
      devices.map(async (device, i) => {
        // One turn apart, so that all but the first find a commit in flight.
        for (let turn = 0; turn < i; turn++) await Promise.resolve();
        return device.push(groups[i]?.groupId ?? '', [device.message('x')]);
      }),
    );
    expect(commits - before).toBeLessThan(devices.length);
  });

  test('a lane is first in, first out, however many of its pushes wait', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    const pushes = Array.from({ length: 20 }, (_, i) =>
      ana.push(groupId, [ana.message(`${i}`)], { firstSeq: i + 2 }),
    );
    const replies = await Promise.all(pushes);
    expect(replies.flatMap(({ verdicts }) => verdicts)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  test('fault 71: one op that cannot be written is found and rejected; all others are committed', async () => {
    const poison = newId();
    const world = createWorld({ wrap: (store) => refusing(store, poison) });
    const [ana, bia] = [world.device(), world.device()];
    const group = await ana.createGroup();
    await bia.join(group);
    const [a, b] = await Promise.all([
      ana.push(group.groupId, [ana.message('1'), ana.message('boom', { opId: poison }), ana.message('2')]),
      bia.push(group.groupId, [bia.message('3')]),
    ]);
    expect(a.verdicts[1]).toBe('unprocessable');
    const versions = [a.verdicts[0], a.verdicts[2], b.verdicts[0]].map(Number).sort();
    expect(versions).toEqual([3, 4, 5]);
    // For ever: the same op again gets the same answer.
    const again = await ana.push(group.groupId, [ana.message('boom', { opId: poison })]);
    expect(again.verdicts).toHaveLength(1);
    expect(again.verdicts[0]).not.toBeTypeOf('number');
  });

  test('a database that is away has everybody wait', async () => {
    let isAway = false;
    const world = createWorld({ wrap: (store) => failing(store, 'unavailable', () => isAway) });
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    isAway = true;
    const op = ana.message('x');
    expect((await ana.push(groupId, [op])).stop).toMatchObject({ wait: 'busy' });
    isAway = false;
    expect((await ana.push(groupId, [op])).verdicts).toEqual([2]);
  });

  test('nobody is told anything when the outcome of COMMIT is unknown', async () => {
    let isCut = false;
    const world = createWorld({ wrap: (store) => failing(store, 'outcome-unknown', () => isCut) });
    const [ana, bia] = [world.device(), world.device()];
    const group = await ana.createGroup();
    await bia.join(group);
    const heard = await bia.connect();
    isCut = true;
    await expect(ana.push(group.groupId, [ana.message('x')])).rejects.toMatchObject({
      kind: 'outcome-unknown',
    });
    await settled();
    expect(heard.versions(group.groupId)).toEqual([]);
  });

  test('stop waits for what was accepted', async () => {
    const world = createWorld();
    const ana = world.device();
    const { groupId } = await ana.createGroup();
    let answered = false;
    const push = ana.push(groupId, [ana.message('last')]).then(() => {
      answered = true;
    });
    await world.server.stop();
    await push;
    expect(answered).toBe(true);
  });
});

/** A store that will not write one op. */
function refusing(store: LogStore, opId: string): LogStore {
  return wrapTransactions(store, (tx) => ({
    epoch: tx.epoch,
    lockHeads: (ids, create) => tx.lockHeads(ids, create),
    loadForPush: (reads) => tx.loadForPush(reads),
    loadRosters: (groupIds) => tx.loadRosters(groupIds),
    loadEntries: (places) => tx.loadEntries(places),
    listParkedFor: (targets) => tx.listParkedFor(targets),
    past: tx.past,
    plans: tx.plans,
    append: async (writes) => {
      if (writes.entries.some(({ op }) => op.opId === opId)) throw new LogStoreError('refused');
      return tx.append(writes);
    },
  }));
}

/** A store whose transactions fail after their commit was tried, while `isFailing`. */
function failing(store: LogStore, kind: LogStoreError['kind'], isFailing: () => boolean): LogStore {
  return {
    transact: async (run) => {
      if (isFailing()) throw new LogStoreError(kind);
      return store.transact(run);
    },
    read: (run) => store.read(run),
    raiseMarks: (marks) => store.raiseMarks(marks),
  };
}

function wrapTransactions(store: LogStore, wrap: (tx: LogTransaction) => LogTransaction): LogStore {
  return {
    transact: (run) => store.transact((tx) => run(wrap(tx))),
    read: (run) => store.read(run),
    raiseMarks: (marks) => store.raiseMarks(marks),
  };
}
