/** What the person may do about another member: the table that the server reads too. */
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import { listGivable, mayActOn, PERMISSIONS, type PermittedOpType } from '#domain/permissions.ts';
import type { Role } from '#domain/rows.ts';

export interface MemberActions {
  /** Roles to choose from, the present one among them; empty: not theirs to change. */
  readonly roles: readonly Role[];
  readonly transfer: boolean;
  readonly remove: boolean;
  readonly readmit: boolean;
  readonly hideName: boolean;
}

export function listMemberActions(
  { myRole }: Pick<GroupView, 'myRole'>,
  { role, status, own, nameHidden }: Pick<MemberView, 'role' | 'status' | 'own' | 'nameHidden'>,
): MemberActions {
  const may = (type: PermittedOpType): boolean =>
    mayActOn(PERMISSIONS[type], { actorRole: myRole, targetRole: role, isSelf: own });
  const isActive = status === 'active';
  const isOut = status === 'left' || status === 'removed';
  const mayChangeRole = isActive && may('member.role-changed');
  return {
    roles: mayChangeRole ? withPresent(listGivable(PERMISSIONS['member.role-changed'], myRole), role) : [],
    transfer: isActive && may('group.owner-transferred'),
    remove: isActive && may('member.removed'),
    readmit: status === 'removed' && may('member.readmitted'),
    hideName: isOut && !nameHidden && may('member.name-hidden'),
  };
}

function withPresent(givable: readonly Role[], present: Role): readonly Role[] {
  return givable.includes(present) ? givable : [present, ...givable];
}
