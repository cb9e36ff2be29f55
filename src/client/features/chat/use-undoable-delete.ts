/** Deleting with a way back: the message is gone from the screen at once, and for good when the time to undo is over. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import { useUndoable } from '#client/session/use-undoable.ts';
import type { MessageView } from '#client/store/read-types.ts';
import { useToast } from '#client/ui/toast.tsx';

export interface UndoableDelete {
  /** Shown as gone. */
  readonly hiddenIds: ReadonlySet<string>;
  readonly remove: (message: MessageView, mayTakeBack: () => boolean) => void;
}

export function useUndoableDelete(groupId: string): UndoableDelete {
  const { t } = useTranslation('chat');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const { pendingIds, begin } = useUndoable(toast);
  const remove = useCallback(
    ({ id, opId, status }: MessageView, mayTakeBack: () => boolean): void => {
      begin(id, t('actions.deleted'), async () => {
        if (status === 'refused' && opId) await engine.discardFromTray(opId);
        // What never left this device and nothing points to need not tell the others it existed.
        else if (!(opId && mayTakeBack() && (await engine.cancelQueued(opId)))) {
          const saved = await engine.commit([{ type: 'message.deleted', groupId, body: { messageId: id } }]);
          if (!saved.ok) fail(`commit.${saved.error}`);
        }
      });
    },
    [engine, groupId, begin, t, fail],
  );
  return { hiddenIds: pendingIds, remove };
}
