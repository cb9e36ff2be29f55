import { useEffect, useMemo, useRef } from 'react';
import type { PlanCommentRow } from '#domain/plans/plan-rows.ts';
import type { CommentSource } from './comment-marks.ts';

/** The open comments as the marks in the text want them; the same object for as long as the editor stands. */
export function useCommentSource(
  comments: readonly PlanCommentRow[],
  onOpen: (commentId: string) => void,
): CommentSource {
  const present = useRef(comments);
  const open = useRef(onOpen);
  open.current = onOpen;
  const listeners = useMemo(() => new Set<() => void>(), []);
  useEffect(() => {
    present.current = comments;
    for (const listener of listeners) listener();
  }, [comments, listeners]);
  return useMemo(
    () => ({
      list: () => present.current.filter(({ anchor, resolvedBy }) => anchor !== null && resolvedBy === null),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onOpen: (commentId) => open.current(commentId),
    }),
    [listeners],
  );
}
