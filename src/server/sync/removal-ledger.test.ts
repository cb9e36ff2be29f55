import { expect, test } from 'vitest';
import { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { createWorld, type TestDevice, type World } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';
import { NOTHING_OUTSIDE, wasPutOut } from './known-outside.ts';
import { applyRemovals, type LedgerLine, type RemovalLedger, recordRemovals } from './removal-ledger.ts';

/** As the files hold it: lines, and the last of each member. */
function openLedger(): RemovalLedger & { readonly lines: LedgerLine[] } {
  const lines: LedgerLine[] = [];
  return {
    lines,
    list: () => [...new Map(lines.map((line) => [`${line.groupId} ${line.memberId}`, line])).values()],
    get: (groupId, memberId) =>
      lines.findLast((line) => line.groupId === groupId && line.memberId === memberId),
    record: async (fresh) => void lines.push(...fresh),
  };
}

async function openWorld() {
  const database = new MemoryLogDatabase({ epoch: newId(), healingUntil: null });
  const ledger = openLedger();
  const world = createWorld({
    database,
    wrap: (store) => recordRemovals(store, ledger, () => 7),
    outside: { ...NOTHING_OUTSIDE, wasPutOut: (groupId, memberId) => wasPutOut(ledger, groupId, memberId) },
  });
  const ana = world.device();
  const bia = world.device();
  const group = await ana.createGroup();
  await bia.join(group);
  return { world, database, ledger, ana, bia, group };
}

/** The database of `image` under a new epoch, and the same devices before it. */
function restore(database: MemoryLogDatabase, image: MemoryLogDatabase['image'], ledger: RemovalLedger) {
  database.restore(image, { epoch: newId(), healingUntil: Number.MAX_SAFE_INTEGER });
  return applyRemovals(database.connect(), ledger, 8);
}

const access = (world: World, groupId: string, { memberId }: TestDevice) =>
  world.database.image.groups.get(groupId)?.access.get(memberId);

test('a leave is in the ledger before its ack, without content; a first join is not', async () => {
  const { ledger, ana, bia, group } = await openWorld();
  expect(ledger.lines).toEqual([]);
  const { verdicts } = await bia.leave(group);
  expect(verdicts).toEqual([3]);
  expect(ledger.lines).toMatchObject([
    {
      groupId: group.groupId,
      memberId: bia.memberId,
      version: 3,
      at: 7,
      left: { type: 'member.left', body: {} },
    },
  ]);
  await ana.push(group.groupId, [ana.message('x')]);
  expect(ledger.lines).toHaveLength(1);
});

test('after a restore whoever left is out again, and their own leave comes home as known', async () => {
  const { world, database, ledger, ana, bia, group } = await openWorld();
  const backup = database.image;
  await ana.push(group.groupId, [ana.message('lost')]);
  const leave = bia.op('member.left', {});
  await bia.push(group.groupId, [leave]);
  expect(await restore(database, backup, ledger)).toEqual({ applied: 1 });
  expect(access(world, group.groupId, bia)).toMatchObject({ active: false, version: 3 });
  // The lane of a device that heals begins anew.
  const reborn = world.device({ accountId: bia.session.accountId });
  const epoch = database.image.epoch.epoch;
  const push = reborn.frame(group.groupId, [leave], { epoch });
  expect((await world.server.push(reborn.session, push)).verdicts).toEqual([3]);
  // Again changes nothing.
  expect(await applyRemovals(database.connect(), ledger, 9)).toEqual({ applied: 0 });
});

test('a removal is remembered like a leave, also where its admin is none any more in the backup', async () => {
  const { world, database, ledger, ana, bia, group } = await openWorld();
  const caio = world.device();
  await caio.join(group);
  const backup = database.image;
  await ana.push(group.groupId, [ana.op('member.role-changed', { memberId: caio.memberId, role: 'admin' })]);
  await caio.push(group.groupId, [caio.op('member.removed', { memberId: bia.memberId })]);
  expect(ledger.list()).toMatchObject([{ memberId: bia.memberId, left: { type: 'member.removed' } }]);
  expect(await restore(database, backup, ledger)).toEqual({ applied: 1 });
  expect(access(world, group.groupId, bia)).toMatchObject({ active: false });
  expect(access(world, group.groupId, caio)).toMatchObject({ active: true, role: 'member' });
  // Nor do they come in again by a link.
  const epoch = database.image.epoch.epoch;
  const reborn = world.device({ accountId: bia.session.accountId });
  const joined = bia.op('member.joined', { name: 'Bia' });
  const frame = reborn.frame(group.groupId, [joined], { epoch });
  const push = { ...frame, proofs: { [joined.opId]: group.secret } };
  expect((await world.server.push(reborn.session, push)).verdicts).toEqual(['shut-out']);
});

test('a join that the backup lost does not bring home who was removed after it; who left themself may come', async () => {
  const { world, database, ledger, ana, bia, group } = await openWorld();
  const backup = database.image;
  const comings = await Promise.all(
    ['caio', 'davi'].map(async () => {
      const device = world.device();
      const joined = device.op('member.joined', { name: 'Late' });
      const proofs = { [joined.opId]: group.secret };
      await world.server.push(device.session, { ...device.frame(group.groupId, [joined]), proofs });
      return { device, joined, proofs };
    }),
  );
  const [caio, davi] = comings;
  if (!caio || !davi) throw new Error('two came');
  await ana.push(group.groupId, [ana.op('member.removed', { memberId: caio.device.memberId })]);
  await davi.device.leave(group);
  await restore(database, backup, ledger);
  const epoch = database.image.epoch.epoch;
  const verdicts: unknown[] = [];
  for (const { device, joined, proofs } of comings) {
    const reborn = world.device({ accountId: device.session.accountId });
    const push = { ...reborn.frame(group.groupId, [joined], { epoch }), proofs };
    verdicts.push(...(await world.server.push(reborn.session, push)).verdicts);
  }
  expect(verdicts).toEqual(['shut-out', 3]);
  expect(access(world, group.groupId, bia)).toMatchObject({ active: true });
});

test('a deleted group stays deleted: nobody reads it, whoever it had', async () => {
  const { world, database, ledger, ana, bia, group } = await openWorld();
  const backup = database.image;
  await ana.push(group.groupId, [ana.op('group.deleted', {})]);
  expect(
    ledger
      .list()
      .map(({ memberId }) => memberId)
      .sort(),
  ).toEqual([ana.memberId, bia.memberId].sort());
  // One op, though every member has a line of it.
  expect(await restore(database, backup, ledger)).toEqual({ applied: 1 });
  expect(access(world, group.groupId, ana)).toMatchObject({ active: false });
  expect(access(world, group.groupId, bia)).toMatchObject({ active: false });
});

test('who came in again stays in; also when the ledger never heard of it', async () => {
  const { world, database, ledger, ana, bia, group } = await openWorld();
  await bia.leave(group);
  await bia.join(group);
  expect(ledger.list()).toMatchObject([{ left: null, version: 4 }]);
  const backup = database.image;
  await ana.push(group.groupId, [ana.message('x')]);
  expect(await restore(database, backup, ledger)).toEqual({ applied: 0 });
  expect(access(world, group.groupId, bia)).toMatchObject({ active: true });
  ledger.lines.pop();
  expect(await restore(database, backup, ledger)).toEqual({ applied: 0 });
  expect(access(world, group.groupId, bia)).toMatchObject({ active: true });
  expect(ledger.list()).toMatchObject([{ left: null, version: 4 }]);
});

test('a group, or a member, that the backup does not have is left alone', async () => {
  const { database, ledger, bia, group } = await openWorld();
  const empty = new MemoryLogDatabase({ epoch: newId(), healingUntil: null }).image;
  await bia.leave(group);
  expect(await restore(database, empty, ledger)).toEqual({ applied: 0 });
  expect(database.image.groups.size).toBe(0);
});
