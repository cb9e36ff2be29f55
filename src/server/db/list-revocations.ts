/** Every revoked link that a group's row still tells of: what the ledger outside of the database must know. */
import { type Kysely, sql } from 'kysely';
import { listInvites } from '#domain/groups/invites.ts';
import type { GroupRow } from '#domain/rows.ts';
import type { RevocationLine } from '../sync/revocation-ledger.ts';
import type { Tables } from './tables.ts';

export async function listRevocations(db: Kysely<Tables>, at: number): Promise<RevocationLine[]> {
  // The text is looked at first: most groups never revoked any, and need not be parsed at every start.
  const { rows } = await sql<{ json: string }>`
    select r.json from group_heads g
    join rows r on r.group_id = g.group_id and r.table_name = 'groups' and r.id = g.group_id
    where r.json like '%"revokedBy":"%'
  `.execute(db);
  return rows.flatMap(({ json }) => {
    const group = JSON.parse(json) as GroupRow;
    return listInvites(group)
      .filter(({ revokedBy }) => revokedBy !== null)
      .map(({ inviteId }) => ({ groupId: group.groupId, inviteId, at, op: null }));
  });
}
