/**
 * PostgreSQL keeps a prepared statement's plan for the life of its connection, also one made while the tables were
 * empty and reading them whole was cheapest. Its own counters tell whether any was.
 */
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { startServer } from '#server/start-server.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';

/** These grow with what people write. */
const GROWING = ['ops', 'verdicts', 'rows', 'access', 'group_heads', 'marks'];

test('no statement of a server that began empty reads a growing table whole', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  const url = await postgres.createDatabase();
  const server = await startServer(
    readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }),
  );
  const ana = await openRawDevice(server.address);
  const bia = await openRawDevice(server.address);
  const group = await ana.createGroup('Sítio');
  await bia.join(group, 'Bia');
  const socket = await bia.openSocket();
  for (let i = 0; i < 30; i++) {
    const messageId = newId();
    await ana.push(group.groupId, [ana.newOp('message.sent', { messageId, text: `n.º ${i}` })]);
    await bia.push(group.groupId, [bia.newOp('reaction.added', { messageId, emoji: '👍' })]);
  }
  await bia.hello();
  await bia.readLog(group.groupId, 10);
  socket.close();
  // A backend hands its counters in when it ends.
  await server.close();

  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select relname, seq_tup_read::int as read_whole, idx_scan::int as by_index
     from pg_stat_user_tables where relname = any($1)`,
    [GROWING],
  );
  await client.end();
  expect(rows.map(({ relname }) => relname).sort()).toEqual([...GROWING].sort());
  expect(rows.filter(({ read_whole }) => read_whole > 0)).toEqual([]);
  expect(rows.find(({ relname }) => relname === 'verdicts')?.by_index).toBeGreaterThan(60);
});
