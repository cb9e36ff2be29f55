/** What people wrote in the conversation: the newest of it, and as far back as one message. undefined: being read. */
import { useEffect, useState } from 'react';
import { useReader } from '#client/session/session-context.ts';
import type { ConversationSource, MessageView } from '#client/store/read-types.ts';

export function useMessages(
  groupId: string,
  asFarAs: string | undefined,
): readonly MessageView[] | undefined {
  const reader = useReader();
  const [messages, setMessages] = useState<readonly MessageView[]>();
  const [failure, setFailure] = useState<{ readonly error: unknown }>();
  useEffect(() => {
    let source: ConversationSource | undefined;
    let isOver = false;
    const open = async (): Promise<void> => {
      const opened = await reader.openConversation(groupId);
      source = opened;
      if (isOver) return opened.close();
      const show = (): void => {
        const snapshot = opened.getSnapshot();
        if (snapshot.ready && !isOver) setMessages(snapshot.messages.filter(isText));
      };
      if (asFarAs !== undefined) await opened.reveal(asFarAs);
      opened.subscribe(show);
      show();
    };
    open().catch((error: unknown) => !isOver && setFailure({ error }));
    return () => {
      isOver = true;
      source?.close();
    };
  }, [reader, groupId, asFarAs]);
  // For the screen's boundary, which offers to try again.
  if (failure) throw failure.error;
  return messages;
}

const isText = ({ kind, deleted, text }: MessageView): boolean =>
  kind === 'text' && !deleted && text.trim() !== '';
