/** A real backup of a real database, restored under real servers. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { startTestServer } from '#tests/support/test-server.ts';

test('who left after the backup was made stays out when it is restored', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'racha-restore-'));
  const env = { DATA_DIR: join(parent, 'data'), LEDGER_DIR: join(parent, 'ledger') };
  try {
    const first = await startTestServer(env);
    const ana = await openRawDevice(first.origin);
    const bia = await openRawDevice(first.origin);
    const group = await ana.createGroup('Floripa');
    await bia.join(group, 'Bia');
    await first.server.close();
    cpSync(env.DATA_DIR, join(parent, 'backup'), { recursive: true });

    const { port } = new URL(first.origin);
    const second = await startTestServer({ ...env, PORT: port });
    await bia.push(group.groupId, [bia.newOp('member.left', {})]);
    await ana.push(group.groupId, [ana.newOp('message.sent', { messageId: newId(), text: 'sem ela' })]);
    await second.server.close();

    rmSync(env.DATA_DIR, { recursive: true });
    cpSync(join(parent, 'backup'), env.DATA_DIR, { recursive: true });
    const third = await startTestServer({ ...env, PORT: port });
    try {
      expect((await bia.hello()).groups).toEqual([]);
      await expect(bia.readLog(group.groupId)).rejects.toThrow();
      const log = await ana.readLog(group.groupId);
      expect(log.map(({ type }) => type)).toEqual(['group.created', 'member.joined', 'member.left']);
    } finally {
      await third.server.close();
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}, 120_000);
