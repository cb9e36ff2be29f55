/** L1: the server is killed (-9) in the middle of pushes, 20 times, under seeded bad links. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { freePort } from '#tests/support/free-port.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';
import { runCrashRounds } from './crash-rounds.ts';
import { readEmbeddedLog, readPostgresLog, type StoredLog } from './stored-log.ts';

const ROUNDS = 20;
const SEED = 20_261_121;

describe('kill -9 of the server in the middle of pushes', () => {
  test('on PGlite: nothing lost, doubled or out of order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'racha-crash-'));
    const dataDir = join(folder, 'data');
    try {
      await killRepeatedly({ DATA_DIR: dataDir }, async (server) => {
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
    await killRepeatedly({ DATABASE_URL: url }, () => readPostgresLog(url));
  });
});

async function killRepeatedly(
  env: Readonly<Record<string, string>>,
  readLog: (server: ServerProcess) => Promise<StoredLog>,
): Promise<void> {
  const port = await freePort();
  const start = (): Promise<ServerProcess> =>
    startServerProcess({ port, env: { ...env, LOG_LEVEL: 'warn' } });
  let server = await start();
  try {
    await runCrashRounds({
      seed: SEED,
      rounds: ROUNDS,
      ports: [port],
      disturb: async () => {
        await server.kill();
        server = await start();
      },
      readLog: () => readLog(server),
    });
  } finally {
    await server.kill();
  }
}
