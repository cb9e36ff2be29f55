/** The process as an operator sees it: it stops when told, with everything it answered on disk. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { FOLD_VERSION } from '#domain/fold-version.ts';
import type { PushReply } from '#protocol/push.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { startServerProcess } from '#tests/support/server-process.ts';
import { copyEmptyCluster } from '#tests/support/test-database.ts';
import { startTestServer } from '#tests/support/test-server.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'racha-stop-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const message = (device: RawDevice) => device.newOp('message.sent', { messageId: newId(), text: 'x' });

test('fault 50: told to stop under load it ends with 0, and what it answered is there after', async () => {
  await copyEmptyCluster(dir);
  const first = await startServerProcess({ env: { DATA_DIR: dir, LOG_LEVEL: 'warn' } });
  const ana = await openRawDevice(first.origin);
  const group = await ana.createGroup('Stop');
  const socket = await ana.openSocket();
  const closed = once(socket.ws, 'close').then(() => undefined);
  let answered = 0;
  const load = (async () => {
    for (;;) {
      const frame = socket.pushFrame(group.groupId, [message(ana)]);
      const reply = await Promise.race([socket.ask<PushReply>('push', frame), closed]);
      if (!reply) return;
      answered += reply.verdicts.length;
    }
  })();
  while (answered < 20) await new Promise(setImmediate);
  expect(await first.stop()).toBe(0);
  await load;

  const second = await startServerProcess({
    port: first.port,
    env: { DATA_DIR: dir, LOG_LEVEL: 'warn' },
  });
  // One more may have been committed whose answer was cut.
  const kept = (await ana.readLog(group.groupId)).length - 1;
  expect([answered, answered + 1]).toContain(kept);
  expect(await second.stop()).toBe(0);
}, 120_000);

test('nothing anybody wrote stands in the log', async () => {
  await copyEmptyCluster(dir);
  const server = await startServerProcess({ env: { DATA_DIR: dir, LOG_LEVEL: 'debug' } });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const ana = await openRawDevice(server.origin);
  const group = await ana.createGroup('Segredo-do-grupo');
  await ana.push(group.groupId, [
    ana.newOp('message.sent', { messageId: newId(), text: 'palavra-que-ninguém-lê' }),
  ]);
  const { epoch } = await ana.hello();
  const [chain, state] = ['A', 'B'].map((letter) => letter.repeat(43));
  const digest = {
    epoch,
    groupId: group.groupId,
    version: 2,
    chain,
    foldVersion: FOLD_VERSION,
    state,
    ranges: [],
  };
  expect(await ana.post('digest', [digest])).toMatchObject([{ outcome: 'differs', chain: true }]);
  const socket = await ana.openSocket();
  socket.ws.send('42["push",{"text":"palavra-que-ninguém-lê"}]');
  await once(socket.ws, 'close');
  const token = ana.cookie.split('=')[1] ?? 'no cookie';
  for (const secret of ['Segredo-do-grupo', 'palavra-que', group.secret, token]) {
    expect(server.log()).not.toContain(secret);
  }
  expect(server.log()).toContain('database durability');
  // A device that differs is named, by its ids.
  const divergence = server
    .log()
    .split('\n')
    .find((line) => line.includes('divergence'));
  expect(JSON.parse(divergence ?? '{}')).toMatchObject({ deviceId: ana.deviceId, groupId: group.groupId });
  expect(await (await fetch(`${server.origin}/readyz`)).json()).toEqual({ ready: true, divergences: 1 });
}, 120_000);

test('a session that is revoked ends: its socket at once, and the next ask finds nobody', async () => {
  const running = await startTestServer();
  onTestFinished(() => running[Symbol.asyncDispose]());
  const ana = await openRawDevice(running.origin);
  const socket = await ana.openSocket();
  const cut = once(socket.ws, 'close');
  await running.server.revokeSession(ana.cookie.split('=')[1] ?? '');
  await cut;
  await expect(ana.hello()).rejects.toThrow('401');
}, 60_000);
