/** The naive model's own idea of who may rule over whom, and of what it does: roles, removals, names, claims. */
import type { Op } from '#domain/op.ts';
import { makeMessage, type NaiveGroup, type NaiveMember } from './naive-rows.ts';

export const ENDINGS = new Set(['member.left', 'member.removed', 'group.deleted']);

export const RULINGS = new Set([
  'member.role-changed',
  'group.owner-transferred',
  'member.removed',
  'member.readmitted',
  'member.name-hidden',
  'member.name-corrected',
  'member.claimed',
  'member.unclaimed',
]);

export function countActive(group: NaiveGroup, besides: string): number {
  return [...group.members].filter(([id, { active }]) => active && id !== besides).length;
}

/** In a group without an owner the oldest admin acts as one, else the oldest member. */
export function naiveRole(group: NaiveGroup, memberId: string): string {
  const active = [...group.members].filter(([, member]) => member.active);
  const own = active.find(([id]) => id === memberId)?.[1].role ?? 'nobody';
  if (active.some(([, { role }]) => role === 'owner')) return own;
  active.sort(([, a], [, b]) => a.firstVersion - b.firstVersion);
  const next =
    active.find(([, { role }]) => role === 'admin') ?? active.find(([, { role }]) => role === 'member');
  return next?.[0] === memberId ? 'owner' : own;
}

/** What is wrong with doing this to `subject` now, by the product's words. */
export function judgeRuling(group: NaiveGroup, op: Op, subject: NaiveMember): string | undefined {
  const body = op.body as Record<string, unknown>;
  const role = naiveRole(group, op.actorId);
  const isSelf = body.memberId === op.actorId;
  const isAbove = !isSelf && (role === 'owner' || (role === 'admin' && !isRuler(subject.role)));
  switch (op.type) {
    case 'member.role-changed':
      if (!subject.active) return 'a role for who is out';
      if (body.role === 'owner' || (body.role === 'admin' && role !== 'owner'))
        return 'a role not theirs to give';
      return isAbove ? undefined : 'a role changed by who may not';
    case 'group.owner-transferred':
      return role === 'owner' && subject.active && !isSelf ? undefined : 'a group handed over wrongly';
    case 'member.removed':
      if (!subject.active && subject.out === 'removed') return 'a removal of who is removed';
      return isAbove ? undefined : 'a removal by who may not';
    case 'member.readmitted':
      return isAbove && !subject.active && subject.out === 'removed'
        ? undefined
        : 'somebody let back wrongly';
    case 'member.name-hidden':
      if (isSelf) return subject.active ? undefined : 'a name hidden by who is out';
      return isAbove && !subject.active && subject.out !== 'named' ? undefined : 'a name hidden wrongly';
    case 'member.name-corrected':
      return isFree(subject) && role !== 'guest' ? undefined : 'a name corrected wrongly';
    case 'member.claimed':
      return isFree(subject) ? undefined : 'a claim on who is no free name';
    default: {
      const isOwn = subject.claimedBy === op.actorId;
      return isOwn || (subject.claimedBy !== null && isRuler(role))
        ? undefined
        : 'a claim undone by who may not';
    }
  }
}

const isRuler = (role: string): boolean => role === 'owner' || role === 'admin';
const isFree = ({ active, out, claimedBy }: NaiveMember): boolean =>
  !active && out === 'named' && claimedBy === null;

/** Does it: what the log took takes effect, right or wrong. */
export function rule(group: NaiveGroup, op: Op, subject: NaiveMember, version: number): void {
  const body = op.body as Record<string, unknown>;
  const memberId = String(body.memberId);
  const say = (notice: Record<string, string>): void => {
    group.messages.set(op.opId, makeMessage(op, version, '', notice));
  };
  const { name } = subject;
  if (op.type === 'member.claimed' && !isFree(subject)) return;
  if (op.type === 'member.unclaimed' && subject.claimedBy === null) return;
  subject.lastVersion = version;
  switch (op.type) {
    case 'member.role-changed':
      subject.role = String(body.role);
      say({ what: 'role-changed', memberId, name, role: String(body.role) });
      return;
    case 'group.owner-transferred': {
      const before = group.members.get(op.actorId);
      if (before) Object.assign(before, { role: 'admin', lastVersion: version });
      subject.role = 'owner';
      say({ what: 'owner-transferred', memberId, name });
      return;
    }
    case 'member.removed':
      endLinkKnownTo(group, op, memberId, subject, version);
      Object.assign(subject, { active: false, out: 'removed' });
      say({ what: 'member-removed', memberId, name });
      return;
    case 'member.readmitted':
      Object.assign(subject, { active: false, out: 'left' });
      say({ what: 'member-readmitted', memberId, name });
      return;
    case 'member.name-hidden':
      subject.nameHidden = true;
      say({ what: 'member-name-hidden', memberId, name });
      return;
    case 'member.name-corrected':
      subject.name = String(body.name);
      say({ what: 'member-renamed', from: name, to: String(body.name) });
      return;
    case 'member.claimed':
      subject.claimedBy = op.actorId;
      say({ what: 'member-claimed', name });
      return;
    case 'member.unclaimed':
      subject.claimedBy = null;
      say({ what: 'member-unclaimed', name });
      return;
  }
}

/** There is one link in a run: its maker knows it, and who came by it, named or not. */
function endLinkKnownTo(
  group: NaiveGroup,
  op: Op,
  memberId: string,
  { cameBy, active, out }: NaiveMember,
  version: number,
): void {
  // Who was only ever a name never saw it.
  if (!active && out === 'named') return;
  const knows = memberId === group.createdBy || cameBy === undefined || cameBy === naiveLinkId(group);
  if (!knows || group.linkEndedBy !== null) return;
  group.linkEndedBy = op.actorId;
  group.lastVersion = version;
}

/** A link is called by the first half of its hash. */
export function naiveLinkId({ inviteHash }: NaiveGroup): string {
  return Buffer.from(inviteHash, 'base64url').subarray(0, 16).toString('base64url');
}

/** What waited for this member happens now, unless it was never theirs to do. */
export function meet(group: NaiveGroup, memberId: string): void {
  const waiting = group.parked.filter(({ op }) => RULINGS.has(op.type) && op.body.memberId === memberId);
  group.parked = group.parked.filter((one) => !waiting.includes(one));
  for (const { op } of waiting) {
    const subject = group.members.get(memberId);
    if (subject && !judgeRuling(group, op, subject)) rule(group, op, subject, group.version);
    // There is one line per version, and that is the newcomer's.
    group.messages.delete(op.opId);
  }
}
