/** The real server and its real database: what a deleted account leaves behind, and what a backup cannot bring back. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { chainNext, chainStart } from '#protocol/canonical.ts';
import { fromWireOp } from '#protocol/fields.ts';
import { AccountDevice } from '#tests/support/account-device.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { startTestServer } from '#tests/support/test-server.ts';

const WORD = 'segredo';

let parent: string;
let env: Record<string, string>;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'racha-erase-'));
  env = { DATA_DIR: join(parent, 'data'), LEDGER_DIR: join(parent, 'ledger') };
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** The account calls of a device that speaks the wire. */
function accountOf(device: RawDevice, origin: string): AccountDevice {
  const account = new AccountDevice(origin);
  account.cookie = device.cookie;
  return account;
}

async function openGroup(origin: string) {
  const ana = await openRawDevice(origin);
  const bia = await openRawDevice(origin);
  const group = await ana.createGroup('Floripa');
  await bia.join(group, `${WORD} Bia`);
  const messageId = newId();
  await bia.push(group.groupId, [
    bia.newOp('message.sent', { messageId, text: `${WORD} um` }),
    bia.newOp('message.edited', { messageId, text: `${WORD} dois` }),
  ]);
  return { ana, bia, group };
}

async function expectProven(device: RawDevice, groupId: string): Promise<void> {
  const log = await device.readLog(groupId);
  const chain = log.reduce((value, op) => chainNext(value, fromWireOp(groupId, op)), chainStart(groupId));
  const { epoch } = await device.hello();
  const [reply] = await device.post<{ chain: string; version: number }>('snapshot', [{ epoch, groupId }]);
  expect(reply).toMatchObject({ chain, version: log.length });
}

test('an account is deleted: nobody reads its words again, its sessions end, the log is still proven', async () => {
  const { origin, server } = await startTestServer(env);
  try {
    const { ana, bia, group } = await openGroup(origin);
    const account = accountOf(bia, origin);
    const { accountId } = await account.must('account/read', {});
    const before = await ana.readLog(group.groupId);
    expect(JSON.stringify(before)).toContain(WORD);
    expect(await account.must('account/erase', { confirm: 'erase' })).toEqual({});

    // It goes on after the answer.
    await expect
      .poll(async () => JSON.stringify(await ana.readLog(group.groupId)))
      .toContain('member.erased');
    const after = await ana.readLog(group.groupId);
    expect(JSON.stringify(after)).not.toContain(WORD);
    expect(after.slice(0, before.length).map(({ opId, at, type }) => ({ opId, at, type }))).toEqual(
      before.map(({ opId, at, type }) => ({ opId, at, type })),
    );
    await expectProven(ana, group.groupId);
    const { epoch } = await ana.hello();
    const snapshot = await ana.post('snapshot', [{ epoch, groupId: group.groupId }]);
    expect(JSON.stringify(snapshot)).not.toContain(WORD);
    // Whoever had it is signed out, everywhere, for good.
    expect(await account.helloStatus()).toBe(401);
    expect((await account.ask('account/read', {})).status).toBe(401);
    // The ledger remembers ids, and nobody's words.
    const [file] = readdirSync(must(env.LEDGER_DIR, 'a ledger')).filter((name) =>
      name.endsWith('.erasures.jsonl'),
    );
    const lines = readFileSync(join(must(env.LEDGER_DIR, 'a ledger'), must(file, 'its file')), 'utf8');
    expect(lines).toContain(accountId);
    expect(lines).not.toContain(WORD);
  } finally {
    await server.close();
  }
}, 60_000);

test('an older backup that has the words again loses them before its doors open', async () => {
  const first = await startTestServer(env);
  const { port } = new URL(first.origin);
  const { ana, bia, group } = await openGroup(first.origin);
  await first.server.close();
  cpSync(must(env.DATA_DIR, 'data'), join(parent, 'backup'), { recursive: true });

  const second = await startTestServer({ ...env, PORT: port });
  await accountOf(bia, second.origin).must('account/erase', { confirm: 'erase' });
  await second.server.close();

  rmSync(must(env.DATA_DIR, 'data'), { recursive: true });
  cpSync(join(parent, 'backup'), must(env.DATA_DIR, 'data'), { recursive: true });
  const third = await startTestServer({ ...env, PORT: port });
  try {
    await ana.hello();
    const log = await ana.readLog(group.groupId);
    expect(log.length).toBeGreaterThan(4);
    expect(JSON.stringify(log)).not.toContain(WORD);
    await expectProven(ana, group.groupId);
    expect(await accountOf(bia, third.origin).helloStatus()).toBe(401);
  } finally {
    await third.server.close();
  }
}, 120_000);

test('what a person wrote is handed out to them alone, from groups they have left too', async () => {
  const { origin, server } = await startTestServer(env);
  try {
    const { ana, bia, group } = await openGroup(origin);
    await bia.push(group.groupId, [bia.newOp('member.left', {})]);
    const { groupId } = group;
    const account = accountOf(bia, origin);
    await account.must('account/consents/answer', { matter: 'error-reports', version: 1, given: true });
    const head = await account.must('account/export/begin', {});
    expect(head).toMatchObject({
      memberships: [{ groupId, groupName: 'Floripa', memberName: `${WORD} Bia`, active: false }],
      consents: [{ matter: 'error-reports', version: 1, given: true }],
    });
    const { ops, next } = await account.must('account/export/ops', { groupId, after: 0 });
    expect(ops.map(({ op }) => op.type)).toEqual([
      'member.joined',
      'message.sent',
      'message.edited',
      'member.left',
    ]);
    expect(
      (await account.must('account/export/ops', { groupId, after: must(next, 'a next page') })).next,
    ).toBeNull();
    const anas = await accountOf(ana, origin).must('account/export/ops', { groupId, after: 0 });
    expect(JSON.stringify(anas)).not.toContain(WORD);
    const stranger = await openRawDevice(origin);
    const refused = await accountOf(stranger, origin).ask('account/export/ops', { groupId, after: 0 });
    expect(refused).toMatchObject({ status: 400, body: { error: 'malformed' } });
  } finally {
    await server.close();
  }
}, 60_000);
