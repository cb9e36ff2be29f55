/** L1: three servers on one PostgreSQL with Redis between them; any of them, and Redis, is killed (-9). */
import { expect, test } from 'vitest';
import { freePort } from '#tests/support/free-port.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { startRedis } from '#tests/support/redis.ts';
import { type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';
import { runCrashRounds } from './crash-rounds.ts';
import { readPostgresLog } from './stored-log.ts';

const NODES = 3;
const SEED = 20_261_123;

test('three nodes: one of them or Redis is killed, fifteen times', async () => {
  await using postgres = await startPostgres();
  await using redis = await startRedis();
  const url = await postgres.createDatabase();
  const env = { DATABASE_URL: url, REDIS_URL: redis.url, LOG_LEVEL: 'warn' };
  const ports = await Promise.all(Array.from({ length: NODES }, freePort));
  const start = (port: number): Promise<ServerProcess> => startServerProcess({ port, env });
  const servers: ServerProcess[] = [];
  for (const port of ports) servers.push(await start(port));
  const killed = { servers: 0, redis: 0 };
  try {
    await runCrashRounds({
      seed: SEED,
      rounds: 15,
      ports,
      disturb: async (random) => {
        const victim = Math.floor(random() * (NODES + 1));
        const server = servers[victim];
        const port = ports[victim];
        if (!server || port === undefined) {
          killed.redis += 1;
          await redis.kill();
          await redis.start();
          return;
        }
        killed.servers += 1;
        await server.kill();
        servers[victim] = await start(port);
      },
      readLog: () => readPostgresLog(url),
    });
    expect(killed.servers).toBeGreaterThan(0);
    expect(killed.redis).toBeGreaterThan(0);
  } finally {
    for (const server of servers) await server.kill();
  }
});
