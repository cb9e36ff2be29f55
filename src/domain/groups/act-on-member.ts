/** What the ops that are done to a member have in common: whom they name, and whether the actor may. */
import * as v from 'valibot';
import { idSchema, type MemberId } from '../ids.ts';
import type { OpContext, RejectionKind } from '../op-definition.ts';
import { mayActOn, type Permission } from '../permissions.ts';
import type { MemberRow, RowKey, RowView } from '../rows.ts';
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
