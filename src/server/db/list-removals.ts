/** Every membership that has ended, as the database has it: what the ledger outside of it must know. */
import { type Kysely, sql } from 'kysely';
import type { LedgerLine } from '../sync/removal-ledger.ts';
import { toEntry } from './log-records.ts';
import { readEpoch } from './sql-log-view.ts';
import type { Tables } from './tables.ts';

export async function listRemovals(db: Kysely<Tables>, at: number): Promise<LedgerLine[]> {
  const { epoch } = await readEpoch(db);
  const { rows } = await sql<Parameters<typeof toEntry>[0] & { member_id: string }>`
    select a.member_id, o.* from access a
    join ops o on o.group_id = a.group_id and o.version = a.version where not a.active
  `.execute(db);
  return rows.map((row) => {
    const { version, op } = toEntry(row);
    return { groupId: op.groupId, memberId: row.member_id, epoch, version, at, left: op };
  });
}
