/** Which version of the wire the engine speaks with servers of other releases. The real older server: tests/contract. */
import { expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { EngineWorld } from '#tests/support/engine-world.ts';

const OLDER = PROTOCOL_VERSION - 1;

function helloProtocols(world: EngineWorld): unknown[] {
  return world.asked.flatMap(({ name, request }) =>
    name === 'hello' ? [(request as { protocol: number }).protocol] : [],
  );
}

test('fault 47: a server one release behind is spoken to in its own protocol; nothing waits', async () => {
  const world = new EngineWorld();
  world.protocols = [OLDER];
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await ana.send(groupId, 'oi');
  await world.pass(5_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'oi']);
  expect(ana.engine.status()).toMatchObject({ connection: { name: 'online' }, queued: 0 });
  expect(ana.faults).toEqual([]);
});

test('the next connection begins with the newest protocol again', async () => {
  const world = new EngineWorld();
  world.protocols = [OLDER];
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(5_000);
  world.goDown();
  world.protocols = [PROTOCOL_VERSION, OLDER];
  world.asked.length = 0;
  world.goUp();
  await ana.send(groupId, 'depois da atualização');
  await world.pass(60_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'depois da atualização']);
  expect(new Set(helloProtocols(world))).toEqual(new Set([PROTOCOL_VERSION]));
});

test('fault 47: what was on its way when the server was rolled back goes out once, in the older protocol', async () => {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(1_000);
  world.tap = (_, { name }) => (name === 'push' ? 'lose-reply' : undefined);
  await ana.send(groupId, 'um', 'dois');
  await world.pass();
  world.goDown();
  world.tap = () => undefined;
  world.protocols = [OLDER];
  world.goUp();
  await ana.send(groupId, 'três');
  await world.pass(60_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'um', 'dois', 'três']);
  expect(ana.engine.status()).toMatchObject({ connection: { name: 'online' }, queued: 0, tray: 0 });
});

test('fault 46: a server that speaks neither has it all wait, kept and shown; it goes out when one of the two is updated', async () => {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(1_000);
  world.goDown();
  world.protocols = [PROTOCOL_VERSION + 2, PROTOCOL_VERSION + 1];
  world.goUp();
  await ana.send(groupId, 'fica guardada');
  await world.pass(60_000);
  expect(ana.engine.status()).toMatchObject({
    connection: { name: 'waiting', kind: 'unsupported' },
    queued: 1,
    tray: 0,
  });
  expect(ana.texts(groupId)).toContain('group-created');
  // Asking again and again does not take the word away that the person acts on.
  const said = new Set<string>();
  const unlisten = ana.engine.subscribe(() => said.add(ana.engine.status().connection.name));
  ana.engine.wake();
  await world.pass(60_000);
  unlisten();
  expect([...said]).not.toContain('connecting');
  world.protocols = [PROTOCOL_VERSION];
  await world.pass(60_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'fica guardada']);
});

test('nodes of two releases behind one address: settles on what both speak', async () => {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(1_000);
  world.goDown();
  // HTTP reaches the new node, the socket the old one.
  world.tap = (_, { name, by, request }) =>
    name === 'hello' && by === 'socket' && (request as { protocol: number }).protocol !== OLDER
      ? { wait: 'unsupported' }
      : undefined;
  world.goUp();
  await ana.send(groupId, 'no meio da troca');
  await world.pass(30_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'no meio da troca']);
  expect(ana.engine.status()).toMatchObject({ connection: { name: 'online' }, queued: 0 });
});
