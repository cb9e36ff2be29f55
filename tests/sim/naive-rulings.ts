/** The naive model's own idea of who may rule over whom, and of what it does: roles, removals, names, claims. */
import type { Op } from '#domain/op.ts';
import { endLinksKnownTo } from './naive-links.ts';
import { makeMessage, type NaiveGroup, type NaiveMember } from './naive-rows.ts';

export const ENDINGS = new Set(['member.left', 'member.removed', 'group.deleted', 'invite.revoked']);

export const RULINGS = new Set([
  'member.role-changed',
  'group.owner-transferred',
  'member.removed',
  'member.readmitted',
  'member.name-hidden',
  'member.name-corrected',
  'member.claimed',
  'member.unclaimed',
  'member.approved',
  'member.refused',
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
      if (!subject.active && ['removed', 'waiting', 'refused'].includes(subject.out))
        return 'a removal of who is not in';
      return isAbove ? undefined : 'a removal by who may not';
    case 'member.readmitted':
      return isAbove && !subject.active && subject.out === 'removed'
        ? undefined
        : 'somebody let back wrongly';
    case 'member.name-hidden':
      if (isSelf) return subject.active ? undefined : 'a name hidden by who is out';
      return isAbove && !subject.active && ['left', 'removed'].includes(subject.out)
        ? undefined
        : 'a name hidden wrongly';
    case 'member.approved':
    case 'member.refused':
      if (subject.active || subject.out !== 'waiting') return 'an answer to who does not wait';
      return isRuler(group.members.get(op.actorId)?.role ?? '') ? undefined : 'an answer by who may not';
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
  const isAnswer = op.type === 'member.approved' || op.type === 'member.refused';
  if (isAnswer && (subject.active || subject.out !== 'waiting')) return;
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
      endLinksKnownTo(group, op, subject, version);
      Object.assign(subject, { active: false, out: 'removed' });
      say({ what: 'member-removed', memberId, name });
      return;
    case 'member.approved':
      Object.assign(subject, { active: true, out: 'left' });
      say({ what: 'member-approved', name });
      return;
    case 'member.refused':
      subject.out = 'refused';
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
