/**
 * The checker's own idea of what a log means, written from `sync.md` and the product's words alone: it shares no
 * code with `applyOp`, the definitions or the hashes, so that a mistake there has to be made twice to hide.
 * Simple before fast: one pass, plain objects, every rule spelled out where it applies.
 */
import { createHash } from 'node:crypto';
import type { Op } from '#domain/op.ts';
import { emptyAccounts, isOfAccounts, keepAccounts } from './naive-ledger.ts';
import { comeByLink, foldLinkOp, judgeEntrance } from './naive-links.ts';

import { emptyPlans, isOfPlans, keepPlans } from './naive-plans.ts';
import { makeMember, makeMessage, type NaiveGroup, type NaiveMessage } from './naive-rows.ts';
import { countActive, ENDINGS, judgeRuling, meet, naiveRole, RULINGS, rule } from './naive-rulings.ts';

export function emptyNaiveGroup(groupId: string): NaiveGroup {
  return {
    accounts: emptyAccounts(),
    plans: emptyPlans(),
    deletedAt: null,
    links: new Map(),
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
    const takesBack = op.type === 'member.left' && actor?.out === 'waiting';
    if (ENDINGS.has(op.type) && !takesBack) {
      group.early.push({ version, what: `${op.type} by somebody who is no member` });
    } else if (!takesBack) offend(`${op.type} by somebody who is no member`);
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
      if (actor?.out === 'waiting' && !actor.active) offend('who waits to come in asks again');
      const linkId = body.inviteId as string | undefined;
      const wrong = judgeEntrance(group, linkId);
      if (wrong) offend(wrong);
      const { role, needsApproval } = comeByLink(group, linkId, version);
      const member = makeMember(op, String(body.name), actor?.role === 'guest' ? 'guest' : role, version);
      if (needsApproval) Object.assign(member, { active: false, out: 'waiting' });
      if (actor) member.firstVersion = actor.firstVersion;
      if (body.inviteId !== undefined) member.cameBy = body.inviteId;
      group.members.set(op.actorId, member);
      say({ what: needsApproval ? 'member-asked' : 'member-joined', name: String(body.name) });
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
      message.photos = (body.photos as unknown[] | undefined) ?? [];
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
  if (op.type === 'invite.created' || op.type === 'invite.revoked') {
    const wrong = foldLinkOp(group, op, version);
    if (wrong) group.early.push({ version, what: wrong });
    return;
  }
  if (isOfAccounts(op)) {
    keepAccounts(group, op, {
      wrong: offend,
      early: (what) => void group.early.push({ version, what }),
    });
    return;
  }
  if (isOfPlans(op)) {
    keepPlans(group, op, (what) => void group.early.push({ version, what }));
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
      target.photos = [];
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
