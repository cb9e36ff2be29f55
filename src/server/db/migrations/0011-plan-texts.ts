/** The texts of plans: where their edits stand in the log, and what was compacted of them; see `sync/plan-text-store.ts`. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

/** The log has every edit, but those whose words it lost because they are old. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index ledger_by_version`.execute(db);
  await sql.raw(LEDGER_ALONE).execute(db);
  await sql`drop table plan_texts`.execute(db);
  await sql`drop table plan_edits`.execute(db);
}

const LEDGER_ALONE = `create index ledger_by_version on rows (group_id, version)
  where table_name in ('expenses', 'settlements', 'recurrences')`;

const UP = [
  `create table plan_edits (
    group_id text not null,
    plan_id text not null,
    version bigint not null,
    bytes integer not null,
    primary key (group_id, plan_id, version)
  )`,
  'create index plan_edits_by_version on plan_edits (group_id, version)',
  `create table plan_texts (
    group_id text not null,
    plan_id text not null,
    version bigint not null,
    at bigint not null,
    bytes integer not null,
    data bytea not null,
    primary key (group_id, plan_id, version)
  )`,
  // Kept out of line and as it is: a part of it is read without the rest.
  'alter table plan_texts alter column data set storage external',
  'drop index ledger_by_version',
  `create index ledger_by_version on rows (group_id, version)
   where table_name in ('expenses', 'settlements', 'recurrences', 'plans', 'planComments', 'planVersions')`,
];
