/** Somebody is put out of the group, is allowed to come back, or has their name taken out of what is shown. */
import { defineOp, type OpContext } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { withoutPixKey } from '../pix/pix-key-ops.ts';
import type { MemberRow, RowChange, RowView } from '../rows.ts';
import { checkOnMember, type OnMember, onMemberSchema, readsMember } from './act-on-member.ts';
import { revokeKnownTo } from './invites.ts';
import { noticeRow } from './notice.ts';

/**
 * From this op's version on they read nothing of the group: the server lets their connections go with it. The links they
 * know end with it, so that they do not come back under another name.
 */
export const memberRemoved = defineOp<OnMember>({
  type: 'member.removed',
  v: 1,
  body: onMemberSchema,
  permission: PERMISSIONS['member.removed'],
  reads: readsMember,
  readsRoster: true,
  check: (op, rows) => checkOnMember(op, rows, PERMISSIONS['member.removed'], ['active', 'named', 'left']),
  fold: (op, rows) => {
    const group = rows.get('groups', op.groupId);
    const row = rows.get('members', op.body.memberId);
    if (!group || !row) return 'missing-target';
    const left = revokeKnownTo(group, row, { by: op.actorId, version: op.version });
    return [
      ...(left === group ? [] : [{ table: 'groups' as const, row: left }]),
      ...foldOnMember(op, withoutPixKey(row), { status: 'removed' }, 'member-removed'),
    ];
  },
});

export const memberReadmitted = defineOp<OnMember>({
  type: 'member.readmitted',
  v: 1,
  body: onMemberSchema,
  permission: PERMISSIONS['member.readmitted'],
  reads: readsMember,
  readsRoster: true,
  check: (op, rows) => checkOnMember(op, rows, PERMISSIONS['member.readmitted'], ['removed']),
  fold: (op, rows) => {
    const row = rows.get('members', op.body.memberId);
    return row ? foldOnMember(op, row, { status: 'left' }, 'member-readmitted') : 'missing-target';
  },
});

/** Of somebody who is out, or of oneself on the way out. What the log says stays; what screens show does not name them. */
export const memberNameHidden = defineOp<OnMember>({
  type: 'member.name-hidden',
  v: 1,
  body: onMemberSchema,
  permission: PERMISSIONS['member.name-hidden'],
  reads: readsMember,
  readsRoster: true,
  check: (op, rows) => {
    const isSelf = op.body.memberId === op.actorId;
    const statuses = isSelf ? (['active'] as const) : (['left', 'removed'] as const);
    return checkOnMember(op, rows, PERMISSIONS['member.name-hidden'], statuses);
  },
  fold: (op, rows: RowView) => {
    const row = rows.get('members', op.body.memberId);
    return row ? foldOnMember(op, row, { nameHidden: true }, 'member-name-hidden') : 'missing-target';
  },
});

function foldOnMember(
  op: OpContext<OnMember>,
  row: MemberRow,
  change: Partial<MemberRow>,
  what: 'member-removed' | 'member-readmitted' | 'member-name-hidden',
): RowChange[] {
  const { id: memberId, name } = row;
  return [
    { table: 'members', row: { ...row, ...change, rowVersion: op.version } },
    noticeRow(op, { what, memberId, name }),
  ];
}
