/**
 * How far the database has written, as PostgreSQL itself counts: an older copy of it stands at a lower point. Undefined
 * where this role or server does not tell (managed ones differ).
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export interface Position {
  readonly epoch: string;
  /** Epoch ms, server clock. */
  readonly begunAt: number;
  /** The cluster's identity, made with it: a dump put back elsewhere has another. */
  readonly cluster: string;
  readonly timeline: string;
  /** Bytes of WAL that are on disk; never less on one timeline, crashes included. */
  readonly flushed: number;
}

export async function readPosition(db: Kysely<Tables>): Promise<Position | undefined> {
  try {
    const { rows } = await sql<Position>`
      select e.epoch, e.begun_at as "begunAt", s.system_identifier::text as cluster,
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline,
        (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::float8 as flushed
      from current_epoch e cross join pg_control_system() s
    `.execute(db);
    return rows[0];
  } catch {
    return undefined;
  }
}
