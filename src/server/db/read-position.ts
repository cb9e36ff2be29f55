/**
 * How far the database has written, as PostgreSQL itself counts: an older copy of it stands at a lower point. Undefined
 * where this role or server does not tell (managed ones differ).
 */
import { type Kysely, sql } from 'kysely';
import { sqlStateOf } from './sql-errors.ts';
import type { Tables } from './tables.ts';

export interface Position {
  readonly epoch: string;
  /** Epoch ms, server clock. */
  readonly begunAt: number;
  /** The cluster's identity, made with it, and the database in it: a dump put back elsewhere has another. */
  readonly place: string;
  readonly timeline: string;
  /** Bytes of WAL that are on disk; never less on one timeline, crashes included. */
  readonly flushed: number;
}

/** No such function, or not for this role. */
const CANNOT_TELL = new Set(['0A000', '42501', '42883']);

/** Rejects when the database does not answer. */
export async function readPosition(db: Kysely<Tables>): Promise<Position | undefined> {
  try {
    const { rows } = await sql<Position>`
      select e.epoch, e.begun_at as "begunAt", s.system_identifier || ' ' || current_database() as place,
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline,
        (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::float8 as flushed
      from current_epoch e cross join pg_control_system() s
    `.execute(db);
    return rows[0];
  } catch (error) {
    if (CANNOT_TELL.has(sqlStateOf(error) ?? '')) return undefined;
    throw error;
  }
}
