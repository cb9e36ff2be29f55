/** Changes to a group's plans, before they are stamped. What is typed into a text goes by `Engine.planTexts.save`. */
import type { OnComment, PlanCommentAdded, PlanCommentEdited } from '#domain/plans/comment-ops.ts';
import type { PlanEdited } from '#domain/plans/edit-op.ts';
import type { OnPlan, PlanCreated, PlanMoved, PlanRenamed } from '#domain/plans/plan-ops.ts';
import type { PlanVersionNamed } from '#domain/plans/version-op.ts';

export type PlanIntent =
  | PlanIntentOf<'plan.created', PlanCreated>
  | PlanIntentOf<'plan.renamed', PlanRenamed>
  | PlanIntentOf<'plan.moved', PlanMoved>
  | PlanIntentOf<'plan.archived' | 'plan.restored', OnPlan>
  /** A text that comes with its plan: a template, an import. */
  | PlanIntentOf<'plan.edited', PlanEdited>
  | PlanIntentOf<'plan.comment-added', PlanCommentAdded>
  | PlanIntentOf<'plan.comment-edited', PlanCommentEdited>
  | PlanIntentOf<'plan.comment-resolved' | 'plan.comment-reopened' | 'plan.comment-deleted', OnComment>
  | PlanIntentOf<'plan.version-named', PlanVersionNamed>;

interface PlanIntentOf<T extends string, B> {
  readonly type: T;
  readonly groupId: string;
  readonly body: B;
}
