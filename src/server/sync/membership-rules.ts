/** The few things about op types that admission itself must know: what opens a group, and what needs its link. */
import type { Op } from '#domain/op.ts';
import type { RowView } from '#domain/rows.ts';
import { inviteHash } from '#protocol/canonical.ts';

/** The op that may be the first of a log. */
export function opensGroup(op: Op): boolean {
  return op.type === 'group.created';
}

/** True when `op` comes in by the invite link and `secret` is not that link's. */
export function isBadInvite(op: Op, secret: string | undefined, rows: RowView): boolean {
  if (op.type !== 'member.joined') return false;
  return secret === undefined || rows.get('groups', op.groupId)?.inviteHash !== inviteHash(secret);
}
