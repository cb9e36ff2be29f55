/**
 * The rows of a group's plans. A plan's text is no row: it is every `plan.edited` of the log that names the plan, merged in any
 * order (docs/plans.md). The row says that there is one, and which version of the log changed it last.
 */
import type { MemberId } from '../ids.ts';
import type { RowBase } from '../rows.ts';

export type PlanId = string;

export interface PlanRow extends RowBase {
  /** May be empty: the screens say "without a title". */
  readonly title: string;
  /** A folder is a name; '' is none, and one without plans does not exist. */
  readonly folder: string;
  /** Among the plans of its folder, compared as plain text. */
  readonly position: string;
  /** One emoji. */
  readonly icon?: string;
  readonly createdBy: MemberId;
  readonly createdAt: number;
  /** Of the text, the title or the place. Epoch ms, by the clock of who did it. */
  readonly editedAt: number;
  readonly editedBy: MemberId;
  /** The last version that edited the text; 0: none has. */
  readonly textVersion: number;
  /** How many edits of the text there have been. */
  readonly edits: number;
  readonly archivedAt: number | null;
  readonly archivedBy: MemberId | null;
}

/** Where a comment stands: relative positions of Yjs, base64url. */
export interface CommentAnchor {
  readonly from: string;
  readonly to: string;
}

export interface PlanCommentRow extends RowBase {
  readonly planId: PlanId;
  readonly authorId: MemberId;
  readonly at: number;
  /** Empty when deleted. */
  readonly text: string;
  /** null: of the whole plan, or of another comment. */
  readonly anchor: CommentAnchor | null;
  /** What stood there when it was said. */
  readonly quote: string;
  readonly replyTo: string | null;
  readonly mentions: readonly MemberId[];
  readonly editedAt: number | null;
  readonly resolvedBy: MemberId | null;
  readonly resolvedAt: number | null;
  readonly deletedBy: MemberId | null;
}

/** A version of the text that somebody gave a name: the text as of `version`. */
export interface PlanVersionRow extends RowBase {
  readonly planId: PlanId;
  readonly name: string;
  readonly namedBy: MemberId;
  readonly at: number;
}
