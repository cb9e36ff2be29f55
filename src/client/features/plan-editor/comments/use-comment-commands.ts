/** What one does with comments, as ops; what could not be saved is said. */
import { useMemo } from 'react';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import type { PlanCommentAdded } from '#domain/plans/comment-ops.ts';
import type { CommentAnchor } from '#domain/plans/plan-rows.ts';

/** Each: true when it is on the disk. */
export interface CommentCommands {
  readonly add: (
    at: { readonly anchor: CommentAnchor; readonly quote: string },
    text: string,
  ) => Promise<boolean>;
  readonly reply: (replyTo: string, text: string) => Promise<boolean>;
  readonly edit: (commentId: string, text: string) => Promise<boolean>;
  readonly resolve: (commentId: string) => Promise<boolean>;
  readonly reopen: (commentId: string) => Promise<boolean>;
  readonly remove: (commentId: string) => Promise<boolean>;
}

export function useCommentCommands(groupId: string, planId: string): CommentCommands {
  const engine = useEngine();
  const fail = useFailureToast();
  return useMemo(() => {
    const commit = async (intent: Intent): Promise<boolean> => {
      const done = await engine.commit([intent]);
      if (!done.ok) fail(`commit.${done.error}`);
      return done.ok;
    };
    const say = (body: Omit<PlanCommentAdded, 'planId' | 'commentId'>): Promise<boolean> =>
      commit({
        type: 'plan.comment-added',
        groupId,
        body: { planId, commentId: engine.newId(), ...body },
      });
    const on = (
      type: 'plan.comment-resolved' | 'plan.comment-reopened' | 'plan.comment-deleted',
      commentId: string,
    ): Promise<boolean> => commit({ type, groupId, body: { planId, commentId } });
    return {
      add: (at, text) => say({ text, ...at }),
      reply: (replyTo, text) => say({ text, replyTo }),
      edit: (commentId, text) =>
        commit({ type: 'plan.comment-edited', groupId, body: { planId, commentId, text } }),
      resolve: (commentId) => on('plan.comment-resolved', commentId),
      reopen: (commentId) => on('plan.comment-reopened', commentId),
      remove: (commentId) => on('plan.comment-deleted', commentId),
    };
  }, [engine, groupId, planId, fail]);
}
