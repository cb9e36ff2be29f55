/** Ops that were committed while a restored server still lacked the message they are about. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

/** What is parked then never takes effect; it stays in the log. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table parked`.execute(db);
  await sql`alter table group_heads drop column parked_bytes`.execute(db);
}

const UP = [
  'alter table group_heads add column parked_bytes integer not null default 0',
  `create table parked (
    group_id text not null,
    version bigint not null,
    target_id text not null,
    bytes integer not null,
    primary key (group_id, version)
  )`,
  'create index parked_by_target on parked (group_id, target_id)',
];
