/**
 * Full text search on real PostgreSQL: `npm run bench:search-server [-- --rows 100000 --rounds 3] [--save]`.
 *
 *   write    what the trigger that keeps the words adds to a row that is written: rows in bulk with it, beside the same without
 *   ask      the server's own statement for what people type, each beginning of three letters and more an ask of its own: of somebody
 *            who is in one group with half of all rows, and of somebody in a group of 500 among them; the first page, and one word deep
 *
 * Must: below 500 ms. The plan that PostgreSQL takes is held by `src/server/db/plans.pg.test.ts`.
 */
import { Client } from 'pg';
import { openDatabase } from '#server/db/open-database.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { newId } from '#tests/support/raw-device.ts';
import { percentile, round } from './figures.ts';
import { numberOption, openReport } from './report.ts';
import { KEYSTROKES, makeCorpus } from './search-corpus.ts';

const count = numberOption('rows', 100_000);
const rounds = numberOption('rounds', 3);
const SMALL_GROUP = 500;
const AT_ONCE = 5_000;

const report = openReport('search-server');
await using postgres = await startPostgres();
const url = await postgres.createDatabase();
const database = await openDatabase({ url }, { newId, now: Date.now });
const client = new Client({ connectionString: url });
await client.connect();
const { epoch } = await database.audit.readHead();
const corpus = makeCorpus(count);
const groupOf = (i: number): string =>
  i % 2 === 0 ? 'large' : `small${Math.floor(i / 2) % Math.max(1, Math.floor(count / 2 / SMALL_GROUP))}`;

await client.query('alter table rows disable trigger keep_search_words');
const bareMs = await writeRows('bare');
await client.query("delete from rows where table_name = 'messages'");
await client.query('alter table rows enable trigger keep_search_words');
const keptMs = await writeRows('kept');
report.add({
  case: `write ${count} rows`,
  msPerRow: round(keptMs / count, 3),
  withoutWords: round(bareMs / count, 3),
});
await client.query('vacuum analyze search_words');
await client.query('analyze rows');

const largeAccount = await enter('large');
const smallAccount = await enter('small0');
const typed = KEYSTROKES.filter((text) => text.trim().length >= 3);
for (const [who, accountId] of [
  ['in a group of half the rows', largeAccount],
  [`in a group of ${SMALL_GROUP}`, smallAccount],
] as const) {
  const times: number[] = [];
  for (let n = 0; n < rounds; n++) {
    for (const text of typed) {
      const start = performance.now();
      await ask(accountId, text);
      times.push(performance.now() - start);
    }
  }
  report.add({
    case: `ask, ${who}`,
    n: times.length,
    p50: round(percentile(times, 50)),
    p95: round(percentile(times, 95)),
    max: round(Math.max(...times)),
  });
}
const deep: number[] = [];
for (let after: Awaited<ReturnType<typeof ask>>['after'] = null, page = 0; page < 50; page++) {
  const start = performance.now();
  after = (await ask(largeAccount, 'churrasco', after)).after;
  deep.push(performance.now() - start);
  if (!after) break;
}
report.add({
  case: 'a common word, page after page',
  n: deep.length,
  p50: round(percentile(deep, 50)),
  max: round(Math.max(...deep)),
});
await client.end();
await database.close();
report.close();

function ask(
  accountId: string,
  text: string,
  after: { at: number; groupId: string; id: string } | null = null,
) {
  return database.search.find(accountId, {
    epoch,
    text,
    groupId: null,
    table: null,
    from: null,
    until: null,
    after,
  });
}

async function enter(groupId: string): Promise<string> {
  const accountId = newId();
  await client.query(
    "insert into access (group_id, member_id, account_id, role, active, version) values ($1, $2, $2, 'member', true, 1)",
    [groupId, accountId],
  );
  return accountId;
}

async function writeRows(prefix: string): Promise<number> {
  let ms = 0;
  for (let first = 0; first < count; first += AT_ONCE) {
    const part = corpus.slice(first, first + AT_ONCE);
    const json = part.map(({ text, authorId, at }) =>
      JSON.stringify({ kind: 'text', text, authorId, at, deletedBy: null }),
    );
    const start = performance.now();
    await client.query(
      `insert into rows (group_id, table_name, id, version, row_version, json)
       select g, 'messages', i, v, v, j from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as t (g, i, v, j)`,
      [
        part.map((_, i) => groupOf(first + i)),
        part.map(({ id }) => prefix + id),
        part.map((_, i) => first + i + 1),
        json,
      ],
    );
    ms += performance.now() - start;
  }
  return ms;
}
