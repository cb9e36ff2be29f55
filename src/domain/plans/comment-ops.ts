/**
 * Comments on plans, anchored to a place of the text or to another comment. Said and resolved by anybody who may edit; only its
 * author changes its words; deleted by its author, or by owners and admins, it leaves nothing but its place.
 */
import * as v from 'valibot';
import { idSchema, type MemberId } from '../ids.ts';
import { defineOp, type OpContext, type OpDefinition, type RejectionKind } from '../op-definition.ts';
import { isPermitted, PERMISSIONS } from '../permissions.ts';
import type { RowView } from '../rows.ts';
import { anchorSchema, commentTextSchema, plan, planComment, quoteSchema } from './plan-fields.ts';
import type { CommentAnchor, PlanCommentRow } from './plan-rows.ts';

const mentions = v.optional(v.pipe(v.array(idSchema), v.maxLength(50)));

export interface PlanCommentAdded {
  readonly planId: string;
  readonly commentId: string;
  readonly text: string;
  /** Absent: of the whole plan, or of the comment it replies to. */
  readonly anchor?: CommentAnchor | undefined;
  readonly quote?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly mentions?: readonly MemberId[] | undefined;
}

export const planCommentAdded = defineOp<PlanCommentAdded>({
  type: 'plan.comment-added',
  v: 1,
  body: v.object({
    planId: idSchema,
    commentId: idSchema,
    text: commentTextSchema,
    anchor: v.optional(anchorSchema),
    quote: v.optional(quoteSchema),
    replyTo: v.optional(idSchema),
    mentions,
  }),
  permission: PERMISSIONS['plan.comment-added'],
  erases: { text: '', quote: undefined, mentions: undefined },
  reads: ({ planId, commentId, replyTo }) => [
    plan(planId),
    ...(replyTo === undefined ? [] : [planComment(replyTo)]),
    planComment(commentId),
  ],
  check: ({ body }, rows) => {
    if (rows.get('planComments', body.commentId)) return 'already-exists';
    if (!rows.get('plans', body.planId)) return 'unknown-target';
    if (body.replyTo === undefined) return undefined;
    const target = rows.get('planComments', body.replyTo);
    return target?.planId === body.planId ? undefined : 'unknown-target';
  },
  // A comment is the same whether or not the plan, or what it replies to, is here.
  fold: ({ groupId, actorId, at, version, body }, rows) => {
    if (rows.get('planComments', body.commentId)) return [];
    const row: PlanCommentRow = {
      groupId,
      id: body.commentId,
      version,
      rowVersion: version,
      planId: body.planId,
      authorId: actorId,
      at,
      text: body.text,
      anchor: body.anchor ?? null,
      quote: body.quote ?? '',
      replyTo: body.replyTo ?? null,
      mentions: body.mentions ?? [],
      editedAt: null,
      resolvedBy: null,
      resolvedAt: null,
      deletedBy: null,
    };
    return [{ table: 'planComments', row }];
  },
});

export interface PlanCommentEdited {
  readonly planId: string;
  readonly commentId: string;
  readonly text: string;
  readonly mentions?: readonly MemberId[] | undefined;
}

export const planCommentEdited = defineOp<PlanCommentEdited>({
  type: 'plan.comment-edited',
  v: 1,
  body: v.object({ planId: idSchema, commentId: idSchema, text: commentTextSchema, mentions }),
  permission: PERMISSIONS['plan.comment-edited'],
  erases: { text: '', mentions: undefined },
  reads: ({ commentId }) => [planComment(commentId)],
  check: (op, rows) => checkTarget('plan.comment-edited', op, rows),
  fold: (op, rows) =>
    changeComment(op, rows, (row) =>
      // Deleted stays deleted, whatever its author wrote without a network.
      row.deletedBy === null
        ? { ...row, text: op.body.text, mentions: op.body.mentions ?? [], editedAt: op.at }
        : row,
    ),
});

export interface OnComment {
  readonly planId: string;
  readonly commentId: string;
}

export const planCommentResolved = defineOnComment('plan.comment-resolved', (row, { actorId, at }) =>
  row.resolvedBy === null ? { ...row, resolvedBy: actorId, resolvedAt: at } : row,
);
export const planCommentReopened = defineOnComment('plan.comment-reopened', (row) => ({
  ...row,
  resolvedBy: null,
  resolvedAt: null,
}));
export const planCommentDeleted = defineOnComment('plan.comment-deleted', (row, { actorId }) =>
  row.deletedBy === null ? withoutCommentWords(row, actorId) : row,
);

export function withoutCommentWords(row: PlanCommentRow, deletedBy: MemberId): PlanCommentRow {
  return { ...row, text: '', quote: '', anchor: null, mentions: [], editedAt: null, deletedBy };
}

type OnCommentType = 'plan.comment-resolved' | 'plan.comment-reopened' | 'plan.comment-deleted';

function defineOnComment(
  type: OnCommentType,
  change: (row: PlanCommentRow, op: OpContext<OnComment>) => PlanCommentRow,
): OpDefinition<unknown> {
  return defineOp<OnComment>({
    type,
    v: 1,
    body: v.object({ planId: idSchema, commentId: idSchema }),
    permission: PERMISSIONS[type],
    reads: ({ commentId }) => [planComment(commentId)],
    check: (op, rows) => checkTarget(type, op, rows),
    fold: (op, rows) => changeComment(op, rows, (row) => change(row, op)),
  });
}

function changeComment(
  { body, version }: OpContext<OnComment>,
  rows: RowView,
  change: (row: PlanCommentRow) => PlanCommentRow,
): { table: 'planComments'; row: PlanCommentRow }[] | 'missing-target' {
  const row = rows.get('planComments', body.commentId);
  if (!row) return 'missing-target';
  return [{ table: 'planComments', row: { ...change(row), rowVersion: version } }];
}

function checkTarget(
  type: OnCommentType | 'plan.comment-edited',
  op: OpContext<OnComment>,
  rows: RowView,
): RejectionKind | undefined {
  const target = rows.get('planComments', op.body.commentId);
  if (target?.planId !== op.body.planId) return 'unknown-target';
  const actor = rows.get('members', op.actorId);
  if (!actor || !isPermitted(type, actor.role, target.authorId === op.actorId)) return 'not-allowed';
  return undefined;
}
