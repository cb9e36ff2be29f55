/** Removing somebody with a way back: they leave the list at once, and the group when the time to undo is over. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import { useUndoable } from '#client/session/use-undoable.ts';
import type { MemberView } from '#client/store/read-types.ts';
import { useToast } from '#client/ui/toast.tsx';

export interface UndoableRemoval {
  /** Shown as gone. */
  readonly leavingIds: ReadonlySet<string>;
  readonly remove: (member: MemberView, hideName: boolean) => void;
}

export function useUndoableRemoval(groupId: string): UndoableRemoval {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const { pendingIds, begin } = useUndoable(toast);
  const remove = useCallback(
    ({ memberId, name }: MemberView, hideName: boolean): void => {
      const about = { groupId, body: { memberId } };
      begin(memberId, t('remove.done', { name }), async () => {
        const saved = await engine.commit([
          { type: 'member.removed', ...about },
          ...(hideName ? [{ type: 'member.name-hidden' as const, ...about }] : []),
        ]);
        if (!saved.ok) fail(`commit.${saved.error}`);
      });
    },
    [engine, groupId, begin, t, fail],
  );
  return { leavingIds: pendingIds, remove };
}
