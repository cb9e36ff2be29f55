/** Questions about all members of a group together. */
import type { MemberId } from '../ids.ts';
import type { MemberRow, Role } from '../rows.ts';

/**
 * The role a member acts in. A group whose owner is gone (they left by an older app, or a restored server lost who
 * came after them) is not left without one: the admin who has been in it longest stands in, else the member who has.
 */
export function actingRole(members: readonly MemberRow[], memberId: MemberId): Role | undefined {
  const active = members.filter(({ status }) => status === 'active');
  const own = active.find(({ id }) => id === memberId);
  if (!own || active.some(({ role }) => role === 'owner')) return own?.role;
  return standIn(active)?.id === memberId ? 'owner' : own.role;
}

function standIn(active: readonly MemberRow[]): MemberRow | undefined {
  const byStanding = active.toSorted((a, b) => a.version - b.version);
  return byStanding.find(({ role }) => role === 'admin') ?? byStanding.find(({ role }) => role === 'member');
}

/** True when `memberId` is the group's owner and others are in it, of whom one would have to become it first. */
export function isLastOwner(members: readonly MemberRow[], memberId: MemberId): boolean {
  const active = members.filter(({ status }) => status === 'active');
  const others = active.filter(({ id }) => id !== memberId);
  const isOwner = active.some(({ id, role }) => id === memberId && role === 'owner');
  return isOwner && others.length > 0 && !others.some(({ role }) => role === 'owner');
}
