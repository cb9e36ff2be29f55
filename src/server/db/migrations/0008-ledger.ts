/** Pages of the accounts by version; partial, so that no lookup of a row by its id can be planned over it. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index ledger_by_version on rows (group_id, version)
    where table_name in ('expenses', 'settlements', 'recurrences')
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index ledger_by_version`.execute(db);
}
