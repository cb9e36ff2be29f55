/** The server-wide audit log: appended, never changed. Its meaning stands in `audit/audit-entry.ts`. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

const UP = [
  `create table audit (
    seq bigint primary key check (seq > 0),
    at bigint not null,
    kind text not null,
    about text not null,
    hash text not null
  )`,
  // One row: the end of the chain. Whoever appends locks it, on whichever node.
  `create table audit_head (
    is_head boolean primary key default true check (is_head),
    seq bigint not null,
    hash text not null
  ) with (fillfactor = 50)`,
  `insert into audit_head (is_head, seq, hash) values (true, 0, '')`,
  // An obstacle to accidents, not to an owner of the database: those the chain and its anchors tell of.
  `create function audit_is_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'the audit log is append-only'; end $$`,
  `create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only()`,
];

const DOWN = ['drop table audit', 'drop table audit_head', 'drop function audit_is_append_only'];
