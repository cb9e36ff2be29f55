/** What the menu and the rows of the list set going. Every command says aloud when the disk refuses it. */
import { type RefObject, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useShareText } from '#client/errors/use-share-text.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { MessageView } from '#client/store/read-types.ts';
import type { CommitResult } from '#client/sync/engine-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import { unreachable } from '#domain/assert.ts';
import { isUnreferenced, type MessageAction } from './message-actions.ts';
import type { Composing, Shown } from './use-composer.ts';
import type { UndoableDelete } from './use-undoable-delete.ts';

export interface MessageCommands {
  readonly toggleReaction: (message: MessageView, emoji: string) => void;
  readonly act: (action: MessageAction, message: MessageView) => void;
}

const NOT_SAVED = { ok: false, error: 'storage-failed' } as const;

export function useMessageCommands(
  groupId: string,
  shown: RefObject<Shown>,
  composing: Composing | null,
  remove: UndoableDelete['remove'],
  chooseEmoji: (messageId: string) => void,
): MessageCommands {
  const { t } = useTranslation('chat');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const { copy } = useShareText();
  const [, navigate] = useLocation();

  const report = useCallback(
    async (saving: Promise<CommitResult>, done?: string): Promise<void> => {
      const result = await saving.catch(() => NOT_SAVED);
      if (!result.ok) fail(`commit.${result.error}`);
      else if (done) toast.show({ text: done });
    },
    [fail, toast],
  );

  const toggleReaction = useCallback(
    ({ id, reactions }: MessageView, emoji: string) => {
      const mine = reactions.some((reaction) => reaction.mine && reaction.emoji === emoji);
      const type = mine ? 'reaction.removed' : 'reaction.added';
      void report(engine.commit([{ type, groupId, body: { messageId: id, emoji } }]));
    },
    [engine, groupId, report],
  );

  const act = useCallback(
    (action: MessageAction, message: MessageView): void => {
      switch (action) {
        case 'retry':
          if (message.opId) void report(engine.retryFromTray(message.opId), t('actions.retried'));
          break;
        case 'reply':
          composing?.store.reply(message.id);
          break;
        case 'react':
          chooseEmoji(message.id);
          break;
        case 'copy':
          copy(message.text, t('actions.copied'));
          break;
        case 'list':
          navigate(`/g/${groupId}/planos/lista`, { state: { from: `/g/${groupId}`, messageId: message.id } });
          break;
        case 'edit':
          composing?.store.edit(message.id);
          break;
        case 'delete':
          remove(message, () => isUnreferenced(message, shown.current.messages));
          break;
        default:
          unreachable(action);
      }
    },
    [engine, groupId, navigate, composing, remove, chooseEmoji, report, shown, t, copy],
  );

  return useMemo(() => ({ toggleReaction, act }), [toggleReaction, act]);
}
