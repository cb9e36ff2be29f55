/** Two accounts becoming one, on a real database: all of it or nothing, also against a commit that is on its way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, openTestDatabase } from '#tests/support/test-database.ts';
import { hashSecret, newToken } from '../accounts/secrets.ts';
import type { Access } from '../sync/log-store.ts';
import type { Database } from './open-database.ts';

let dataDir: string;
let database: Database;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'racha-redeem-'));
  database = await openTestDatabase({ dataDir });
}, 60_000);
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const NOW = 1_000_000;

async function newAccount(): Promise<{ accountId: string; deviceId: string; secretHash: string }> {
  const device = { accountId: newId(), deviceId: newId(), secretHash: hashSecret(newToken()) };
  await database.accounts.bindDevice(device, NOW);
  return device;
}

async function ticketFor(accountId: string, expiresAt = NOW + 1): Promise<string> {
  const ticketHash = hashSecret(newToken());
  await database.protections.addTicket(ticketHash, accountId, expiresAt);
  return ticketHash;
}

const redeem = (ticketHash: string, device: { deviceId: string; secretHash: string }, now = NOW) =>
  database.protections.redeem({
    ticketHash,
    ...device,
    deviceName: 'Aparelho',
    join: true,
    tokenHash: hashSecret(newToken()),
    isNamedByHost: false,
    expiresAt: NOW + 1_000,
    now,
  });

const accessOf = (accountId: string): Promise<Access[]> =>
  database.log.read((view) => view.listAccessOf([accountId]));

/** A commit that makes `memberId` a member for this account; `meanwhile` runs when it has read and not yet written. */
async function enter(accountId: string, meanwhile: () => void = () => undefined): Promise<string> {
  const groupId = newId();
  const op = {
    opId: newId(),
    groupId,
    actorId: newId(),
    at: NOW,
    type: 'group.created',
    v: 1,
    salt: newId(),
    body: {},
  };
  await database.log.transact(async (tx) => {
    const [head] = await tx.lockHeads([groupId], new Set([groupId]));
    meanwhile();
    if (!head) throw new Error('no head');
    await tx.append({
      heads: [{ ...head, head: 1 }],
      entries: [{ version: 1, op, hash: 'h', chain: 'c' }],
      verdicts: [{ groupId, deviceId: newId(), seq: 1, opId: op.opId, hash: 'h', verdict: 1, first: true }],
      rows: [],
      access: [{ groupId, memberId: op.actorId, accountId, role: 'owner', active: true, version: 1 }],
      parked: [],
      unparked: [],
    });
  });
  return groupId;
}

test('what was the one account’s is the other’s; its sessions are over, and it is nobody’s any more', async () => {
  const [into, from] = [await newAccount(), await newAccount()];
  const groupId = await enter(from.accountId);
  const tokenHash = hashSecret(newToken());
  const session = { ...from, expiresAt: NOW + 1_000, provenAt: null, isNamedByHost: false };
  await database.accounts.addSession(tokenHash, session, NOW);
  const redeemed = await redeem(await ticketFor(into.accountId), from);
  expect(redeemed).toEqual({ kind: 'bound', accountId: into.accountId, merged: from.accountId });
  expect(await accessOf(from.accountId)).toEqual([]);
  expect((await accessOf(into.accountId)).map((access) => access.groupId)).toEqual([groupId]);
  expect((await database.accounts.getDevice(from.deviceId))?.accountId).toBe(into.accountId);
  expect((await database.accounts.listSessions([tokenHash])).size).toBe(0);
});

test('a membership that is committed while the accounts become one is the one’s they became', async () => {
  const [into, from] = [await newAccount(), await newAccount()];
  const ticketHash = await ticketFor(into.accountId);
  let merging: Promise<unknown> = Promise.resolve();
  const during = await enter(from.accountId, () => {
    merging = redeem(ticketHash, from);
  });
  await merging;
  const after = await enter(from.accountId);
  expect(await accessOf(from.accountId)).toEqual([]);
  expect((await accessOf(into.accountId)).map(({ groupId }) => groupId).sort()).toEqual(
    [during, after].sort(),
  );
});

test('a chain of merges ends at one account, also for a ticket from before', async () => {
  const [first, second, third] = [await newAccount(), await newAccount(), await newAccount()];
  const old = await ticketFor(second.accountId);
  await redeem(await ticketFor(first.accountId), second);
  const redeemed = await redeem(old, third);
  expect(redeemed).toMatchObject({ kind: 'bound', accountId: first.accountId, merged: third.accountId });
});

test('a ticket past its time is none, and two at once make one session', async () => {
  const { accountId } = await newAccount();
  const late = await ticketFor(accountId, NOW);
  expect(await redeem(late, { deviceId: newId(), secretHash: 's' })).toEqual({ kind: 'wrong-code' });
  const ticketHash = await ticketFor(accountId);
  const kinds = await Promise.all(
    [newId(), newId(), newId()].map(async (deviceId) => {
      return (await redeem(ticketHash, { deviceId, secretHash: hashSecret(deviceId) })).kind;
    }),
  );
  expect(kinds.sort()).toEqual(['bound', 'wrong-code', 'wrong-code']);
});
