/** What the database promises when it says "committed". Asked at every start; a weak promise stops it. */
import { type Kysely, sql } from 'kysely';
import { StartFailure } from './start-failure.ts';
import type { Tables } from './tables.ts';

const SETTINGS = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'server_version',
] as const;
export type DurabilitySettings = Readonly<Record<(typeof SETTINGS)[number], string>>;

export async function readDurability(db: Kysely<Tables>): Promise<DurabilitySettings> {
  const { rows } = await sql<{ name: (typeof SETTINGS)[number]; value: string }>`
    select name, setting as value from pg_settings where name = any(${[...SETTINGS]}::text[])
  `.execute(db);
  return Object.fromEntries(rows.map(({ name, value }) => [name, value])) as DurabilitySettings;
}

/** Throws StartFailure when an acknowledged commit could be lost by a crash of database or machine. */
export function requireDurable(settings: DurabilitySettings): void {
  if (settings.fsync !== 'on') throw weak('fsync', settings.fsync);
  // `local` and stronger all wait for this machine's disk.
  if (settings.synchronous_commit === 'off') throw weak('synchronous_commit', settings.synchronous_commit);
  if (settings.full_page_writes !== 'on') throw weak('full_page_writes', settings.full_page_writes);
}

function weak(name: string, value: string): StartFailure {
  return new StartFailure(
    `the database has ${name}=${value}: what it calls committed would not survive a crash`,
  );
}
