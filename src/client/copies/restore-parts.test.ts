import { expect, test } from 'vitest';
import { countingRandom, type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { sent } from '#tests/support/ops.ts';
import { collectParts } from './collect-parts.ts';
import { makePart, type Part } from './device-copy.ts';
import { type RestoreChoice, restoreParts } from './restore-parts.ts';

const EVERYTHING: RestoreChoice = { kind: 'everything' };

async function openGroup() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  await ana.engine.saveProfile({ name: 'Ana' });
  const made = await ana.createGroup();
  const bia = world.device('bia');
  await world.pass(1_000);
  await bia.join(made);
  await ana.send(made.groupId, 'um', 'dois');
  await world.pass(3_000);
  return { world, ana, bia, groupId: made.groupId };
}

const collect = async (device: EngineDevice): Promise<readonly Part[]> =>
  (await collectParts(device.store)).parts;

let restores = 0;
function restore(
  device: { readonly store: EngineDevice['store'] },
  parts: readonly Part[],
  choice = EVERYTHING,
) {
  const random = countingRandom(`restore ${++restores}`);
  return restoreParts({ store: device.store, random, now: 1_790_000_000_000 }, parts, choice);
}

const deviceIdOf = (device: EngineDevice) =>
  device.rows('meta').flatMap((row) => (row.name === 'device' ? [row.value.deviceId] : []))[0];

/** The browser threw the database away; the witness and the cookie stayed. */
async function lose(device: EngineDevice, parts: readonly Part[]) {
  await device.engine[Symbol.asyncDispose]();
  const database = new MemoryDeviceDatabase();
  const restored = await restore({ store: database.connect() }, parts);
  return { database, restored };
}

test('a lost database comes back from its copy: what waited goes out once, under another device', async () => {
  const { world, ana, bia, groupId } = await openGroup();
  const before = deviceIdOf(ana);
  world.goDown();
  await ana.send(groupId, 'três', 'quatro');
  await ana.engine.saveDraft({ groupId, text: 'meio escrito', replyTo: null, editing: null });
  const opIds = ana.rows('outbox').map(({ opId }) => opId);
  const parts = await collect(ana);

  const { database, restored } = await lose(ana, parts);
  expect(restored).toEqual({ queued: 2, trayed: 0, drafts: 1, groups: 1, plans: 0, known: 0, damaged: 0 });
  const again = world.device('ana again', ana, { database });
  await world.pass(1_000);
  // Offline, everything is there.
  expect(again.texts(groupId).filter((text) => text === 'um' || text === 'dois')).toEqual(['um', 'dois']);
  expect(again.rows('outbox').map(({ opId, seq }) => [opId, seq])).toEqual(opIds.map((opId) => [opId, null]));
  expect(again.rows('drafts')[0]?.text).toBe('meio escrito');
  expect(again.rows('meta').find(({ name }) => name === 'loss')?.value).toMatchObject({ kind: 'emptied' });
  const after = deviceIdOf(again);
  expect(after).not.toBe(before);

  world.goUp();
  again.engine.wake();
  await world.pass(40_000);
  const texts = await world.log(groupId);
  expect(texts.slice(-4)).toEqual(['um', 'dois', 'três', 'quatro']);
  expect(again.texts(groupId).slice(-4)).toEqual(['um', 'dois', 'três', 'quatro']);
  expect(bia.texts(groupId).slice(-4)).toEqual(['um', 'dois', 'três', 'quatro']);
  expect(again.rows('outbox')).toEqual([]);
  expect(again.rows('tray')).toEqual([]);
});

test('what the server got after the copy was made is not there twice', async () => {
  const { world, ana, groupId } = await openGroup();
  world.goDown();
  await ana.send(groupId, 'três');
  const parts = await collect(ana);
  world.goUp();
  ana.engine.wake();
  await world.pass(40_000);
  expect((await world.log(groupId)).at(-1)).toBe('três');

  // Into the database that is well: known, by what was kept of it.
  expect(await restore(ana, parts)).toMatchObject({ queued: 0, trayed: 0, known: 1 });
  // Into an empty one: sent again, and the server knows it.
  const { database, restored } = await lose(ana, parts);
  expect(restored.queued).toBe(1);
  const again = world.device('ana again', ana, { database });
  await world.pass(40_000);
  expect((await world.log(groupId)).filter((text) => text === 'três')).toHaveLength(1);
  expect(again.texts(groupId).filter((text) => text === 'três')).toHaveLength(1);
  expect(again.rows('outbox')).toEqual([]);
});

test('restoring twice changes nothing the second time, and never what is newer', async () => {
  const { world, ana, groupId } = await openGroup();
  world.goDown();
  await ana.send(groupId, 'três');
  await ana.engine.saveDraft({ groupId, text: 'de antes', replyTo: null, editing: null });
  const parts = await collect(ana);
  await ana.engine.saveDraft({ groupId, text: 'de agora', replyTo: null, editing: null });
  const cursor = ana.rows('cursors');
  expect(await restore(ana, parts)).toMatchObject({ queued: 0, known: 1, trayed: 1, drafts: 0, groups: 0 });
  expect(ana.rows('drafts')[0]?.text).toBe('de agora');
  expect(ana.rows('tray').map(({ op, kind }) => [op.body.text, kind])).toEqual([['de antes', 'from-copy']]);
  expect(ana.rows('cursors')).toEqual(cursor);
});

test('who is out of the group lets the server say what it has, and finds the rest in the tray', async () => {
  const { world, ana, bia, groupId } = await openGroup();
  const actorId = bia.rows('memberships')[0]?.memberId ?? '';
  const op = { ...sent('bia', 'm1', 'tchau'), groupId, actorId };
  const entry = { order: 1, groupId, opId: op.opId, op, seq: 4, version: null, proof: null, bytes: 100 };
  // One that was sent, and whose verdict had not come when the copy was made.
  await bia.send(groupId, 'chegou');
  const [logged] = bia.rows('outbox');
  const parts = [
    ...(await collect(bia)).filter(({ name }) => name !== 'outbox'),
    makePart('outbox', [entry, ...(logged ? [logged] : [])]),
  ];
  await world.pass(3_000);
  await bia.engine.commit([{ type: 'member.left', groupId, body: {} }]);
  await world.pass(40_000);
  await bia.store.write(['kept'], (tx) => tx.remove('kept', [logged?.opId ?? '']));
  expect(bia.rows('memberships')[0]?.state).toBe('gone');
  expect(await restore(bia, parts)).toMatchObject({ queued: 2, trayed: 0, groups: 0 });
  await bia.engine.noteRestored();
  await world.pass(40_000);
  expect(bia.rows('tray').map(({ opId, kind }) => [opId, kind])).toEqual([[op.opId, 'not-a-member']]);
  expect(bia.rows('outbox')).toEqual([]);
  expect(ana.texts(groupId).filter((text) => text === 'chegou')).toHaveLength(1);
  expect(bia.rows('messages')).toEqual([]);
  expect(ana.texts(groupId)).not.toContain('tchau');
});

test('what waited in a group whose part went bad goes out all the same, once, by who the op says wrote it', async () => {
  const { world, ana, bia, groupId } = await openGroup();
  const memberId = ana.rows('memberships')[0]?.memberId;
  const sentBefore = ana.rows('kept').find(({ op }) => op.body.text === 'dois');
  world.goDown();
  await ana.send(groupId, 'três');
  const [waiting] = ana.rows('outbox');
  if (!waiting || !sentBefore) throw new Error('nothing to bring back');
  // The copy is from before the verdict of the first one came.
  const early = { ...waiting, order: 0, opId: sentBefore.opId, op: sentBefore.op };
  const parts = (await collect(ana)).flatMap((part) => {
    if (part.name === 'outbox') return [makePart('outbox', [early, waiting])];
    return [part.name === `group:${groupId}` ? { ...part, text: part.text.slice(1) } : part];
  });

  const { database, restored } = await lose(ana, parts);
  expect(restored).toMatchObject({ queued: 2, trayed: 0, groups: 0, damaged: 1 });
  expect(database.rows('memberships')).toMatchObject([{ groupId, memberId, state: 'member' }]);
  const again = world.device('ana again', ana, { database });
  world.goUp();
  again.engine.wake();
  await world.pass(40_000);
  const log = ['group-created', 'member-joined', 'um', 'dois', 'três'];
  expect(again.texts(groupId)).toEqual(log);
  expect(bia.texts(groupId)).toEqual(log);
  expect([...again.rows('outbox'), ...again.rows('tray')]).toEqual([]);
});

test('a join whose group’s part went bad is on its way again, with its link', async () => {
  const { world, groupId } = await openGroup();
  const cid = world.device('cid');
  world.goDown();
  await cid.join({ groupId, secret: 'the secret of a link' });
  const parts = (await collect(cid)).filter(({ name }) => name !== `group:${groupId}`);
  const { database, restored } = await lose(cid, parts);
  expect(restored).toMatchObject({ queued: 1, trayed: 0 });
  expect(database.rows('outbox')).toMatchObject([{ proof: 'the secret of a link' }]);
  expect(database.rows('memberships')).toMatchObject([
    {
      groupId,
      memberId: cid.rows('memberships')[0]?.memberId,
      state: 'joining',
      inviteSecret: 'the secret of a link',
    },
  ]);
});

test('what waited for a photo that is lost comes to the tray with its text, and nothing else waits for it', async () => {
  const { world, ana, groupId } = await openGroup();
  world.goDown();
  await ana.send(groupId, 'com foto', 'sem foto');
  const parts = await collect(ana);
  const outbox = ana.rows('outbox').map((entry, i) => (i === 0 ? { ...entry, awaits: ['lost'] } : entry));
  const copied = [...parts.filter(({ name }) => name !== 'outbox'), makePart('outbox', outbox)];
  const { database, restored } = await lose(ana, copied);
  expect(restored).toMatchObject({ queued: 1, trayed: 1 });
  expect(database.rows('tray').map(({ op, kind }) => [op.body.text, kind])).toEqual([
    ['com foto', 'photo-missing'],
  ]);
  expect(database.rows('outbox').map(({ op }) => op.body.text)).toEqual(['sem foto']);
});

test('one group alone, and only what was not sent', async () => {
  const { world, ana, groupId } = await openGroup();
  world.goDown();
  const other = await ana.createGroup();
  await ana.send(groupId, 'aqui');
  await ana.send(other.groupId, 'ali');
  const parts = await collect(ana);
  const empty = new MemoryDeviceDatabase();
  const store = empty.connect();
  expect(await restore({ store }, parts, { kind: 'group', groupId })).toMatchObject({ queued: 1, groups: 0 });
  expect(empty.rows('outbox').map(({ op }) => op.body.text)).toEqual(['aqui']);
  expect(await restore({ store }, parts, { kind: 'unsent' })).toMatchObject({
    queued: 2,
    known: 1,
    groups: 0,
  });
  expect(empty.rows('messages')).toEqual([]);
  expect(empty.rows('outbox').map(({ groupId: of }) => of)).toContain(other.groupId);
});

test('a part that is not what was written is left out, and said', async () => {
  const { world, ana, groupId } = await openGroup();
  world.goDown();
  await ana.send(groupId, 'três');
  const parts = (await collect(ana)).map((part) =>
    part.name === 'tray' ? { ...part, text: part.text.replace('[', '[1') } : part,
  );
  const { restored } = await lose(ana, parts);
  expect(restored).toMatchObject({ queued: 1, groups: 1, damaged: 1 });
  const torn = makePart('outbox', [{ order: 1 }, null] as never);
  const { restored: second } = await lose(ana, [torn]);
  expect(second).toMatchObject({ queued: 0, damaged: 2 });
});

test('a group that no server has goes out before the join its maker made anew meanwhile', async () => {
  const world = new EngineWorld();
  const ana = world.device('ana');
  await ana.engine.saveProfile({ name: 'Ana' });
  world.goDown();
  const { groupId, secret } = await ana.createGroup();
  await ana.send(groupId, 'um');
  const parts = await collect(ana);
  await ana.engine[Symbol.asyncDispose]();
  const database = new MemoryDeviceDatabase();
  const again = world.device('ana again', ana, { database });
  await again.engine.saveProfile({ name: 'Ana' });
  await again.join({ groupId, secret });
  world.goUp();
  await world.pass(40_000);
  // It has a number, and waits for a group that the server does not know.
  expect(again.rows('outbox').map(({ seq }) => seq)).toEqual([1]);
  expect(await restore(again, parts)).toMatchObject({ queued: 2 });
  await again.engine.noteRestored();
  await world.pass(80_000);
  expect((await world.log(groupId)).slice(0, 1)).toEqual(['group.created']);
  expect(await world.log(groupId)).toContain('um');
  expect(again.rows('outbox')).toEqual([]);
});

test('rows of an app that did not know a type this one knows are had anew', async () => {
  const { world, ana, groupId } = await openGroup();
  world.goDown();
  const parts = (await collect(ana)).map((part) => {
    if (part.name !== `group:${groupId}`) return part;
    const op = { ...sent('bia', 'm9', 'depois'), groupId };
    return makePart(part.name, { ...JSON.parse(part.text), unknown: [{ groupId, version: 4, op }] });
  });
  const { database, restored } = await lose(ana, parts);
  expect(restored).toMatchObject({ groups: 1 });
  expect(database.rows('messages').length).toBeGreaterThan(1);
  expect(database.rows('unknown')).toEqual([]);
  // Without one the next hello brings a snapshot.
  expect(database.rows('cursors')).toEqual([]);
});
