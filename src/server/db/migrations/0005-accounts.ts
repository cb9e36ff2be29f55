/**
 * What protects an account, and how another device comes in. `auth_*` are better-auth's tables, under our names;
 * its sessions are not kept (docs/decisions/0015).
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

/** Groups of a merged account stay with the one they went to; protections are gone, devices and sessions stay. */
export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

const UP = [
  'alter table accounts add column merged_into text references accounts',
  `alter table devices
    add column name text not null default '',
    add column seen_at bigint,
    add column revoked_at bigint`,
  'create index devices_by_account on devices (account_id)',
  `alter table sessions
    add column proven_at bigint,
    add column is_named_by_host boolean not null default false`,
  'create index sessions_by_device on sessions (device_id)',
  `create table auth_users (
    id text primary key,
    name text not null,
    email text not null unique,
    email_verified boolean not null,
    image text,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create table auth_verifications (
    id text primary key,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index auth_verifications_by_identifier on auth_verifications (identifier)',
  `create table auth_passkeys (
    id text primary key,
    name text,
    public_key text not null,
    user_id text not null references auth_users on delete cascade,
    credential_id text not null unique,
    counter integer not null,
    device_type text not null,
    backed_up boolean not null,
    transports text,
    created_at timestamptz,
    aaguid text
  )`,
  'create index auth_passkeys_by_user on auth_passkeys (user_id)',
  `create table auth_secret (
    is_current boolean primary key default true check (is_current),
    secret text not null
  )`,
  `create table logins (
    user_id text primary key references auth_users on delete cascade,
    account_id text not null references accounts,
    kind text not null check (kind in ('passkey', 'email')),
    made_at bigint not null,
    unique (account_id, kind)
  )`,
  `create table recovery_codes (
    account_id text primary key references accounts,
    code_hash text not null unique,
    made_at bigint not null
  )`,
  `create table tickets (
    ticket_hash text primary key,
    account_id text not null references accounts,
    expires_at bigint not null
  )`,
  `create table link_requests (
    request_id text primary key,
    secret_hash text not null,
    code_hash text not null unique,
    device_name text not null,
    number text not null,
    expires_at bigint not null,
    account_id text references accounts,
    refused boolean not null default false
  )`,
];

const DOWN = [
  'drop table link_requests',
  'drop table tickets',
  'drop table recovery_codes',
  'drop table logins',
  'drop table auth_secret',
  'drop table auth_passkeys',
  'drop table auth_verifications',
  'drop table auth_users',
  'drop index sessions_by_device',
  'drop index devices_by_account',
  'alter table sessions drop column proven_at, drop column is_named_by_host',
  'alter table devices drop column name, drop column seen_at, drop column revoked_at',
  'alter table accounts drop column merged_into',
];
