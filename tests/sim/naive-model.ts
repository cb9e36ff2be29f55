/**
 * The checker's own idea of what a log means, written from `sync.md` and the product's words alone: it shares no
 * code with `applyOp`, the definitions or the hashes, so that a mistake there has to be made twice to hide.
 * Simple before fast: one pass, plain objects, every rule spelled out where it applies.
 */
import { createHash } from 'node:crypto';
import type { Op } from '#domain/op.ts';

export interface NaiveMember {
  name: string;
  role: string;
  active: boolean;
  joinedAt: number;
  /** Of who is not active. */
  out: 'left' | 'removed' | 'named';
  nameHidden: boolean;
  claimedBy: string | null;
  /** The link they named. */
  cameBy?: unknown;
  firstVersion: number;
  lastVersion: number;
}

export interface NaiveMessage {
  author: string;
  at: number;
  text: string;
  replyTo: string | null;
  mentions: readonly string[];
  editedAt: number | null;
  deletedBy: string | null;
  reactions: Map<string, string[]>;
  notice: Record<string, string> | null;
  firstVersion: number;
  lastVersion: number;
}

export interface NaiveGroup {
  deletedAt: number | null;
  /** Who put an end to the first link. */
  linkEndedBy: string | null;
  name: string;
  picture: string;
  createdBy: string;
  createdAt: number;
  inviteHash: string;
  version: number;
  lastVersion: number;
  readonly members: Map<string, NaiveMember>;
  /** In version order. */
  readonly messages: Map<string, NaiveMessage>;
  /** What should never have been let into this log, with its version. */
  readonly offences: { version: number; what: string }[];
  /** Ops that came before the message they are about: only a server that lost history may let them in. */
  readonly early: { version: number; what: string }[];
  /** Those of them that change a message, until it comes: then they do what they may, in log order. */
  parked: { readonly version: number; readonly op: Op }[];
  /** chain(n) at n; chain(0) first. */
  readonly chains: string[];
  /** Of the last op folded. */
  lastHash: string;
}

export function emptyNaiveGroup(groupId: string): NaiveGroup {
  return {
    deletedAt: null,
    linkEndedBy: null,
    name: '',
    picture: '',
    createdBy: '',
    createdAt: 0,
    inviteHash: '',
    version: 0,
    lastVersion: 0,
    members: new Map(),
    messages: new Map(),
    offences: [],
    early: [],
    parked: [],
    chains: [digest(Buffer.from(groupId))],
    lastHash: '',
  };
}

/** Folds the next op of the log into `group`, in place. */
export function foldNaively(group: NaiveGroup, op: Op): void {
  group.version += 1;
  const { version } = group;
  const body = op.body as Record<string, unknown>;
  const offend = (what: string): void => {
    group.offences.push({ version, what });
  };
  group.lastHash = naiveHash(op);
  group.chains.push(digest(Buffer.from((group.chains.at(-1) ?? '') + group.lastHash)));

  const actor = group.members.get(op.actorId);
  const needsNoMembership = op.type === 'group.created' || op.type === 'member.joined';
  if (!needsNoMembership && !actor?.active) {
    // A restored server is told again who was put out, whoever of them is back by then.
    if (ENDINGS.has(op.type)) group.early.push({ version, what: `${op.type} by somebody who is no member` });
    else offend(`${op.type} by somebody who is no member`);
  }
  if (group.deletedAt !== null) offend(`${op.type} in a deleted group`);
  const target = group.messages.get(String(body.messageId));
  const say = (notice: Record<string, string>): void => {
    group.messages.set(op.opId, makeMessage(op, version, '', notice));
  };

  switch (op.type) {
    case 'group.created':
      if (version !== 1) offend('a group made a second time');
      group.name = String(body.name);
      group.picture = String(body.picture);
      group.createdBy = op.actorId;
      group.createdAt = op.at;
      group.inviteHash = String(body.inviteHash);
      group.lastVersion = version;
      group.members.set(op.actorId, makeMember(op, String(body.memberName), 'owner', version));
      say({ what: 'group-created', name: String(body.name) });
      return;
    case 'group.renamed':
      group.name = String(body.name);
      if (body.picture !== undefined) group.picture = String(body.picture);
      group.lastVersion = version;
      say({ what: 'group-renamed', name: String(body.name) });
      return;
    case 'member.joined': {
      if (actor?.active) offend('a member joins again');
      if (actor?.out === 'removed' && !actor.active) offend('who was removed joins again');
      const member = makeMember(op, String(body.name), actor?.role === 'guest' ? 'guest' : 'member', version);
      if (actor) member.firstVersion = actor.firstVersion;
      if (body.inviteId !== undefined) member.cameBy = body.inviteId;
      group.members.set(op.actorId, member);
      say({ what: 'member-joined', name: String(body.name) });
      if (!actor) meet(group, op.actorId);
      return;
    }
    case 'member.renamed':
      if (!actor) return;
      say({ what: 'member-renamed', from: actor.name, to: String(body.name) });
      actor.name = String(body.name);
      actor.lastVersion = version;
      return;
    case 'member.left':
      if (!actor) return;
      if (actor.role === 'owner' && countActive(group, op.actorId) > 0) {
        group.early.push({ version, what: 'the owner leaves the others without one' });
      }
      say({ what: 'member-left', name: actor.name });
      actor.active = false;
      actor.out = 'left';
      actor.lastVersion = version;
      return;
    case 'message.sent': {
      if (target) offend('a message id used twice');
      if (body.replyTo !== undefined && !group.messages.has(String(body.replyTo))) {
        group.early.push({ version, what: 'a reply before what it replies to' });
      }
      const message = makeMessage(op, version, String(body.text), null);
      message.replyTo = (body.replyTo as string | undefined) ?? null;
      message.mentions = (body.mentions as string[] | undefined) ?? [];
      group.messages.set(String(body.messageId), message);
      arrive(group, message, String(body.messageId));
      return;
    }
  }

  if (op.type === 'group.deleted') {
    if (naiveRole(group, op.actorId) !== 'owner') {
      group.early.push({ version, what: 'a group deleted by who does not own it' });
    }
    group.deletedAt = op.at;
    group.lastVersion = version;
    say({ what: 'group-deleted' });
    return;
  }
  if (op.type === 'member.added') {
    const id = String(body.memberId);
    if (group.members.has(id)) {
      offend('a member added twice');
      return;
    }
    if (actor?.role === 'guest') offend('a guest adds somebody');
    const member = makeMember(op, String(body.name), 'member', version);
    group.members.set(id, { ...member, active: false, out: 'named' });
    say({ what: 'member-added', name: String(body.name) });
    meet(group, id);
    return;
  }
  if (RULINGS.has(op.type)) {
    const subject = group.members.get(String(body.memberId));
    if (!subject) {
      group.early.push({ version, what: `${op.type} before its target` });
      group.parked.push({ version, op });
      return;
    }
    const wrong = judgeRuling(group, op, subject);
    // What the removal ledger says again was judged in a history that is lost.
    if (wrong) group.early.push({ version, what: wrong });
    rule(group, op, subject, version);
    return;
  }
  if (!CHANGES.has(op.type)) {
    offend(`an op of unknown type ${op.type}`);
    return;
  }
  if (!target) {
    group.early.push({ version, what: `${op.type} before its target` });
    group.parked.push({ version, op });
    return;
  }
  if (target.notice) {
    offend(`${op.type} of a notice`);
    return;
  }
  const wrong = changeMessage(target, op, actor?.role, version);
  if (wrong) offend(wrong);
}

const ENDINGS = new Set(['member.left', 'member.removed', 'group.deleted']);

const RULINGS = new Set([
  'member.role-changed',
  'group.owner-transferred',
  'member.removed',
  'member.readmitted',
  'member.name-hidden',
  'member.name-corrected',
  'member.claimed',
  'member.unclaimed',
]);

function countActive(group: NaiveGroup, besides: string): number {
  return [...group.members].filter(([id, { active }]) => active && id !== besides).length;
}

/** In a group without an owner the oldest admin acts as one, else the oldest member. */
function naiveRole(group: NaiveGroup, memberId: string): string {
  const active = [...group.members].filter(([, member]) => member.active);
  const own = active.find(([id]) => id === memberId)?.[1].role ?? 'nobody';
  if (active.some(([, { role }]) => role === 'owner')) return own;
  active.sort(([, a], [, b]) => a.firstVersion - b.firstVersion);
  const next =
    active.find(([, { role }]) => role === 'admin') ?? active.find(([, { role }]) => role === 'member');
  return next?.[0] === memberId ? 'owner' : own;
}

/** What is wrong with doing this to `subject` now, by the product's words. */
function judgeRuling(group: NaiveGroup, op: Op, subject: NaiveMember): string | undefined {
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
function rule(group: NaiveGroup, op: Op, subject: NaiveMember, version: number): void {
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
function meet(group: NaiveGroup, memberId: string): void {
  const waiting = group.parked.filter(({ op }) => RULINGS.has(op.type) && op.body.memberId === memberId);
  group.parked = group.parked.filter((one) => !waiting.includes(one));
  for (const { op } of waiting) {
    const subject = group.members.get(memberId);
    if (subject && !judgeRuling(group, op, subject)) rule(group, op, subject, group.version);
    // There is one line per version, and that is the newcomer's.
    group.messages.delete(op.opId);
  }
}

const CHANGES = new Set(['message.edited', 'message.deleted', 'reaction.added', 'reaction.removed']);

/** What waited for `message` happens now, unless it was never that person's to do. */
function arrive(group: NaiveGroup, message: NaiveMessage, messageId: string): void {
  const waiting = group.parked.filter(({ op }) => op.body.messageId === messageId);
  group.parked = group.parked.filter((one) => !waiting.includes(one));
  for (const { op } of waiting) {
    const before = { ...message, reactions: new Map(message.reactions) };
    const wrong = changeMessage(message, op, group.members.get(op.actorId)?.role, group.version);
    if (wrong || message.reactions.size > 20) Object.assign(message, before);
  }
}

/** Does it; what is wrong with it, if anything. */
function changeMessage(
  target: NaiveMessage,
  op: Op,
  role: string | undefined,
  version: number,
): string | undefined {
  const body = op.body as Record<string, unknown>;
  let wrong: string | undefined;
  target.lastVersion = version;
  switch (op.type) {
    case 'message.edited':
      if (target.author !== op.actorId) wrong = "an edit of another's message";
      if (target.deletedBy) break;
      target.text = String(body.text);
      target.mentions = (body.mentions as string[] | undefined) ?? [];
      target.editedAt = op.at;
      break;
    case 'message.deleted':
      if (target.author !== op.actorId && role !== 'owner' && role !== 'admin') {
        wrong = "a deletion of another's message";
      }
      if (target.deletedBy) break;
      target.text = '';
      target.mentions = [];
      target.reactions = new Map();
      target.deletedBy = op.actorId;
      break;
    case 'reaction.added': {
      const who = target.reactions.get(String(body.emoji)) ?? [];
      if (target.deletedBy || who.includes(op.actorId)) break;
      target.reactions.set(String(body.emoji), [...who, op.actorId]);
      break;
    }
    case 'reaction.removed': {
      const who = target.reactions.get(String(body.emoji)) ?? [];
      const rest = who.filter((member) => member !== op.actorId);
      if (rest.length > 0) target.reactions.set(String(body.emoji), rest);
      else target.reactions.delete(String(body.emoji));
      break;
    }
  }
  return wrong;
}

function makeMember(op: Op, name: string, role: string, version: number): NaiveMember {
  return {
    name,
    role,
    active: true,
    out: 'left',
    nameHidden: false,
    claimedBy: null,
    joinedAt: op.at,
    firstVersion: version,
    lastVersion: version,
  };
}

function makeMessage(
  op: Op,
  version: number,
  text: string,
  notice: Record<string, string> | null,
): NaiveMessage {
  return {
    author: op.actorId,
    at: op.at,
    text,
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: null,
    reactions: new Map(),
    notice,
    firstVersion: version,
    lastVersion: version,
  };
}

/** Keys sorted, no white space: the canonical form, by another way than the product's. */
export function naiveJson(value: unknown): string {
  return JSON.stringify(withSortedKeys(value));
}

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    sorted[key] = withSortedKeys((value as Record<string, unknown>)[key]);
  }
  return sorted;
}

/** H(header ‖ H(salt ‖ body)), by Node's own SHA-256. */
function naiveHash(op: Op): string {
  const body = createHash('sha256')
    .update(op.salt + naiveJson(op.body))
    .digest();
  const header = naiveJson([op.opId, op.groupId, op.actorId, op.at, op.type, op.v]);
  return digest(Buffer.concat([Buffer.from(header), body]));
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
