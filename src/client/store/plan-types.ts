/** What the screens of plans read. */
import type { PlanCommentRow, PlanRow, PlanVersionRow } from '#domain/plans/plan-rows.ts';

export interface PlanView extends PlanRow {
  /** Something done to it, its text included, has not reached the log. */
  readonly isPending: boolean;
}

export interface PlansView {
  /** Those put away too, in no order. */
  readonly plans: readonly PlanView[];
  /** Older ones are still on their way from the server. */
  readonly isArriving: boolean;
}

export interface PlanVersionView extends PlanVersionRow {
  /** It has no place in the log yet, and so no text. */
  readonly isPending: boolean;
}

/** A plan with what hangs on it; its text is opened apart (session/plan-text.ts). */
export interface PlanDetail {
  readonly plan: PlanView;
  /** In the order they were said, deleted ones too. */
  readonly comments: readonly PlanCommentRow[];
  /** In the order they were named. */
  readonly versions: readonly PlanVersionView[];
  readonly isArriving: boolean;
}
