/** What the server says of a lane, said to a whole engine. */
import { describe, expect, test } from 'vitest';
import { twoInAGroup } from '#tests/support/two-in-a-group.ts';

describe('what the server says of a lane', () => {
  test('a lane that has to wait asks with one op whether it still does; then the rest follows', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    const text = 'à espera '.repeat(100);
    const pushes = () =>
      world.asked.flatMap(({ name, request }) =>
        name === 'push' ? [(request as PushOfOps).ops.length] : [],
      );
    world.tap = (device, { name, request }) => {
      if (device !== ana || name !== 'push') return undefined;
      const { epoch, firstSeq } = request as PushOfOps;
      return { epoch, groupId, firstSeq, verdicts: [], head: 0, stop: { wait: 'unknown-group' } };
    };
    world.asked.length = 0;
    await ana.send(groupId, ...Array.from({ length: 40 }, () => text));
    await world.pass(20_000);
    const [first = 0, ...tries] = pushes();
    expect(first).toBeGreaterThan(1);
    expect(tries.length).toBeGreaterThan(2);
    expect(new Set(tries)).toEqual(new Set([1]));
    world.tap = () => undefined;
    await world.pass(60_000);
    expect(await world.log(groupId)).toHaveLength(42);
    expect(ana.rows('memberships')[0]?.waiting).toBeNull();
  });

  test('a refused op goes to the tray whole, and what follows it is not held up', async () => {
    const { world, ana, bia, groupId } = await twoInAGroup();
    await bia.send(groupId, 'de bia');
    await world.pass();
    const target = bia.rows('messages').find((row) => row.text === 'de bia');
    world.goDown();
    await ana.engine.commit([
      { type: 'reaction.added', groupId, body: { messageId: target?.id ?? '', emoji: '👍' } },
    ]);
    await ana.send(groupId, 'depois');
    world.goUp();
    let isPoisoned = false;
    world.tap = (device, { name, request }) => {
      if (device !== ana || name !== 'push' || isPoisoned) return undefined;
      isPoisoned = true;
      const { epoch, firstSeq } = request as { epoch: string; firstSeq: number };
      return {
        epoch,
        groupId,
        firstSeq,
        verdicts: ['not-allowed'],
        stop: { wait: 'busy', retryAfterMs: 10 },
        head: 3,
      };
    };
    await world.pass(60_000);
    expect(ana.rows('tray').map(({ op, kind }) => [op.type, kind])).toEqual([
      ['reaction.added', 'not-allowed'],
    ]);
    expect(ana.engine.status().tray).toBe(1);
  });

  test('wait consumes nothing: the same numbers are sent again and the group shows why', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    const seen: number[] = [];
    world.tap = (device, { name, request }) => {
      if (device !== ana || name !== 'push') return undefined;
      const { epoch, firstSeq } = request as { epoch: string; firstSeq: number };
      seen.push(firstSeq);
      if (seen.length > 2) return undefined;
      return {
        epoch,
        groupId,
        firstSeq,
        verdicts: [],
        stop: { wait: 'healing', retryAfterMs: 500 },
        head: 2,
      };
    };
    await ana.send(groupId, 'paciência');
    await world.pass(100);
    expect(ana.rows('memberships')[0]?.waiting).toBe('healing');
    await world.pass(5_000);
    expect(seen).toEqual([2, 2, 2]);
    expect(ana.rows('memberships')[0]?.waiting).toBeNull();
    expect(ana.texts(groupId).at(-1)).toBe('paciência');
  });

  test('expected: sent again from the number the server wants', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    let isFirst = true;
    world.tap = (device, { name, request }) => {
      if (device !== ana || name !== 'push' || !isFirst) return undefined;
      isFirst = false;
      const { epoch, firstSeq } = request as { epoch: string; firstSeq: number };
      return { epoch, groupId, firstSeq, verdicts: [], stop: { expected: firstSeq }, head: 2 };
    };
    await ana.send(groupId, 'um', 'dois');
    await world.pass(5_000);
    expect((await world.log(groupId)).slice(-2)).toEqual(['um', 'dois']);
    expect(ana.rows('meta').find(({ name }) => name === 'device')).toBeDefined();
  });

  test('fork: a cloned profile takes a new id; both sides’ ops arrive, each once', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    const before = ana.rows('meta').find(({ name }) => name === 'device');
    world.goDown();
    await world.pass(1_000);
    await ana.engine[Symbol.asyncDispose]();
    // The copy and the original both go on with number 2.
    const clone = world.device('clone');
    for (const table of [
      'meta',
      'lanes',
      'memberships',
      'cursors',
      'groups',
      'members',
      'messages',
    ] as const) {
      await clone.store.write([table], (tx) => tx.put(table, ana.rows(table)));
    }
    const again = world.device('ana2', ana);
    await again.send(groupId, 'do original');
    await clone.send(groupId, 'do clone');
    world.goUp();
    await world.pass(120_000);
    expect((await world.log(groupId)).sort()).toEqual(
      ['do clone', 'do original', 'group.created', 'member.joined'].sort(),
    );
    const ids = [again, clone].map((device) => device.rows('meta').find(({ name }) => name === 'device'));
    expect(ids[0]).not.toEqual(ids[1]);
    expect(ids.filter((id) => JSON.stringify(id) === JSON.stringify(before))).toHaveLength(1);
    expect(clone.engine.status().queued + again.engine.status().queued).toBe(0);
  });
});

interface PushOfOps {
  readonly epoch: string;
  readonly firstSeq: number;
  readonly ops: readonly object[];
}
