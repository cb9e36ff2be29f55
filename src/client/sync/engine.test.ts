/** The engine with the server's real handlers: what a person does, what goes over the line, what is left after. */
import { describe, expect, test } from 'vitest';
import { EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';

async function twoInAGroup() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const group = await ana.createGroup();
  await world.pass();
  const bia = world.device('bia');
  await bia.join(group);
  await world.pass(1_000);
  return { world, ana, bia, ...group };
}

describe('the device', () => {
  test('wakes from a sleep that stopped its clocks, and asks whether the connection still lives', async () => {
    const { world, ana } = await twoInAGroup();
    await world.pass(20_000);
    world.asked.length = 0;
    await world.pass(20_000);
    expect(world.asked.filter(({ name }) => name === 'hello')).toEqual([]);
    ana.wallSkewMs += 600_000;
    await world.pass(4_000);
    expect(world.asked.map(({ device, name }) => [device, name])).toEqual([['ana', 'hello']]);
  });
});

describe('a group talks', () => {
  test('what one writes, the other has; both hold the same rows', async () => {
    const { world, ana, bia, groupId } = await twoInAGroup();
    await ana.send(groupId, 'oi');
    await world.pass();
    await bia.send(groupId, 'olá');
    await world.pass();
    expect(ana.texts(groupId)).toEqual(['group-created', 'member-joined', 'oi', 'olá']);
    expect(bia.texts(groupId)).toEqual(ana.texts(groupId));
    expect(ana.rows('cursors')).toEqual(bia.rows('cursors').map((row) => ({ ...row, olderThan: null })));
    expect(ana.rows('outbox')).toEqual([]);
    expect([...ana.faults, ...bia.faults]).toEqual([]);
  });

  test("an author's op is applied from its own outbox: it is never downloaded", async () => {
    const { world, ana, groupId } = await twoInAGroup();
    world.hears = () => false;
    world.asked.length = 0;
    await ana.send(groupId, 'um', 'dois');
    await world.pass();
    expect(ana.texts(groupId).slice(-2)).toEqual(['um', 'dois']);
    expect(world.asked.map(({ name }) => name)).toEqual(['push']);
    expect(ana.rows('kept').map(({ version }) => version)).toEqual(expect.arrayContaining([3, 4]));
  });

  test('a lost poke is a gap at the next one, and the gap is caught up', async () => {
    const { world, ana, bia, groupId } = await twoInAGroup();
    let lost = 0;
    world.hears = (device, tell) => !(device === bia && tell.name === 'poke' && lost++ === 0);
    await ana.send(groupId, 'perdida');
    await world.pass();
    expect(bia.texts(groupId)).not.toContain('perdida');
    await ana.send(groupId, 'depois');
    await world.pass();
    expect(bia.texts(groupId).slice(-2)).toEqual(['perdida', 'depois']);
  });

  test('joining offline, one may write at once; it all goes out in order when the server is there', async () => {
    const world = new EngineWorld();
    const ana = world.device('ana');
    const group = await ana.createGroup();
    await world.pass();
    world.goDown();
    const bia = world.device('bia');
    await bia.join(group);
    await bia.send(group.groupId, 'cheguei');
    await world.pass(5_000);
    expect(bia.rows('memberships')[0]?.state).toBe('joining');
    expect(bia.engine.status().queued).toBe(2);
    world.goUp();
    await world.pass(60_000);
    expect(await world.log(group.groupId)).toEqual(['group.created', 'member.joined', 'cheguei']);
    expect(bia.texts(group.groupId)).toEqual(['group-created', 'member-joined', 'cheguei']);
    expect(bia.rows('memberships')[0]?.state).toBe('member');
    expect(bia.engine.status()).toMatchObject({ queued: 0, tray: 0 });
  });

  test('who comes later gets the newest messages first, and all the others by and by', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    const secret = ana.rows('memberships')[0]?.inviteSecret ?? '';
    const all = Array.from({ length: 450 }, (_, i) => `mensagem ${i}`);
    for (const text of all) await ana.send(groupId, text);
    await world.pass(5_000);
    const caio = world.device('caio');
    await caio.join({ groupId, secret });
    await world.pass(500);
    const first = caio.texts(groupId);
    expect(first.length).toBeLessThan(300);
    expect(first).toContain('mensagem 449');
    await world.pass(20_000);
    expect(caio.rows('cursors')[0]?.olderThan).toBeNull();
    expect(caio.texts(groupId)).toEqual(ana.texts(groupId));
  });
});

describe('the first flush after a reconnect', () => {
  test('carries everything in one HTTP request, with nothing before it', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    world.goDown();
    await world.pass(1_000);
    for (let i = 0; i < 300; i++) await ana.send(groupId, `mensagem ${i} `.padEnd(120, '.'));
    await world.pass(20_000);
    world.asked.length = 0;
    world.goUp();
    ana.engine.wake();
    await world.pass();
    const own = world.asked.filter(({ device, by }) => device === 'ana' && by === 'http');
    expect(own.length).toBeGreaterThan(1);
    expect(new Set(own.map(({ name }) => name))).toEqual(new Set(['push']));
    expect((await world.log(groupId)).length).toBe(302);
    expect(ana.engine.status().queued).toBe(0);
  });

  test('asks what became of ops whose acks were lost, and sends only the rest', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    world.tap = (device, { name }) => (device === ana && name === 'push' ? 'lose-reply' : undefined);
    world.asked.length = 0;
    await ana.send(groupId, 'uma vez');
    await world.pass(60_000);
    const asked = world.asked.filter(({ device }) => device === 'ana').map(({ name }) => name);
    expect(asked.filter((name) => name === 'push')).toHaveLength(1);
    expect(asked.indexOf('hello')).toBeGreaterThan(asked.indexOf('push'));
    expect(ana.rows('outbox')).toEqual([]);
    expect((await world.log(groupId)).filter((text) => text === 'uma vez')).toHaveLength(1);
  });
});

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

describe('tabs', () => {
  test('two on one profile: one leads, both may write, every number once', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    const second = world.device('ana tab 2', ana);
    await world.pass();
    expect([ana.engine.status().leader, second.engine.status().leader]).toEqual([true, false]);
    await ana.send(groupId, 'da primeira');
    await second.send(groupId, 'da segunda');
    await world.pass(5_000);
    expect((await world.log(groupId)).slice(-2)).toEqual(['da primeira', 'da segunda']);
    await ana.engine[Symbol.asyncDispose]();
    await second.send(groupId, 'sozinha');
    await world.pass(5_000);
    expect(second.engine.status().leader).toBe(true);
    expect((await world.log(groupId)).at(-1)).toBe('sozinha');
  });
});

describe('committing', () => {
  test('a profile whose counter came back older puts nothing in the place of what waits', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    world.goDown();
    await ana.send(groupId, 'primeira');
    const older = ana.rows('meta').filter(({ name }) => name === 'nextOrder');
    await ana.send(groupId, 'segunda');
    await ana.store.write(['meta'], (tx) => tx.put('meta', older));
    await ana.send(groupId, 'terceira');
    await ana.store.write(['meta'], (tx) => tx.remove('meta', ['nextOrder']));
    await ana.send(groupId, 'quarta');
    world.goUp();
    await world.pass(60_000);
    expect((await world.log(groupId)).slice(2)).toEqual(['primeira', 'segunda', 'terceira', 'quarta']);
  });

  test('refuses what no server would take, and keeps nothing of it', async () => {
    const { ana, groupId } = await twoInAGroup();
    const send = (text: string) =>
      ana.engine.commit([{ type: 'message.sent', groupId, body: { messageId: ana.engine.newId(), text } }]);
    expect(await send('x'.repeat(40_000))).toEqual({ ok: false, error: 'too-large' });
    expect(await send('meio caráter \ud83c')).toEqual({ ok: false, error: 'invalid' });
    expect(await send('   ')).toEqual({ ok: false, error: 'invalid' });
    const strange = { type: 'message.sent', groupId: ana.engine.newId() } as const;
    expect(
      await ana.engine.commit([{ ...strange, body: { messageId: ana.engine.newId(), text: 'oi' } }]),
    ).toEqual({ ok: false, error: 'not-allowed' });
    expect(ana.rows('outbox')).toEqual([]);
  });

  test('judges by what is pending too: an edit of a message not sent yet', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    world.goDown();
    await world.pass(1_000);
    const messageId = ana.engine.newId();
    await ana.engine.commit([{ type: 'message.sent', groupId, body: { messageId, text: 'rascunho' } }]);
    const edit = { type: 'message.edited', groupId, body: { messageId, text: 'certo' } } as const;
    expect((await ana.engine.commit([edit])).ok).toBe(true);
    const stray = { ...edit, body: { messageId: ana.engine.newId(), text: 'certo' } };
    expect(await ana.engine.commit([stray])).toEqual({ ok: false, error: 'invalid' });
  });

  test('an op without a number may be taken back; one with a number not', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    world.tap = (device, { name }) => (device === ana && name === 'push' ? 'lose-request' : undefined);
    const [sentId = ''] = await ana.send(groupId, 'a caminho');
    await world.pass();
    expect(await ana.engine.cancelQueued(sentId)).toBeUndefined();
    const fresh = world.device('fresh', ana);
    const [waitingId = ''] = await fresh.send(groupId, 'ainda não');
    expect((await fresh.engine.cancelQueued(waitingId))?.taken.map(({ opId }) => opId)).toEqual([waitingId]);
  });

  test('the tray: retried as a new op for the same message, thrown away, put back', async () => {
    const { world, ana, groupId } = await twoInAGroup();
    world.tap = (device, { name, request }) => {
      if (device !== ana || name !== 'push') return undefined;
      const { epoch, firstSeq, ops } = request as { epoch: string; firstSeq: number; ops: object[] };
      return { epoch, groupId, firstSeq, verdicts: ops.map(() => 'unprocessable'), head: 2 };
    };
    const [opId = ''] = await ana.send(groupId, 'insisto');
    await world.pass();
    const entry = await ana.engine.discardFromTray(opId);
    expect(entry?.op.body).toMatchObject({ text: 'insisto' });
    expect(ana.engine.status().tray).toBe(0);
    if (entry) await ana.engine.restoreToTray(entry);
    world.tap = () => undefined;
    // The made-up verdict was never stored: the lane is one number behind, as after a restored profile.
    expect((await ana.engine.retryFromTray(opId)).ok).toBe(true);
    await world.pass(60_000);
    expect(ana.rows('tray')).toEqual([]);
    const row = ana.rows('messages').find(({ text }) => text === 'insisto');
    expect(entry?.op.body).toMatchObject({ messageId: row?.id });
  });
});

interface PushOfOps {
  readonly epoch: string;
  readonly firstSeq: number;
  readonly ops: readonly object[];
}
