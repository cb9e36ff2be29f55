/** L1: PostgreSQL is killed (-9) under the server, and its link is cut so that nobody knows what a COMMIT did. */
import { describe, test } from 'vitest';
import { openFproxy } from '#tests/support/fproxy.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { startServerProcess } from '#tests/support/server-process.ts';
import { runCrashRounds } from './crash-rounds.ts';
import { readPostgresLog } from './stored-log.ts';

const SEED = 20_261_122;

describe('the database goes away under the server', () => {
  test('kill -9 of PostgreSQL, ten times', async () => {
    await using postgres = await startPostgres();
    const url = await postgres.createDatabase();
    await using server = await startServerProcess({ env: { DATABASE_URL: url, LOG_LEVEL: 'warn' } });
    await runCrashRounds({
      seed: SEED,
      rounds: 10,
      ports: [server.port],
      disturb: async () => {
        await postgres.kill();
        await postgres.start();
      },
      readLog: () => readPostgresLog(url),
    });
  });

  test('the link to PostgreSQL is cut before its answer: outcome of COMMIT unknown, twenty times', async () => {
    await using postgres = await startPostgres();
    await using link = await openFproxy({ target: { port: postgres.port } });
    const proxied = await postgres.createDatabase({ port: link.port });
    await using server = await startServerProcess({ env: { DATABASE_URL: proxied, LOG_LEVEL: 'warn' } });
    await runCrashRounds({
      seed: SEED + 1,
      rounds: 20,
      ports: [server.port],
      disturb: async (random) => {
        const { cuts } = link.stats;
        // A commit takes six answers of the database: any of them may be the one that is lost.
        for (let i = 0; i < 6; i += 1) {
          link.set(random() < 0.5 ? { cutOnReply: 'once' } : { cutAtByte: Math.floor(random() * 40_000) });
          await new Promise((resolve) => setTimeout(resolve, random() * 40));
        }
        link.set({});
        if (link.stats.cuts === cuts) link.cut();
      },
      readLog: () => readPostgresLog(proxied),
    });
  });
});
