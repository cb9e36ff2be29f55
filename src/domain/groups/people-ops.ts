/**
 * People without the app: entered by name, so that others can count on them; later one of those who came in says "that
 * is me". A claim adds to the named row and moves nothing: whatever points at it stays true, and it can be undone.
 */
import * as v from 'valibot';
import { defineOp } from '../op-definition.ts';
import { isPermitted, PERMISSIONS } from '../permissions.ts';
import type { MemberRow } from '../rows.ts';
import { nameSchema } from '../text.ts';
import {
  defineOnMember,
  type OnMember,
  onMemberEntries,
  onMemberSchema,
  readsMember,
} from './act-on-member.ts';
import { noticeRow } from './notice.ts';

export interface PersonNamed extends OnMember {
  readonly name: string;
}

const named = v.object({ ...onMemberEntries, name: nameSchema });

export const memberAdded = defineOp<PersonNamed>({
  type: 'member.added',
  v: 1,
  body: named,
  permission: PERMISSIONS['member.added'],
  reads: readsMember,
  check: ({ body }, rows) => (rows.get('members', body.memberId) ? 'already-exists' : undefined),
  fold: (op, rows) => {
    const { groupId, at, body, version } = op;
    const { memberId, name } = body;
    // Two histories that were joined may both have it; the first one stays.
    if (rows.get('members', memberId)) return [];
    const base = { groupId, id: memberId, version, rowVersion: version };
    return [
      { table: 'members', row: { ...base, name, role: 'member', status: 'named', joinedAt: at } },
      noticeRow(op, { what: 'member-added', name }),
    ];
  },
});

export const memberNameCorrected = defineOnMember<PersonNamed>(
  'member.name-corrected',
  named,
  (_, row) => (isWithoutApp(row) ? undefined : 'not-allowed'),
  ({ body: { name } }, row) => ({
    row: { ...row, name },
    notice: { what: 'member-renamed', from: row.name, to: name },
  }),
);

/** "That is me." */
export const memberClaimed = defineOnMember(
  'member.claimed',
  onMemberSchema,
  ({ actorId }, row) => {
    if (row.claimedBy !== undefined) return row.claimedBy === actorId ? 'already-exists' : 'already-claimed';
    return isWithoutApp(row) ? undefined : 'not-allowed';
  },
  ({ actorId }, row) =>
    isWithoutApp(row)
      ? { row: { ...row, claimedBy: actorId }, notice: { what: 'member-claimed', name: row.name } }
      : undefined,
);

/** Takes the claim back: the claimer's own, or anybody's by who administers the group. */
export const memberUnclaimed = defineOnMember(
  'member.unclaimed',
  onMemberSchema,
  ({ actorId }, { claimedBy }, rows) => {
    if (claimedBy === undefined) return 'unknown-target';
    const actor = rows.get('members', actorId);
    const isOwn = claimedBy === actorId;
    return actor && isPermitted('member.unclaimed', actor.role, isOwn) ? undefined : 'not-allowed';
  },
  (_, { claimedBy, ...row }) =>
    claimedBy === undefined ? undefined : { row, notice: { what: 'member-unclaimed', name: row.name } },
);

/** Entered by name, and nobody has said yet that it is them. */
export function isWithoutApp({ status, claimedBy }: Pick<MemberRow, 'status' | 'claimedBy'>): boolean {
  return status === 'named' && claimedBy === undefined;
}
