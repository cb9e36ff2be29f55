/** What a group was: points in its log, and rows as they stood there; see `sync/past-store.ts`. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

/**
 * The present, the chain and every verdict stay. What the log had lost its words for cannot be looked at any more; the words of
 * the rows themselves are untouched.
 */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table past_rows`.execute(db);
  await sql`drop table past_points`.execute(db);
  await sql`alter table ops drop column is_cleared`.execute(db);
  await sql`alter table group_heads drop column folded, drop column cleared`.execute(db);
}

const UP = [
  `alter table group_heads
    add column folded bigint not null default 0, add column cleared bigint not null default 0`,
  'alter table ops add column is_cleared boolean not null default false',
  `create table past_points (
    group_id text not null,
    version bigint not null,
    at bigint not null,
    parked text not null,
    primary key (group_id, version)
  )`,
  'create index past_points_by_time on past_points (at)',
  `create table past_rows (
    group_id text not null,
    table_name text not null,
    id text not null,
    row_version bigint not null,
    json text not null,
    primary key (group_id, table_name, id, row_version)
  )`,
];
