/** What the ops that are done to a member have in common: whom they name, and whether the actor may. */
import * as v from 'valibot';
import { idSchema, type MemberId } from '../ids.ts';
import { defineOp, type OpContext, type OpDefinition, type RejectionKind } from '../op-definition.ts';
import { mayActOn, PERMISSIONS, type Permission, type PermittedOpType } from '../permissions.ts';
import type { MemberRow, Notice, RowKey, RowView } from '../rows.ts';
import { noticeRow } from './notice.ts';
import { actingRole } from './roster.ts';

export interface OnMember {
  readonly memberId: MemberId;
}

export const onMemberEntries = { memberId: idSchema } as const;
export const onMemberSchema = v.object(onMemberEntries);

export const readsMember = ({ memberId }: OnMember): readonly RowKey[] => [
  { table: 'members', id: memberId },
];

/** Asks the table whether the actor may do this to the member it names, who must be in one of `statuses`. */
export function checkOnMember(
  { actorId, body }: OpContext<OnMember>,
  rows: RowView,
  permission: Permission,
  statuses: readonly MemberRow['status'][],
): RejectionKind | undefined {
  const target = rows.get('members', body.memberId);
  const actorRole = actingRole(rows.listMembers(), actorId);
  if (!target || !statuses.includes(target.status)) return 'unknown-target';
  const isSelf = target.id === actorId;
  return actorRole && mayActOn(permission, { actorRole, targetRole: target.role, isSelf })
    ? undefined
    : 'not-allowed';
}

/** An op that changes the row of the member it names, wherever that is possible at all. */
export function defineOnMember<B extends OnMember>(
  type: PermittedOpType,
  body: v.GenericSchema<unknown, B>,
  /** Asked of a member who is there. */
  check: (op: OpContext<B>, row: MemberRow, rows: RowView) => RejectionKind | undefined,
  /** What becomes of the row, and what is told; undefined: nothing any more. */
  change: (op: OpContext<B>, row: MemberRow) => { row: MemberRow; notice?: Notice } | undefined,
): OpDefinition<unknown> {
  return defineOp<B>({
    type,
    v: 1,
    body,
    permission: PERMISSIONS[type],
    reads: readsMember,
    check: (op, rows) => {
      const row = rows.get('members', op.body.memberId);
      return row ? check(op, row, rows) : 'unknown-target';
    },
    fold: (op, rows) => {
      const row = rows.get('members', op.body.memberId);
      if (!row) return 'missing-target';
      const changed = change(op, row);
      if (!changed) return [];
      return [
        { table: 'members', row: { ...changed.row, rowVersion: op.version } },
        ...(changed.notice ? [noticeRow(op, changed.notice)] : []),
      ];
    },
  });
}
