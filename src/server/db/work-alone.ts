/**
 * One server of those that share a database does a work, the others leave it. PostgreSQL holds the lock for a connection, so it goes
 * with a process that is killed. What is done under it has to stand two doing it: a connection may be lost, and its lock with it.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type SharedWork = keyof typeof WORKS;

/** Numbers that two works must not share. */
const WORKS = { 'keep-past': 7_221_001 } as const;

/** Does nothing when another one is at it. */
export async function workAlone(
  db: Kysely<Tables>,
  work: SharedWork,
  run: () => Promise<void>,
): Promise<void> {
  const key = WORKS[work];
  await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_lock(${key}::bigint) as taken
    `.execute(connection);
    if (!rows[0]?.taken) return;
    try {
      await run();
    } finally {
      await sql`select pg_advisory_unlock(${key}::bigint)`.execute(connection);
    }
  });
}
