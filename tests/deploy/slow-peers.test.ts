/** `slowhttptest`, the real program, against the server without a proxy: its attacks take places, never the service. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

const CONNECTIONS = 1_000;
const SECONDS = 20;
const folder = mkdtempSync(join(tmpdir(), 'racha-slow-'));
let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['headers that never end (slowloris)', ['-H', '-i', '5'], '/'],
  ['bodies that trickle', ['-B', '-i', '5', '-s', '1000', '-f', 'application/json'], '/api/session'],
  ['answers that are not read', ['-X', '-w', '1', '-y', '8', '-n', '5', '-z', '8', '-k', '3'], '/'],
])('fault 84: %s', async (name, attack, path) => {
  const report = join(folder, name.replaceAll(/\W+/g, '-'));
  const common = ['-c', `${CONNECTIONS}`, '-r', '200', '-l', `${SECONDS}`, '-p', '3', '-g', '-o', report];
  const child = spawn('slowhttptest', [...attack, ...common, '-u', `${running.origin}${path}`], {
    stdio: 'ignore',
  });
  const over = new Promise((resolve) => child.once('exit', resolve));
  const ana = await openRawDevice(running.origin);
  const group = await ana.createGroup('Sítio');
  let pushed = 0;
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const reply = await ana.push(group.groupId, [
      ana.newOp('message.sent', { messageId: newId(), text: 'ainda aqui' }),
    ]);
    pushed += reply.verdicts.length;
    await wait(100);
  }
  expect(pushed).toBeGreaterThan(SECONDS);
  // Seconds, closed, pending, connected, service available: a line each second.
  const lines = readFileSync(`${report}.csv`, 'utf8').trim().split('\n').slice(1);
  const rows = lines.map((line) => line.split(',').map(Number));
  expect(Math.max(...rows.map(([, , , connected = 0]) => connected))).toBeGreaterThan(CONNECTIONS / 4);
  expect(rows.filter(([, , , , available = 0]) => available <= 0)).toEqual([]);
});
