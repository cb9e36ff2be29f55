import { expect, test } from 'vitest';
import { inviteIdOf } from '#domain/groups/invites.ts';
import { inviteHash } from '#protocol/canonical.ts';
import { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { createWorld, type TestDevice, type TestGroup, type World } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';
import { NOTHING_OUTSIDE } from './known-outside.ts';
import {
  applyRevocations,
  type RevocationLedger,
  type RevocationLine,
  recordRevocations,
} from './revocation-ledger.ts';

function openLedger(): RevocationLedger & { readonly lines: RevocationLine[] } {
  const lines: RevocationLine[] = [];
  return {
    lines,
    list: () => lines,
    has: (groupId, inviteId) => lines.some((line) => line.groupId === groupId && line.inviteId === inviteId),
    record: async (fresh) => void lines.push(...fresh),
  };
}

async function openWorld() {
  const database = new MemoryLogDatabase({ epoch: newId(), healingUntil: null });
  const ledger = openLedger();
  const world = createWorld({
    database,
    wrap: (store) => recordRevocations(store, ledger, () => 7),
    outside: { ...NOTHING_OUTSIDE, wasRevoked: (groupId, inviteId) => ledger.has(groupId, inviteId) },
  });
  const ana = world.device();
  const group = await ana.createGroup();
  return { world, database, ledger, ana, group };
}

function restore(database: MemoryLogDatabase, image: MemoryLogDatabase['image'], ledger: RevocationLedger) {
  database.restore(image, { epoch: newId(), healingUntil: Number.MAX_SAFE_INTEGER });
  return applyRevocations(database.connect(), ledger, 8);
}

const linkOf = (secret: string): string => inviteIdOf(inviteHash(secret));
const revoke = (device: TestDevice, secret: string) =>
  device.op('invite.revoked', { inviteId: linkOf(secret) });

async function tryToEnter(world: World, group: TestGroup): Promise<unknown> {
  const stranger = world.device();
  const joined = stranger.op('member.joined', { name: 'Old link', inviteId: linkOf(group.secret) });
  const { epoch } = world.database.image.epoch;
  const frame = stranger.frame(group.groupId, [joined], { epoch, proofs: { [joined.opId]: group.secret } });
  const { verdicts, stop } = await world.server.push(stranger.session, frame);
  return verdicts[0] ?? stop;
}

test('a revocation is in the ledger before its ack, once, and without the hash of the link', async () => {
  const { ledger, ana, group } = await openWorld();
  const op = revoke(ana, group.secret);
  await ana.push(group.groupId, [op]);
  await ana.push(group.groupId, [revoke(ana, group.secret), ana.message('x')]);
  expect(ledger.lines).toMatchObject([
    { groupId: group.groupId, inviteId: linkOf(group.secret), at: 7, op: { opId: op.opId } },
  ]);
  expect(JSON.stringify(ledger.lines)).not.toContain(inviteHash(group.secret));
});

test('a restored backup has the link again, and it lets nobody in, shows nothing, and is revoked in the log', async () => {
  const { world, database, ledger, ana, group } = await openWorld();
  const backup = database.image;
  const op = revoke(ana, group.secret);
  await ana.push(group.groupId, [ana.message('lost'), op]);
  expect(await restore(database, backup, ledger)).toEqual({ applied: 1 });
  expect(await tryToEnter(world, group)).toBe('invite-revoked');
  expect(await world.server.previewInvite(group)).toEqual({ state: 'revoked' });
  // The device that said so brings it home and is told the same.
  const reborn = world.device({ accountId: ana.session.accountId });
  const { epoch } = database.image.epoch;
  expect(
    (await world.server.push(reborn.session, reborn.frame(group.groupId, [op], { epoch }))).verdicts,
  ).toEqual([2]);
  expect(await applyRevocations(database.connect(), ledger, 9)).toEqual({ applied: 0 });
});

test('a link made and revoked after the backup does not live in between, when its maker is home before who revoked it', async () => {
  const { world, database, ledger, ana, group } = await openWorld();
  const backup = database.image;
  const secret = newId();
  const made = ana.op('invite.created', { hash: inviteHash(secret), role: 'member', needsApproval: false });
  await ana.push(group.groupId, [made, revoke(ana, secret)]);
  expect(await restore(database, backup, ledger)).toEqual({ applied: 0 });
  const reborn = world.device({ accountId: ana.session.accountId });
  const { epoch } = database.image.epoch;
  await world.server.push(reborn.session, reborn.frame(group.groupId, [made], { epoch }));
  expect(await tryToEnter(world, { ...group, secret })).toBe('invite-revoked');
  expect(await world.server.previewInvite({ groupId: group.groupId, secret })).toEqual({ state: 'revoked' });
});

test('a link that ended with a removal stays ended, also where the backup has neither the removal nor the removed', async () => {
  const { world, database, ledger, ana, group } = await openWorld();
  const backup = database.image;
  const bia = world.device();
  await bia.join(group);
  await ana.push(group.groupId, [ana.op('member.removed', { memberId: bia.memberId })]);
  expect(ledger.lines).toMatchObject([{ inviteId: linkOf(group.secret), op: null }]);
  expect(await restore(database, backup, ledger)).toEqual({ applied: 0 });
  expect(await tryToEnter(world, group)).toBe('invite-revoked');
});

test('who is in stays in, and other links go on', async () => {
  const { world, database, ledger, ana, group } = await openWorld();
  const bia = world.device();
  await bia.join(group);
  const secret = newId();
  await ana.push(group.groupId, [
    ana.op('invite.created', { hash: inviteHash(secret), role: 'member', needsApproval: false }),
  ]);
  const backup = database.image;
  await ana.push(group.groupId, [revoke(ana, group.secret)]);
  await restore(database, backup, ledger);
  const state = database.image.groups.get(group.groupId);
  expect(state?.access.get(bia.memberId)).toMatchObject({ active: true });
  expect(await tryToEnter(world, { ...group, secret })).toBeTypeOf('number');
});
