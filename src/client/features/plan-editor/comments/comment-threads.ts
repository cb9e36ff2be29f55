/** Comments as they are talked: what was said first, and the replies to it; open ones first in the order they stand in the text. */
import type { PlanCommentRow } from '#domain/plans/plan-rows.ts';

export interface CommentThread {
  readonly first: PlanCommentRow;
  readonly replies: readonly PlanCommentRow[];
}

/** A thread of which nothing is left to read is none; a reply whose first word is gone stays under its place. */
export function listThreads(comments: readonly PlanCommentRow[]): CommentThread[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const rootOf = (comment: PlanCommentRow): PlanCommentRow => {
    let at = comment;
    // Replies to replies belong to one thread; a circle that somebody made up ends where it began.
    for (const seen = new Set<string>(); at.replyTo !== null && !seen.has(at.id); ) {
      seen.add(at.id);
      const next = byId.get(at.replyTo);
      if (!next) break;
      at = next;
    }
    return at;
  };
  const threads = new Map<string, PlanCommentRow[]>();
  for (const comment of [...comments].sort((one, other) => one.at - other.at || compare(one.id, other.id))) {
    const root = rootOf(comment);
    if (!threads.has(root.id)) threads.set(root.id, []);
    if (root.id !== comment.id) threads.get(root.id)?.push(comment);
  }
  return [...threads].flatMap(([id, replies]) => {
    const first = byId.get(id);
    const left = replies.filter(({ deletedBy }) => deletedBy === null);
    return first && (first.deletedBy === null || left.length > 0) ? [{ first, replies: left }] : [];
  });
}

const compare = (one: string, other: string): number => (one < other ? -1 : 1);
