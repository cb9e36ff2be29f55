/**
 * A new epoch: said by the operator after the database went back in time (a restored backup), and by the server
 * itself after a promotion (`follow-timeline.ts`). Devices then compare histories, set aside what the log
 * contradicts, and bring back what it lost.
 */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** How long lost history may come home before its absence is believed. */
export const HEALING_MS = 7 * 24 * 3_600_000;

/** Running servers notice at their next commit, hello or poll. */
export async function beginEpoch(db: Kysely<Tables>, epoch: string, now: number): Promise<void> {
  await db
    .updateTable('current_epoch')
    .set({ epoch, begun_at: now, healing_until: now + HEALING_MS })
    .execute();
}
