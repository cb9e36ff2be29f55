/**
 * Something done with a way back: it shows at once, and is done when the time to undo is over, or when the screen is
 * left. A kill in between leaves all as it was: the safe side.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onBeforeLeaving } from './before-leaving.ts';

/** A little longer than the toast that offers the way back is shown. */
const UNDO_MS = 8_500;

export interface Undoable {
  /** What is about to be done, shown as done. */
  readonly pendingIds: ReadonlySet<string>;
  /** `commit` is called once, later, unless it is undone before; `text` is what the toast says. */
  readonly begin: (id: string, text: string, commit: () => Promise<void>) => void;
}

/** What offers the way back. */
interface Offer {
  readonly show: (offer: {
    readonly text: string;
    readonly action: { readonly label: string; readonly run: () => void };
  }) => void;
}

export function useUndoable(toast: Offer): Undoable {
  const { t } = useTranslation();
  const [pendingIds, setPendingIds] = useState<ReadonlySet<string>>(new Set());
  const pending = useRef(
    new Map<string, { timer: ReturnType<typeof setTimeout>; run: () => Promise<void> }>(),
  );

  const end = useCallback((id: string) => {
    clearTimeout(pending.current.get(id)?.timer);
    pending.current.delete(id);
    setPendingIds((ids) => new Set([...ids].filter((one) => one !== id)));
  }, []);

  const begin = useCallback(
    (id: string, text: string, commit: () => Promise<void>): void => {
      if (pending.current.has(id)) return;
      const run = async (): Promise<void> => {
        clearTimeout(pending.current.get(id)?.timer);
        pending.current.delete(id);
        await commit();
        end(id);
      };
      pending.current.set(id, { timer: setTimeout(() => void run(), UNDO_MS), run });
      setPendingIds((ids) => new Set([...ids, id]));
      toast.show({ text, action: { label: t('undo'), run: () => end(id) } });
    },
    [end, t, toast],
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

  return { pendingIds, begin };
}
