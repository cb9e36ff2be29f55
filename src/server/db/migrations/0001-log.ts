/** The log and what follows from it; accounts, devices and sessions. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of TABLES) await db.schema.dropTable(table).execute();
}

const TABLES = [
  'sessions',
  'devices',
  'accounts',
  'marks',
  'rows',
  'access',
  'verdicts',
  'ops',
  'group_heads',
  'current_epoch',
];

const UP = [
  `create table current_epoch (
    is_current boolean primary key default true check (is_current),
    epoch text not null,
    begun_at bigint not null,
    healing_until bigint
  )`,
  `create table group_heads (
    group_id text primary key,
    head bigint not null,
    chain text not null
  ) with (fillfactor = 50)`,
  `create table ops (
    group_id text not null,
    version bigint not null check (version > 0),
    op_id text not null,
    actor_id text not null,
    at bigint not null,
    type text not null,
    v integer not null,
    salt text not null,
    body text not null,
    hash text not null,
    chain text not null,
    primary key (group_id, version)
  )`,
  `create table verdicts (
    group_id text not null,
    device_id text not null,
    seq bigint not null check (seq > 0),
    op_id text not null,
    hash text not null,
    version bigint,
    rejection text,
    first boolean not null,
    primary key (group_id, device_id, seq),
    check ((version is null) <> (rejection is null))
  )`,
  'create unique index verdicts_deciding on verdicts (group_id, op_id) where first',
  `create table access (
    group_id text not null,
    member_id text not null,
    account_id text not null,
    role text not null,
    active boolean not null,
    version bigint not null,
    primary key (group_id, member_id)
  )`,
  'create index access_by_account on access (account_id)',
  `create table rows (
    group_id text not null,
    table_name text not null,
    id text not null,
    version bigint not null,
    row_version bigint not null,
    json text not null,
    primary key (group_id, table_name, id)
  )`,
  // Partial, so that no lookup of a row by its id can be planned over it: it would read the whole group.
  `create index messages_by_version on rows (group_id, version) where table_name = 'messages'`,
  `create table marks (
    group_id text not null,
    member_id text not null,
    epoch text not null,
    delivered bigint not null,
    read bigint not null,
    primary key (group_id, member_id)
  ) with (fillfactor = 50)`,
  `create table accounts (
    account_id text primary key,
    made_at bigint not null
  )`,
  `create table devices (
    device_id text primary key,
    account_id text not null references accounts,
    secret_hash text not null,
    made_at bigint not null
  )`,
  `create table sessions (
    token_hash text primary key,
    account_id text not null references accounts,
    device_id text not null references devices,
    made_at bigint not null,
    expires_at bigint not null,
    revoked boolean not null default false
  )`,
];
