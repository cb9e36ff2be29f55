/** The naive model's own idea of a group's plans: what each op of theirs leaves. Their texts are in plan-words.ts. */
import type { Op } from '#domain/op.ts';
import type { NaiveEntry } from './naive-ledger.ts';
import { makeMessage, type NaiveGroup } from './naive-rows.ts';

export interface NaivePlans {
  readonly plans: Map<string, NaiveEntry>;
  readonly versions: Map<string, NaiveEntry>;
  readonly comments: Map<string, NaiveEntry>;
}

export const emptyPlans = (): NaivePlans => ({ plans: new Map(), versions: new Map(), comments: new Map() });

export const isOfPlans = ({ type }: Op): boolean => type.startsWith('plan.');

/** Folds one op of a plan; `early` hears what came before its plan, or from a guest. */
export function keepPlans(group: NaiveGroup, op: Op, early: (what: string) => void): void {
  const notice = noticeOf(op);
  if (notice) group.messages.set(op.opId, makeMessage(op, group.version, '', notice));
  if (group.members.get(op.actorId)?.role === 'guest') early(`${op.type} by a guest`);
  if (isOfComment(op)) {
    keepComment(group, op, early);
    return;
  }
  if (op.type !== 'plan.created' && !group.plans.plans.has(String(op.body.planId))) {
    early(`${op.type} before its plan`);
    // A name is of the text where the name stands, and there is a text without its plan: like a reply, it waits for nothing.
    if (op.type !== 'plan.version-named') {
      group.parked.push({ version: group.version, op });
      return;
    }
  }
  take(group, op);
}

const isOfComment = ({ type }: Op): boolean => type.startsWith('plan.comment-');

/** A comment stands whether or not its plan is here; what is done to it waits for the comment. */
function keepComment(group: NaiveGroup, op: Op, early: (what: string) => void): void {
  const { comments, plans } = group.plans;
  const { version } = group;
  const { actorId, at, body } = op;
  const id = String(body.commentId);
  if (op.type === 'plan.comment-added') {
    const isAnswered = body.replyTo === undefined || comments.has(String(body.replyTo));
    if (!plans.has(String(body.planId)) || !isAnswered) early(`${op.type} before what it is about`);
    if (comments.has(id)) return;
    comments.set(id, {
      id,
      version,
      rowVersion: version,
      planId: body.planId,
      authorId: actorId,
      at,
      text: body.text,
      anchor: null,
      quote: body.quote ?? '',
      replyTo: body.replyTo ?? null,
      mentions: body.mentions ?? [],
      editedAt: null,
      resolvedBy: null,
      resolvedAt: null,
      deletedBy: null,
    });
    const waiting = group.parked.filter((one) => isOfComment(one.op) && one.op.body.commentId === id);
    group.parked = group.parked.filter((one) => !waiting.includes(one));
    for (const late of waiting) if (mayChange(group, late.op)) changeComment(group, late.op);
    return;
  }
  if (!comments.has(id)) {
    early(`${op.type} before its comment`);
    group.parked.push({ version, op });
    return;
  }
  if (!mayChange(group, op)) early(`${op.type} by somebody else`);
  changeComment(group, op);
}

/** Its words are its author's, and its end its author's or an admin's. */
function mayChange({ members, plans }: NaiveGroup, { type, actorId, body }: Op): boolean {
  const role = members.get(actorId)?.role;
  const comment = plans.comments.get(String(body.commentId));
  if (role === undefined || role === 'guest' || comment?.planId !== body.planId) return false;
  if (type === 'plan.comment-resolved' || type === 'plan.comment-reopened') return true;
  if (comment?.authorId === actorId) return true;
  return type === 'plan.comment-deleted' && (role === 'owner' || role === 'admin');
}

function changeComment({ plans, version }: NaiveGroup, { type, actorId, at, body }: Op): void {
  const comment = plans.comments.get(String(body.commentId));
  if (!comment) return;
  comment.rowVersion = version;
  const isGone = comment.deletedBy !== null;
  if (type === 'plan.comment-edited' && !isGone)
    Object.assign(comment, { text: body.text, mentions: body.mentions ?? [], editedAt: at });
  if (type === 'plan.comment-resolved' && comment.resolvedBy === null)
    Object.assign(comment, { resolvedBy: actorId, resolvedAt: at });
  if (type === 'plan.comment-reopened') Object.assign(comment, { resolvedBy: null, resolvedAt: null });
  if (type === 'plan.comment-deleted' && !isGone)
    Object.assign(comment, { text: '', quote: '', mentions: [], editedAt: null, deletedBy: actorId });
}

/** What waited for this plan happens now, at this version. */
function catchUp(group: NaiveGroup, planId: string): void {
  const waiting = group.parked.filter(({ op }) => {
    return isOfPlans(op) && !isOfComment(op) && op.body.planId === planId;
  });
  group.parked = group.parked.filter((one) => !waiting.includes(one));
  for (const { op } of waiting) take(group, op);
}

function noticeOf({ type, body }: Op): Record<string, string> | undefined {
  const planId = String(body.planId);
  switch (type) {
    case 'plan.created':
    case 'plan.archived':
    case 'plan.restored':
      return { what: type.replace('.', '-'), planId, title: String(body.title) };
    case 'plan.version-named':
      return { what: 'plan-version-named', planId, name: String(body.name) };
    default:
      return undefined;
  }
}

function take(group: NaiveGroup, op: Op): void {
  const { plans, versions } = group.plans;
  const { version } = group;
  const { actorId, at, body } = op;
  const id = String(body.planId);
  if (op.type === 'plan.created') {
    plans.set(id, {
      id,
      version,
      rowVersion: version,
      title: body.title,
      folder: body.folder ?? '',
      position: body.position,
      createdBy: actorId,
      createdAt: at,
      editedAt: at,
      editedBy: actorId,
      textVersion: 0,
      edits: 0,
      archivedAt: null,
      archivedBy: null,
    });
    catchUp(group, id);
    return;
  }
  if (op.type === 'plan.version-named') {
    nameVersion(versions, op, version);
    return;
  }
  const plan = plans.get(id);
  if (!plan) return;
  plan.rowVersion = version;
  switch (op.type) {
    case 'plan.renamed':
      Object.assign(plan, { title: body.title, editedAt: at, editedBy: actorId });
      return;
    case 'plan.moved':
      Object.assign(plan, { folder: body.folder, position: body.position });
      return;
    case 'plan.archived':
      if (plan.archivedAt === null) Object.assign(plan, { archivedAt: at, archivedBy: actorId });
      return;
    case 'plan.restored':
      Object.assign(plan, { archivedAt: null, archivedBy: null });
      return;
    case 'plan.edited':
      Object.assign(plan, { editedAt: at, editedBy: actorId, textVersion: version });
      plan.edits = Number(plan.edits) + 1;
  }
}

function nameVersion(versions: Map<string, NaiveEntry>, { actorId, at, body }: Op, version: number): void {
  const id = String(body.versionId);
  const named = versions.get(id);
  if (named) Object.assign(named, { name: body.name, rowVersion: version });
  else {
    const row = { planId: body.planId, name: body.name, namedBy: actorId, at };
    versions.set(id, { id, version, rowVersion: version, ...row });
  }
}
