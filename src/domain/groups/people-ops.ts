/**
 * People without the app: entered by name, so that others can count on them; later one of those who came in says "that
 * is me". A claim adds to the named row and moves nothing: whatever points at it stays true, and it can be undone.
 */
import * as v from 'valibot';
import { idSchema, type MemberId } from '../ids.ts';
import { defineOp, type OpContext } from '../op-definition.ts';
import { isPermitted, PERMISSIONS } from '../permissions.ts';
import type { MemberRow } from '../rows.ts';
import { nameSchema } from '../text.ts';
import { noticeRow } from './notice.ts';

export interface PersonNamed {
  readonly memberId: MemberId;
  readonly name: string;
}
export interface PersonMeant {
  readonly memberId: MemberId;
}

const meant = v.object({ memberId: idSchema });
const readsMember = ({ memberId }: PersonMeant) => [{ table: 'members' as const, id: memberId }];

export const memberAdded = defineOp<PersonNamed>({
  type: 'member.added',
  v: 1,
  body: v.object({ memberId: idSchema, name: nameSchema }),
  permission: PERMISSIONS['member.added'],
  reads: readsMember,
  check: ({ body }, rows) => (rows.get('members', body.memberId) ? 'already-exists' : undefined),
  fold: (op, rows) => {
    const { groupId, at, body, version } = op;
    // Two histories that were joined may both have it; the first one stays.
    if (rows.get('members', body.memberId)) return [];
    const row: MemberRow = {
      groupId,
      id: body.memberId,
      version,
      rowVersion: version,
      name: body.name,
      role: 'member',
      status: 'named',
      joinedAt: at,
    };
    return [{ table: 'members', row }, noticeRow(op, { what: 'member-added', name: body.name })];
  },
});

export const memberNameCorrected = defineOp<PersonNamed>({
  type: 'member.name-corrected',
  v: 1,
  body: v.object({ memberId: idSchema, name: nameSchema }),
  permission: PERMISSIONS['member.name-corrected'],
  reads: readsMember,
  check: ({ body }, rows) => {
    const row = rows.get('members', body.memberId);
    if (!row) return 'unknown-target';
    return isWithoutApp(row) ? undefined : 'not-allowed';
  },
  fold: (op, rows) => {
    const row = rows.get('members', op.body.memberId);
    if (!row) return 'missing-target';
    return [
      changed(op, row, { name: op.body.name }),
      noticeRow(op, { what: 'member-renamed', from: row.name, to: op.body.name }),
    ];
  },
});

/** "That is me." */
export const memberClaimed = defineOp<PersonMeant>({
  type: 'member.claimed',
  v: 1,
  body: meant,
  permission: PERMISSIONS['member.claimed'],
  reads: readsMember,
  check: ({ actorId, body }, rows) => {
    const row = rows.get('members', body.memberId);
    if (!row) return 'unknown-target';
    if (row.claimedBy !== undefined) return row.claimedBy === actorId ? 'already-exists' : 'already-claimed';
    return isWithoutApp(row) ? undefined : 'not-allowed';
  },
  fold: (op, rows) => {
    const row = rows.get('members', op.body.memberId);
    if (!row) return 'missing-target';
    if (!isWithoutApp(row)) return [];
    return [
      changed(op, row, { claimedBy: op.actorId }),
      noticeRow(op, { what: 'member-claimed', name: row.name }),
    ];
  },
});

/** Takes the claim back: the claimer's own, or anybody's by who administers the group. */
export const memberUnclaimed = defineOp<PersonMeant>({
  type: 'member.unclaimed',
  v: 1,
  body: meant,
  permission: PERMISSIONS['member.unclaimed'],
  reads: readsMember,
  check: ({ actorId, body }, rows) => {
    const row = rows.get('members', body.memberId);
    if (row?.claimedBy === undefined) return 'unknown-target';
    const actor = rows.get('members', actorId);
    const isOwn = row.claimedBy === actorId;
    return actor && isPermitted('member.unclaimed', actor.role, isOwn) ? undefined : 'not-allowed';
  },
  fold: (op, rows) => {
    const row = rows.get('members', op.body.memberId);
    if (!row) return 'missing-target';
    if (row.claimedBy === undefined) return [];
    const { claimedBy: _, ...free } = row;
    return [
      { table: 'members', row: { ...free, rowVersion: op.version } },
      noticeRow(op, { what: 'member-unclaimed', name: row.name }),
    ];
  },
});

/** Entered by name, and nobody has said yet that it is them. */
export function isWithoutApp({ status, claimedBy }: Pick<MemberRow, 'status' | 'claimedBy'>): boolean {
  return status === 'named' && claimedBy === undefined;
}

function changed(op: OpContext<unknown>, row: MemberRow, change: Partial<MemberRow>) {
  return { table: 'members' as const, row: { ...row, ...change, rowVersion: op.version } };
}
