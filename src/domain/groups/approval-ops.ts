/** An admin's word on who came by a link that needs one. Until then they see the group's preview and nothing else. */
import type { OpContext, RejectionKind } from '../op-definition.ts';
import type { MemberRow } from '../rows.ts';
import { defineOnMember, type OnMember, onMemberSchema } from './act-on-member.ts';

const isAnswered = (_: OpContext<OnMember>, { status }: MemberRow): RejectionKind | undefined =>
  status === 'waiting' ? undefined : 'already-exists';

export const memberApproved = defineOnMember('member.approved', onMemberSchema, isAnswered, (_, row) => {
  if (row.status !== 'waiting') return undefined;
  return { row: { ...row, status: 'active' }, notice: { what: 'member-approved', name: row.name } };
});

/** Says nothing in the conversation: that somebody was not let in is between them and the admins. */
export const memberRefused = defineOnMember('member.refused', onMemberSchema, isAnswered, (_, row) =>
  row.status === 'waiting' ? { row: { ...row, status: 'refused' } } : undefined,
);
