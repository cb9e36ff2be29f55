/** The engine with the server's real handlers: what a person does, what goes over the line, what is left after. */
import { describe, expect, test } from 'vitest';
import type { Cursor } from '#client/store/tables.ts';
import { EngineWorld } from '#tests/support/engine-world.ts';
import { twoInAGroup } from '#tests/support/two-in-a-group.ts';

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
    // Who came later had a beginning of the log as a snapshot.
    const arrived = ({ textsSince: _, ...row }: Cursor) => ({ ...row, olderThan: null });
    expect(ana.rows('cursors')).toEqual(bia.rows('cursors').map(arrived));
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
