import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '#tests/support/postgres.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';

test('one of several servers does a work; the next one when it is done, or its server is gone', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  const url = await postgres.createDatabase();
  const [one, other] = [await openTestDatabase({ url }), await openTestDatabase({ url })];
  const done: string[] = [];
  const working = Promise.withResolvers<void>();
  const first = one.workAlone('keep-past', async () => {
    done.push('one');
    await working.promise;
  });
  await expect.poll(() => done).toEqual(['one']);
  const tryOther = () => other.workAlone('keep-past', async () => void done.push('other'));
  await tryOther();
  expect(done).toEqual(['one']);
  // Whoever writes meanwhile is in nobody's way.
  expect(await other.isReady()).toBe(true);
  working.resolve();
  await first;
  await tryOther();
  expect(done).toEqual(['one', 'other']);

  // A work that fails lets go of it too.
  await expect(one.workAlone('keep-past', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await tryOther();
  expect(done).toHaveLength(3);

  const never = one.workAlone('keep-past', () => new Promise(() => {})).catch(() => 'gone');
  const client = new Client({ connectionString: url });
  await client.connect();
  const kill = async () => {
    const { rows } = await client.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`,
    );
    return rows.length;
  };
  await expect.poll(kill).toBe(1);
  await client.end();
  const doneByOther = async () => {
    await tryOther();
    return done.length;
  };
  await expect.poll(doneByOther).toBe(4);
  void never;
  await other.close();
});
