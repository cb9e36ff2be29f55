/**
 * A promoted standby, and a backup recovered up to a point, go on under a new timeline of PostgreSQL. What the old
 * primary acknowledged after the last record that came over is not in them: a new epoch begins, and the devices
 * bring it back.
 *
 * Asked on every new connection before its first use. A failover breaks all the old ones, so nothing is committed
 * or read on a new timeline in the old epoch. A server that is still recovering (a standby) fails the question,
 * and is therefore never served from.
 */
import type { ClientBase } from 'pg';
import { HEALING_MS } from './begin-epoch.ts';
import { sqlStateOf } from './sql-errors.ts';

export interface NextEpoch {
  /** 16 random bytes written as an id. */
  readonly epoch: string;
  /** Epoch ms. */
  readonly now: number;
}

/** No row matches where nothing changed: then nothing is locked or written. Of two nodes one begins the epoch. */
const FOLLOW = `
  update current_epoch set
    timeline = present.timeline,
    epoch = case when current_epoch.timeline is null then epoch else $1 end,
    begun_at = case when current_epoch.timeline is null then begun_at else $2 end,
    healing_until = case when current_epoch.timeline is null then healing_until else $3 end
  from (select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline) present
  where current_epoch.timeline is distinct from present.timeline
`;

/**
 * Not for this role or server to ask (managed ones differ), or a table of an older release, which `/readyz` tells:
 * then only the operator can say that history is another one (`npm run epoch:new`).
 */
const CANNOT_TELL = new Set(['0A000', '42501', '42703', '42883']);

/** The first time only notes where it is. Rejects on a standby, and when the connection breaks. */
export async function followTimeline(client: ClientBase, { epoch, now }: NextEpoch): Promise<void> {
  try {
    await client.query(FOLLOW, [epoch, now, now + HEALING_MS]);
  } catch (error) {
    if (!CANNOT_TELL.has(sqlStateOf(error) ?? '')) throw error;
  }
}
