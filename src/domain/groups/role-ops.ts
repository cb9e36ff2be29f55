/** Roles change by the hand of those above; ownership goes from one member to another and is never doubled. */
import * as v from 'valibot';
import { defineOp } from '../op-definition.ts';
import { listGivable, PERMISSIONS } from '../permissions.ts';
import type { Role } from '../rows.ts';
import {
  checkOnMember,
  type OnMember,
  onMemberEntries,
  onMemberSchema,
  readsMember,
} from './act-on-member.ts';
import { noticeRow } from './notice.ts';
import { actingRole } from './roster.ts';

export interface MemberRoleChanged extends OnMember {
  readonly role: Role;
}

export const memberRoleChanged = defineOp<MemberRoleChanged>({
  type: 'member.role-changed',
  v: 1,
  body: v.object({ ...onMemberEntries, role: v.picklist(['admin', 'member', 'guest']) }),
  permission: PERMISSIONS['member.role-changed'],
  reads: readsMember,
  readsRoster: true,
  check: (op, rows) => {
    const permission = PERMISSIONS['member.role-changed'];
    const refusal = checkOnMember(op, rows, permission, ['active']);
    if (refusal) return refusal;
    const role = actingRole(rows.listMembers(), op.actorId) ?? 'guest';
    return listGivable(permission, role).includes(op.body.role) ? undefined : 'not-allowed';
  },
  fold: (op, rows) => {
    const { memberId, role } = op.body;
    const row = rows.get('members', memberId);
    if (!row) return 'missing-target';
    return [
      { table: 'members', row: { ...row, role, rowVersion: op.version } },
      noticeRow(op, { what: 'role-changed', memberId, name: row.name, role }),
    ];
  },
});

export const ownerTransferred = defineOp<OnMember>({
  type: 'group.owner-transferred',
  v: 1,
  body: onMemberSchema,
  permission: PERMISSIONS['group.owner-transferred'],
  reads: readsMember,
  readsRoster: true,
  check: (op, rows) => checkOnMember(op, rows, PERMISSIONS['group.owner-transferred'], ['active']),
  fold: (op, rows) => {
    const { memberId } = op.body;
    const next = rows.get('members', memberId);
    const before = rows.get('members', op.actorId);
    if (!next || !before) return 'missing-target';
    return [
      { table: 'members', row: { ...before, role: 'admin', rowVersion: op.version } },
      { table: 'members', row: { ...next, role: 'owner', rowVersion: op.version } },
      noticeRow(op, { what: 'owner-transferred', memberId, name: next.name }),
    ];
  },
});
