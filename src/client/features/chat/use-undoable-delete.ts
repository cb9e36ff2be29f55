/**
 * Deleting with a way back: the message is gone from the screen at once, and for good when the time to undo is
 * over, or when the screen is left. A kill in between leaves the message: the safe side.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onBeforeLeaving } from '#client/session/before-leaving.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { MessageView } from '#client/store/read-types.ts';
import { useToast } from '#client/ui/toast.tsx';

/** A little longer than the toast that offers the way back is shown. */
const UNDO_MS = 8_500;

export interface UndoableDelete {
  /** Shown as gone. */
  readonly hiddenIds: ReadonlySet<string>;
  readonly remove: (message: MessageView, mayTakeBack: () => boolean) => void;
}

export function useUndoableDelete(groupId: string): UndoableDelete {
  const { t } = useTranslation('chat');
  const engine = useEngine();
  const toast = useToast();
  const [hiddenIds, setHiddenIds] = useState<ReadonlySet<string>>(NONE);
  const pending = useRef(
    new Map<string, { timer: ReturnType<typeof setTimeout>; run: () => Promise<void> }>(),
  );

  const show = useCallback((id: string) => setHiddenIds((ids) => without(ids, id)), []);

  const remove = useCallback(
    (message: MessageView, mayTakeBack: () => boolean): void => {
      const { id, opId, status } = message;
      if (pending.current.has(id)) return;
      const run = async (): Promise<void> => {
        clearTimeout(pending.current.get(id)?.timer);
        pending.current.delete(id);
        if (status === 'refused' && opId) await engine.discardFromTray(opId);
        // What never left this device and nothing points to need not tell the others it existed.
        else if (!(opId && mayTakeBack() && (await engine.cancelQueued(opId)))) {
          const saved = await engine.commit([{ type: 'message.deleted', groupId, body: { messageId: id } }]);
          if (!saved.ok) toast.show({ text: t('actions.notSaved'), tone: 'bad' });
        }
        show(id);
      };
      const undo = (): void => {
        clearTimeout(pending.current.get(id)?.timer);
        pending.current.delete(id);
        show(id);
      };
      pending.current.set(id, { timer: setTimeout(() => void run(), UNDO_MS), run });
      setHiddenIds((ids) => new Set([...ids, id]));
      toast.show({ text: t('actions.deleted'), action: { label: t('actions.undo'), run: undo } });
    },
    [engine, groupId, show, t, toast],
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

  return { hiddenIds, remove };
}

const NONE: ReadonlySet<string> = new Set();

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const rest = new Set(ids);
  rest.delete(id);
  return rest;
}
