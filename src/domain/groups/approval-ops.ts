/** An admin's word on who came by a link that needs one. Until then they see the group's preview and nothing else. */
import * as v from 'valibot';
import { idSchema, type MemberId } from '../ids.ts';
import { defineOp, type OpContext, type RejectionKind } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { RowView } from '../rows.ts';
import { noticeRow } from './notice.ts';

export interface Asked {
  readonly memberId: MemberId;
}

const body = v.object({ memberId: idSchema });
const reads = ({ memberId }: Asked) => [{ table: 'members' as const, id: memberId }];

function check({ body: asked }: OpContext<Asked>, rows: RowView): RejectionKind | undefined {
  const row = rows.get('members', asked.memberId);
  if (!row) return 'unknown-target';
  return row.status === 'waiting' ? undefined : 'already-exists';
}

export const memberApproved = defineOp<Asked>({
  type: 'member.approved',
  v: 1,
  body,
  permission: PERMISSIONS['member.approved'],
  reads,
  check,
  fold: (op, rows) => {
    const row = rows.get('members', op.body.memberId);
    if (!row) return 'missing-target';
    if (row.status !== 'waiting') return [];
    return [
      { table: 'members', row: { ...row, status: 'active', rowVersion: op.version } },
      noticeRow(op, { what: 'member-approved', name: row.name }),
    ];
  },
});

/** Says nothing in the conversation: that somebody was not let in is between them and the admins. */
export const memberRefused = defineOp<Asked>({
  type: 'member.refused',
  v: 1,
  body,
  permission: PERMISSIONS['member.refused'],
  reads,
  check,
  fold: (op, rows) => {
    const row = rows.get('members', op.body.memberId);
    if (!row) return 'missing-target';
    if (row.status !== 'waiting') return [];
    return [{ table: 'members', row: { ...row, status: 'refused', rowVersion: op.version } }];
  },
});
