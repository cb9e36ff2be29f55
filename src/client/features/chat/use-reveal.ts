import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import type { ConversationSource } from '#client/store/read-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import type { ConversationRow } from './conversation-rows.ts';
import type { MessageListHandle } from './message-list.tsx';

const HIGHLIGHT_MS = 1_600;

/** Goes to a message that may not be loaded yet, and shows for a moment which one it is. */
export function useReveal(
  source: ConversationSource | null,
  list: RefObject<MessageListHandle | null>,
  rows: readonly ConversationRow[],
): { readonly highlightedId: string | null; readonly reveal: (messageId: string) => void } {
  const { t } = useTranslation('chat');
  const toast = useToast();
  const [wantedId, setWantedId] = useState<string | null>(null);
  const [highlightedId, setHighlightedId] = useState<string | null>(null);

  const reveal = useCallback(
    (messageId: string) => {
      void source
        ?.reveal(messageId)
        .catch(() => false)
        .then((here) => {
          if (here) setWantedId(messageId);
          else toast.show({ text: t('message.notFound') });
        });
    },
    [source, t, toast],
  );

  // `/g/:id?mensagem=…` leads to a message. Once: coming back to the conversation is not asking again.
  const asked = new URLSearchParams(useSearch()).get('mensagem');
  useEffect(() => {
    if (asked === null || source === null) return;
    history.replaceState(history.state, '', location.pathname);
    reveal(asked);
  }, [asked, source, reveal]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows may hold it only a render later.
  useEffect(() => {
    if (wantedId === null || !list.current?.scrollToMessage(wantedId)) return;
    setWantedId(null);
    setHighlightedId(wantedId);
  }, [wantedId, rows, list]);

  useEffect(() => {
    if (highlightedId === null) return;
    const timer = setTimeout(() => setHighlightedId(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlightedId]);

  return { highlightedId, reveal };
}
