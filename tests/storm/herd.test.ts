/** L1: the server is killed (-9) under a thousand open sockets, and all of them come back at once. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { pauseMs } from '#client/sync/retry-policy.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { newId, openRawDevice, type RawDevice, type RawSocket } from '#tests/support/raw-device.ts';
import { startServerProcess } from '#tests/support/server-process.ts';

const DEVICES = 50;
/** Each device holds this many sockets: what is tested is the door, not a thousand first contacts. */
const SOCKETS_EACH = 20;
const random = createBrowserRandom();
const BACK_MAX_MS = 120_000;

test('fault 82: a thousand sockets lose their server; all are greeted again, and who writes meanwhile is answered', async () => {
  await using postgres = await startPostgres();
  const env = { DATABASE_URL: await postgres.createDatabase(), LOG_LEVEL: 'warn' };
  await using first = await startServerProcess({ env });
  const { origin, port } = first;
  const writer = await openRawDevice(origin);
  const group = await writer.createGroup('Manada');
  const devices: RawDevice[] = [];
  for (let i = 0; i < DEVICES; i++) devices.push(await openRawDevice(origin));
  const seats = devices.flatMap((device) => Array.from({ length: SOCKETS_EACH }, () => device));
  const sockets = await Promise.all(seats.map((device) => comeIn(device)));
  const lost = Promise.all(sockets.map(({ ws }) => new Promise((resolve) => ws.once('close', resolve))));

  await first.kill();
  await lost;
  await using _second = await startServerProcess({ env, port });
  const returning = Promise.all(seats.map((device) => comeIn(device)));
  let isOver = false;
  const returned = returning.finally(() => {
    isOver = true;
  });
  let answered = 0;
  while (!isOver) {
    const messageId = newId();
    const reply = await writer.push(group.groupId, [
      writer.newOp('message.sent', { messageId, text: `n.º ${answered}` }),
    ]);
    expect(reply.verdicts).toEqual([answered + 2]);
    answered += 1;
    await wait(50);
  }
  const back = await returned;
  expect(back).toHaveLength(DEVICES * SOCKETS_EACH);
  expect(answered).toBeGreaterThan(0);
  expect(await writer.readLog(group.groupId)).toHaveLength(answered + 1);
  for (const { ws } of back) ws.terminate();
}, 300_000);

/** As a client comes: a socket, a hello; turned away or told to wait, again with its jitter. */
async function comeIn(device: RawDevice): Promise<RawSocket> {
  const deadline = performance.now() + BACK_MAX_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return await device.openSocket();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await wait(pauseMs('unreachable', { attempt, random }));
    }
  }
}
