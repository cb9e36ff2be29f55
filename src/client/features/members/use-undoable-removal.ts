/**
 * Removing somebody with a way back: they leave the list at once, and the group when the time to undo is over, or when
 * the screen is left. A kill in between leaves them in: the safe side.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onBeforeLeaving } from '#client/session/before-leaving.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { MemberView } from '#client/store/read-types.ts';
import { useToast } from '#client/ui/toast.tsx';

/** A little longer than the toast that offers the way back is shown. */
const UNDO_MS = 8_500;

export interface UndoableRemoval {
  /** Shown as gone. */
  readonly leavingIds: ReadonlySet<string>;
  readonly remove: (member: MemberView, hideName: boolean) => void;
}

export function useUndoableRemoval(groupId: string): UndoableRemoval {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const [leavingIds, setLeavingIds] = useState<ReadonlySet<string>>(new Set());
  const pending = useRef(
    new Map<string, { timer: ReturnType<typeof setTimeout>; run: () => Promise<void> }>(),
  );

  const end = useCallback((memberId: string) => {
    clearTimeout(pending.current.get(memberId)?.timer);
    pending.current.delete(memberId);
    setLeavingIds((ids) => new Set([...ids].filter((id) => id !== memberId)));
  }, []);

  const remove = useCallback(
    ({ memberId, name }: MemberView, hideName: boolean): void => {
      if (pending.current.has(memberId)) return;
      const about = { groupId, body: { memberId } };
      const run = async (): Promise<void> => {
        clearTimeout(pending.current.get(memberId)?.timer);
        pending.current.delete(memberId);
        const saved = await engine.commit([
          { type: 'member.removed', ...about },
          ...(hideName ? [{ type: 'member.name-hidden' as const, ...about }] : []),
        ]);
        if (!saved.ok) toast.show({ text: t('member.failed'), tone: 'bad' });
        end(memberId);
      };
      pending.current.set(memberId, { timer: setTimeout(() => void run(), UNDO_MS), run });
      setLeavingIds((ids) => new Set([...ids, memberId]));
      toast.show({
        text: t('remove.done', { name }),
        action: { label: t('undo'), run: () => end(memberId) },
      });
    },
    [engine, groupId, end, t, toast],
  );

  useEffect(() => {
    const waiting = pending.current;
    const runAll = (): Promise<unknown> => Promise.all([...waiting.values()].map(({ run }) => run()));
    const runWhenHidden = (): void => {
      if (document.visibilityState === 'hidden') void runAll();
    };
    const forget = onBeforeLeaving(runAll);
    document.addEventListener('visibilitychange', runWhenHidden);
    return () => {
      forget();
      document.removeEventListener('visibilitychange', runWhenHidden);
      void runAll();
    };
  }, []);

  return { leavingIds, remove };
}
