/** The few things about op types that admission itself must know: what opens a group, and what needs its link. */
import { firstInviteId, getInvite, inviteIdOf, inviteStateOf, refusalOf } from '#domain/groups/invites.ts';
import type { Op } from '#domain/op.ts';
import type { RejectionKind } from '#domain/op-definition.ts';
import { endsOwnMembership, makesMembership } from '#domain/op-types.ts';
import type { RowView } from '#domain/rows.ts';
import { inviteHash } from '#protocol/canonical.ts';
import type { GoneReason } from '#protocol/kinds.ts';
import type { KnownOutside } from './known-outside.ts';
import type { Access } from './log-store.ts';

/** The op that may be the first of a log. */
export function opensGroup(op: Op): boolean {
  return op.type === 'group.created';
}

/** Why somebody is out of a group, by the type of the op that ended their membership. */
export function goneReasonOf(type: string | undefined): GoneReason {
  if (type === 'member.removed') return 'removed';
  if (type === 'member.refused') return 'refused';
  return type === 'group.deleted' ? 'deleted' : 'left';
}

/** True when `op` would let in by another name somebody whom the group has removed. */
export function isShutOut(op: Op, accountId: string, access: Iterable<Access>, rows: RowView): boolean {
  if (op.type !== 'member.joined') return false;
  for (const one of access) {
    const isOwn = one.groupId === op.groupId && one.accountId === accountId;
    if (isOwn && rows.get('members', one.memberId)?.status === 'removed') return true;
  }
  return false;
}

/**
 * Ops of who waits for an admin's word are held, whole and in order, until they take their request back: what stands
 * before that in the lane (`later`: in the same push) would hold it up for ever, and is judged.
 */
export function isHeldForApproval(op: Op, later: readonly Op[], rows: RowView): boolean {
  if (rows.get('members', op.actorId)?.status !== 'waiting' || makesMembership(op)) return false;
  return ![op, ...later].some((one) => one.actorId === op.actorId && endsOwnMembership(one));
}

export type Entry = 'open' | 'unknown' | RejectionKind;

/**
 * Whether the link that `secret` belongs to lets this join in. `unknown`: the group has no such link. `at`: epoch ms, by
 * the server's clock. Anything but a join needs no link; who is in already is told so by the rules.
 */
export function judgeEntry(
  op: Op,
  secret: string | undefined,
  rows: RowView,
  at: number,
  outside: Pick<KnownOutside, 'wasRevoked'>,
): Entry {
  if (op.type !== 'member.joined' || rows.get('members', op.actorId)?.status === 'active') return 'open';
  const group = rows.get('groups', op.groupId);
  if (secret === undefined || !group) return 'unknown';
  const hash = inviteHash(secret);
  const inviteId = inviteIdOf(hash);
  if (outside.wasRevoked(op.groupId, inviteId)) return 'invite-revoked';
  const invite = getInvite(group, inviteId);
  if (invite?.hash !== hash) return 'unknown';
  // An app that knows only first links names none; by any other link the log would not tell what was used.
  const named = op.body.inviteId ?? firstInviteId(group);
  if (named !== inviteId) return 'bad-invite';
  const isFirst = inviteId === firstInviteId(group);
  const maker = rows.get('members', invite.createdBy);
  return refusalOf(inviteStateOf({ ...invite, isFirst }, at, maker)) ?? 'open';
}
