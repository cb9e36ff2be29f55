import { expect, test } from 'vitest';
import { createWorld } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';

const PAGE = 64 * 1024;

test('catch-up goes by pages from the cursor to the head, in order, without gaps', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  const ops = Array.from({ length: 60 }, (_, i) => ana.message(`${i} ${'x'.repeat(400)}`));
  await ana.push(groupId, ops);
  const received: string[] = [];
  for (let after = 1; after < 61; ) {
    const page = await world.server.catchUp(ana.session, {
      epoch: world.epoch,
      groupId,
      after,
      maxBytes: 8_192,
    });
    if (!('ops' in page)) throw new Error('a page');
    expect(page.from).toBe(after + 1);
    expect(JSON.stringify(page).length).toBeLessThan(2 * 8_192);
    received.push(...page.ops.map(({ opId }) => opId));
    after += page.ops.length;
  }
  expect(received).toEqual(ops.map(({ opId }) => opId));
});

test('a cursor at the head gets an empty page', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  const page = await world.server.catchUp(ana.session, {
    epoch: world.epoch,
    groupId,
    after: 1,
    maxBytes: PAGE,
  });
  expect(page).toMatchObject({ from: 2, ops: [], head: 1 });
});

test('whoever may not read gets nothing: strangers, leavers, another epoch', async () => {
  const world = createWorld();
  const ana = world.device();
  const bia = world.device();
  const group = await ana.createGroup();
  const { groupId } = group;
  const { epoch, server } = world;
  await bia.join(group);
  await bia.leave(group);
  const stranger = world.device().session;
  const gone = { epoch, groupId, gone: 'left', version: 3 };
  const catchUp = { epoch, groupId, after: 0, maxBytes: PAGE };
  const page = { epoch, groupId, olderThan: 9, maxRows: 10 };
  expect(await server.catchUp(bia.session, catchUp)).toEqual(gone);
  expect(await server.snapshot(bia.session, { epoch, groupId })).toEqual(gone);
  expect(await server.page(bia.session, page)).toEqual(gone);
  expect(await server.catchUp(stranger, catchUp)).toEqual({ wait: 'unknown-group' });
  expect(await server.snapshot(stranger, { epoch, groupId })).toEqual({ wait: 'unknown-group' });
  expect(await server.page(stranger, page)).toEqual({ wait: 'unknown-group' });
  expect(await server.catchUp(ana.session, { ...catchUp, epoch: newId() })).toEqual({ wait: 'epoch' });
});

test('a snapshot holds the newest messages; pages lead to the first one', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  for (let batch = 0; batch < 3; batch++) {
    await ana.push(
      groupId,
      Array.from({ length: 100 }, (_, i) => ana.message(`${batch * 100 + i}`)),
    );
  }
  const { epoch, server } = world;
  const snapshot = await server.snapshot(ana.session, { epoch, groupId });
  if (!('group' in snapshot)) throw new Error('a snapshot');
  expect(snapshot).toMatchObject({ version: 301, counts: { messages: 301, members: 1 } });
  expect(snapshot.messages.at(-1)?.text).toBe('299');
  const versions = snapshot.messages.map(({ version }) => version);
  let olderThan = snapshot.olderThan;
  while (olderThan !== null) {
    const page = await server.page(ana.session, { epoch, groupId, olderThan, maxRows: 70 });
    if (!('messages' in page)) throw new Error('a page');
    expect(page.asOf).toBe(301);
    versions.unshift(...page.messages.map(({ version }) => version));
    olderThan = page.olderThan;
  }
  expect(versions).toEqual(Array.from({ length: 301 }, (_, i) => i + 1));
});

test('a page of long messages stays below the size of a page', async () => {
  const world = createWorld();
  const ana = world.device();
  const { groupId } = await ana.createGroup();
  for (let i = 0; i < 20; i++) await ana.push(groupId, [ana.message('😀'.repeat(4_000))]);
  const snapshot = await world.server.snapshot(ana.session, { epoch: world.epoch, groupId });
  if (!('group' in snapshot)) throw new Error('a snapshot');
  expect(snapshot.messages.length).toBeGreaterThan(0);
  expect(Buffer.byteLength(JSON.stringify(snapshot.messages))).toBeLessThan(PAGE);
  expect(snapshot.olderThan).toBe(snapshot.messages[0]?.version);
});
