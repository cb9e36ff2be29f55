/** A real backup of a real database, restored under real servers. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inviteIdOf } from '#domain/groups/invites.ts';
import { inviteHash } from '#protocol/canonical.ts';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { startTestServer } from '#tests/support/test-server.ts';

test('fault 54: an older backup is put back: a new epoch begins by itself, and who left since stays out, as does who has a link revoked since', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'racha-restore-'));
  const env = { DATA_DIR: join(parent, 'data'), LEDGER_DIR: join(parent, 'ledger') };
  try {
    const first = await startTestServer(env);
    const ana = await openRawDevice(first.origin);
    const bia = await openRawDevice(first.origin);
    const group = await ana.createGroup('Floripa');
    const { epoch } = await ana.hello();
    await bia.join(group, 'Bia');
    await first.server.close();
    cpSync(env.DATA_DIR, join(parent, 'backup'), { recursive: true });

    const { port } = new URL(first.origin);
    const second = await startTestServer({ ...env, PORT: port });
    await bia.push(group.groupId, [bia.newOp('member.left', {})]);
    await ana.push(group.groupId, [
      ana.newOp('message.sent', { messageId: newId(), text: 'sem ela' }),
      ana.newOp('invite.revoked', { inviteId: inviteIdOf(inviteHash(group.secret)) }),
    ]);
    // Nothing went back yet.
    expect((await ana.hello()).epoch).toBe(epoch);
    await second.server.close();

    rmSync(env.DATA_DIR, { recursive: true });
    cpSync(join(parent, 'backup'), env.DATA_DIR, { recursive: true });
    const third = await startTestServer({ ...env, PORT: port });
    try {
      const welcome = await bia.hello();
      expect(welcome.groups).toEqual([]);
      expect(welcome.epoch).not.toBe(epoch);
      await expect(bia.readLog(group.groupId)).rejects.toThrow();
      await ana.hello();
      const log = await ana.readLog(group.groupId);
      expect(log.map(({ type }) => type)).toEqual([
        'group.created',
        'member.joined',
        'member.left',
        'invite.revoked',
      ]);
      const stranger = await openRawDevice(third.origin);
      await expect(stranger.join(group, 'Caio')).rejects.toThrow('invite-revoked');
      const preview = await fetch(`${third.origin}/api/invite/preview`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: third.origin },
        body: JSON.stringify(group),
      });
      expect(await preview.json()).toEqual({ state: 'revoked' });
    } finally {
      await third.server.close();
    }

    // The database completes a ledger that never heard of it; the next backup that is put back is as safe.
    rmSync(env.LEDGER_DIR, { recursive: true });
    const fourth = await startTestServer({ ...env, PORT: port });
    await fourth.server.close();
    rmSync(env.DATA_DIR, { recursive: true });
    cpSync(join(parent, 'backup'), env.DATA_DIR, { recursive: true });
    const fifth = await startTestServer({ ...env, PORT: port });
    try {
      const stranger = await openRawDevice(fifth.origin);
      await expect(stranger.join(group, 'Davi')).rejects.toThrow('invite-revoked');
    } finally {
      await fifth.server.close();
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}, 120_000);
