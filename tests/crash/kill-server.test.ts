/** L1: the server is killed (-9) in the middle of pushes, 20 times, under seeded bad links. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault } from '#tests/support/fproxy.ts';
import { freePort } from '#tests/support/free-port.ts';
import { waitUntil } from '#tests/support/node-device.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';
import { findViolations } from './check-log.ts';
import { type CrashDevice, openCrashGroup, versionOf } from './crash-devices.ts';
import { readEmbeddedLog, readPostgresLog, type StoredLog } from './stored-log.ts';

const ROUNDS = 20;
const NAMES = ['Ana', 'Bia', 'Caio'];
const SEED = 20_261_121;

describe('kill -9 of the server in the middle of pushes', () => {
  test('on PGlite: nothing lost, doubled or out of order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'racha-crash-'));
    const dataDir = join(folder, 'data');
    try {
      await crashRepeatedly({ DATA_DIR: dataDir }, async (server) => {
        await server.kill();
        return readEmbeddedLog(dataDir);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('on PostgreSQL: nothing lost, doubled or out of order', async () => {
    await using postgres = await startPostgres();
    const url = await postgres.createDatabase();
    await crashRepeatedly({ DATABASE_URL: url }, () => readPostgresLog(url));
  });
});

async function crashRepeatedly(
  env: Readonly<Record<string, string>>,
  readLog: (server: ServerProcess) => Promise<StoredLog>,
): Promise<void> {
  const port = await freePort();
  const start = (): Promise<ServerProcess> =>
    startServerProcess({ port, env: { ...env, LOG_LEVEL: 'warn' } });
  const random = randomOf(SEED);
  let server = await start();
  let killedWhileSending = 0;
  try {
    await using group = await openCrashGroup(port, NAMES, SEED);
    const { groupId, devices } = group;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const one of devices) one.link.set(faultOf(random));
      const carried = bytesUp(devices);
      for (const one of devices) await one.write(5 + Math.floor(random() * 40));
      for (const one of devices) one.device.engine.wake();
      // Somewhere in what this round sends: in the hellos, in the middle of a frame, or after the last ack.
      await reached(() => bytesUp(devices) >= carried + random() * 20_000);
      if (devices.some((one) => one.device.engine.status().queued > 0)) killedWhileSending += 1;
      await server.kill();
      server = await start();
    }
    for (const one of devices) {
      one.link.set({});
      one.device.engine.wake();
    }
    for (const one of devices)
      await waitUntil(one.device, () => one.device.engine.status().queued === 0, 60_000);
    // One op each to come into the group, one for each message: not less, not more.
    const head = devices.reduce((sum, one) => sum + one.saved.length, devices.length);
    for (const one of devices) {
      await waitUntil(one.device, async () => (await versionOf(one, groupId)) >= head, 60_000);
    }
    const log = await readLog(server);
    expect(await findViolations(group, log)).toEqual([]);
    expect(log.ops.length).toBe(head);
    // Else this test would test nothing.
    expect(killedWhileSending).toBeGreaterThan(ROUNDS / 4);
  } finally {
    await server.kill();
  }
}

/** A fifth of the links are good; the others delay and cut. */
function faultOf(random: () => number): Fault {
  const delayMs = Math.floor(random() * 15);
  const kind = random();
  if (kind < 0.2) return {};
  if (kind < 0.6)
    return { upMs: delayMs, downMs: delayMs, cutEveryBytes: 2_000 + Math.floor(random() * 30_000) };
  if (kind < 0.8) return { upMs: delayMs, downMs: delayMs, cutAtByte: Math.floor(random() * 8_000) };
  return { cutOnReply: 'once', upMs: delayMs };
}

const bytesUp = (devices: readonly CrashDevice[]): number =>
  devices.reduce((sum, one) => sum + one.link.stats.bytesUp, 0);

/** The condition or one second, whichever is first: a link may carry less than was hoped for. */
async function reached(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 1_000;
  while (!condition() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 1));
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
