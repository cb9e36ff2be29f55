/**
 * Compaction is killed for real: SIGKILL to its process in the middle of its commits, again and again, and once to the database.
 * What is there in the end is, row by row, what an undisturbed compaction of the same history makes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { base64url } from '#domain/ids.ts';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { clearPast } from '#server/sync/clear-past.ts';
import { foldPast } from '#server/sync/fold-past.ts';
import { COMPACTED } from '#tests/support/compacted.ts';
import { type Postgres, startPostgres } from '#tests/support/postgres.ts';
import { newId, openTestDatabase } from '#tests/support/test-database.ts';
import { playDeeds, type Deed as TextDeed } from '#tests/support/text-history.ts';
import { begin, dated } from './past-agreement.ts';

const MAIN = fileURLToPath(new URL('../support/compact-main.ts', import.meta.url));
const DAY_MS = 86_400_000;
/** Kills of the process; the database is killed once besides. */
const KILLS = 10;

test('fault 49, 51: killed in mid-compaction, the process and the database: what is left is what nobody disturbed', async () => {
  await using postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const written = await openTestDatabase({ url });
  const history = await begin(written.log);
  const [deeds = []] = fc.sample(fc.array(dated, { minLength: 150, maxLength: 150 }), {
    numRuns: 1,
    seed: 20_261_122,
  });
  const { groupId, owner } = history;
  // A text is written all the while: its edits leave the log with the rest, and are in compacted texts by then.
  const planId = newId();
  await owner.push(groupId, [owner.op('plan.created', { planId, title: 'Roteiro', position: 'V' })]);
  for (const [i, { data }] of typed().entries()) {
    await history.live(deeds.slice(i * 5, i * 5 + 5));
    const body = { planId, update: base64url(data), seen: 0 };
    await owner.push(groupId, [owner.op('plan.edited', body, { at: history.now() })]);
  }
  const now = history.now() + DAY_MS;
  await written.close();
  const undisturbed = await copyDatabase(postgres, url);
  const quiet = await openTestDatabase({ url: undisturbed });
  const options = { store: quiet.log, policy: COMPACTED, merge: mergeText, now };
  const points = await foldPast(options, groupId);
  expect(points).toBeGreaterThan(KILLS + 5);
  expect(await clearPast(options, groupId)).toBeGreaterThan(20);
  await quiet.close();
  const wanted = await dump(undisturbed);
  expect(wanted.plan_texts?.length).toBeGreaterThan(3);
  expect(wanted.plan_edits?.length).toBeLessThan(20);

  const env = { DATABASE_URL: url, GROUP_ID: groupId, NOW: String(now) };
  const seen: string[] = [];
  for (let i = 0; i < KILLS; i++) seen.push(await compact(env, { commits: 1 + (i % 3), afterMs: i % 4 }));
  // Each of them had begun a commit, and none was at its end.
  expect(seen.filter((said) => !/^\.+$/.test(said))).toEqual([]);
  const half = await dump(url);
  expect(half).not.toEqual(wanted);
  await compact(env, { commits: 2, afterMs: 1, kill: () => postgres.kill() });
  await postgres.start();
  expect(await compact(env, undefined)).toMatch(/done$/);
  expect(await dump(url)).toEqual(wanted);
}, 180_000);

/** Thirty edits of four people, who hear of each other now and then. */
function typed() {
  const history = Array.from({ length: 40 }, (_, i): TextDeed => {
    if (i % 7 === 6) return { what: 'hear', who: i % 4 };
    return { what: i % 3 === 0 ? 'paragraph' : 'type', who: i % 4, at: i * 31, words: `linha ${i} ` };
  });
  return playDeeds(history).slice(0, 30);
}

interface Death {
  /** After so many commits have begun. */
  readonly commits: number;
  readonly afterMs: number;
  /** The process itself, where it is not said. */
  readonly kill?: () => Promise<void>;
}

/** Resolves with what it said, when it is gone. */
async function compact(env: Readonly<Record<string, string>>, death: Death | undefined): Promise<string> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', death?.kill ? 'ignore' : 'inherit'],
  });
  let said = '';
  let dying: Promise<unknown> | undefined;
  const die = async ({ afterMs, kill }: Death): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    if (kill) await kill();
    else child.kill('SIGKILL');
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (death && said.length >= death.commits) dying ??= die(death);
  });
  await once(child, 'exit');
  await dying;
  return said;
}

/** Nobody may be connected to what is copied. */
async function copyDatabase(postgres: Postgres, url: string): Promise<string> {
  const copy = `${new URL(url).pathname.slice(1)}_undisturbed`;
  await asking(postgres.url, (client) =>
    client.query(`create database ${copy} template ${new URL(url).pathname.slice(1)}`),
  );
  return Object.assign(new URL(url), { pathname: copy }).href;
}

/** Every row of every table, in an order of its own. */
function dump(url: string): Promise<Readonly<Record<string, string[]>>> {
  return asking(url, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    const rows: Record<string, string[]> = {};
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`);
      rows[name] = found.rows.map(({ row }) => row);
    }
    return rows;
  });
}

async function asking<T>(url: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
