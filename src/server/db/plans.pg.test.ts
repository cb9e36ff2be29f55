/**
 * PostgreSQL keeps a prepared statement's plan for the life of its connection, also one made while the tables were
 * empty and reading them whole was cheapest. Its own counters tell whether any was.
 */
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { FOLD_VERSION } from '#domain/fold-version.ts';
import type { Comparison } from '#protocol/digest.ts';
import type { Snapshot } from '#protocol/snapshot.ts';
import { readConfig } from '#server/config.ts';
import { startServer } from '#server/start-server.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { openDatabase } from './open-database.ts';

/** These grow with what people write. */
const GROWING = ['ops', 'verdicts', 'rows', 'access', 'group_heads', 'marks'];

test('no statement of a server that began empty reads a growing table whole', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  const url = await postgres.createDatabase();
  const server = await startServer(
    readConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: url,
      LEDGER_DIR: join(postgres.dataDir, 'ledger'),
    }),
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
  await server.close();

  const client = new Client({ connectionString: url });
  await client.connect();
  await othersToEnd(client);
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

test('pages and digests of a conversation read their own messages by version, not the group', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  const url = await postgres.createDatabase();
  // As the embedded database is set: one plan for whatever is asked.
  const setUp = new Client({ connectionString: url });
  await setUp.connect();
  await setUp.query(`alter database "${setUp.database}" set plan_cache_mode = force_generic_plan`);
  await setUp.end();
  const server = await startServer(
    readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }),
  );
  const ana = await openRawDevice(server.address);
  const group = await ana.createGroup('Sítio');
  const { epoch } = await ana.hello();
  const { groupId } = group;
  for (let i = 0; i < 10; i++) {
    const text = () => ana.newOp('message.sent', { messageId: newId(), text: 'uma de muitas' });
    await ana.push(groupId, Array.from({ length: 50 }, text));
  }
  const asked = 12;
  const page = { epoch, groupId, olderThan: 400, maxRows: 10 };
  await ana.post(
    'page',
    Array.from({ length: asked }, () => page),
  );
  const [{ version, chain } = { version: 0, chain: '' }] = await ana.post<Snapshot>('snapshot', [
    { epoch, groupId },
  ]);
  const range = { from: 257, to: 500, digest: chain };
  const digest = { epoch, groupId, version, chain, foldVersion: FOLD_VERSION, state: chain, ranges: [range] };
  const replies = await ana.post<Comparison>(
    'digest',
    Array.from({ length: asked }, () => digest),
  );
  expect(replies).toHaveLength(asked);
  for (const reply of replies)
    expect(reply).toMatchObject({ outcome: 'differs', state: true, ranges: [257] });
  await server.close();

  const client = new Client({ connectionString: url });
  await client.connect();
  await othersToEnd(client);
  const { rows } = await client.query(
    `select idx_scan::int as scans, idx_tup_read::int as entries
     from pg_stat_user_indexes where indexrelname = 'messages_by_version'`,
  );
  await client.end();
  expect(rows[0]?.scans).toBeGreaterThanOrEqual(2 * asked);
  expect(rows[0]?.entries).toBeLessThan(2 * asked * 300);
});

/** A backend hands its counts in when it ends, a moment after its client let it go. */
async function othersToEnd(client: Client): Promise<void> {
  const listOthers = async () => {
    const { rows } = await client.query(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    return rows;
  };
  await expect.poll(listOthers, { timeout: 10_000 }).toEqual([]);
}

test('words are found by their index among 100,000 rows, not by reading what others wrote', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  const url = await postgres.createDatabase();
  const database = await openDatabase({ url }, { newId, now: Date.now });
  const [accountId, epoch] = [newId(), (await database.audit.readHead()).epoch];
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into rows (group_id, table_name, id, version, row_version, json)
     select 'g' || i % 200, 'messages', 'm' || i, i, i, json_build_object(
       'kind', 'text', 'text', case when i % 500 = 7 then 'jabuticaba ' else 'carvão ' end || 'para o churrasco ' || i,
       'authorId', 'a', 'at', i, 'deletedBy', null)::text
     from generate_series(1, 100000) i`,
  );
  await client.query(
    "insert into access (group_id, member_id, account_id, role, active, version) values ('g7', 'a', $1, 'member', true, 1)",
    [accountId],
  );
  await client.query('analyze search_words');
  const asked = { epoch, groupId: null, table: null, from: null, until: null, after: null };
  const found = await database.search.find(accountId, { ...asked, text: 'jabuticaba' });
  const common = await database.search.find(accountId, { ...asked, text: 'churrasco' });
  await database.close();
  await othersToEnd(client);
  const { rows } = await client.query(
    `select seq_tup_read::int as read_whole, (select idx_scan::int from pg_stat_user_indexes
       where indexrelname = 'search_words_by_word') as by_word
     from pg_stat_user_tables where relname = 'search_words'`,
  );
  await client.end();
  // Of 200 rows with the word those 100 of the one group this account is in: a page of them, and the way to the rest.
  expect(found.rows.map(({ row }) => row.id)).toHaveLength(40);
  expect(found.after).not.toBeNull();
  expect(common.rows).toHaveLength(40);
  expect(rows).toEqual([{ read_whole: 0, by_word: expect.any(Number) }]);
  expect(rows[0]?.by_word).toBeGreaterThanOrEqual(2);
});
