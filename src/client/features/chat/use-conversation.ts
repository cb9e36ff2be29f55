import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useReader } from '#client/session/session-context.ts';
import type { ConversationSnapshot, ConversationSource } from '#client/store/read-types.ts';

const OPENING: ConversationSnapshot = {
  ready: false,
  messages: [],
  hasOlder: false,
  heldFrom: 0,
  readAtOpen: 0,
  unread: 0,
};

/** The conversation of a group, open for as long as the component is. Mount anew (`key`) for another group. */
export function useConversation(groupId: string): {
  readonly snapshot: ConversationSnapshot;
  readonly source: ConversationSource | null;
} {
  const reader = useReader();
  const [source, setSource] = useState<ConversationSource | null>(null);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  useEffect(() => {
    let opened: ConversationSource | undefined;
    let left = false;
    reader.openConversation(groupId).then(
      (conversation) => {
        opened = conversation;
        if (!left) setSource(conversation);
      },
      (error: unknown) => setFailure({ error }),
    );
    return () => {
      left = true;
      setSource(null);
      opened?.close();
    };
  }, [reader, groupId]);
  // For the screen's boundary, which offers to try again.
  if (failure) throw failure.error;
  const subscribe = useCallback(
    (listener: () => void) => source?.subscribe(listener) ?? (() => undefined),
    [source],
  );
  const snapshot = useSyncExternalStore(subscribe, () => source?.getSnapshot() ?? OPENING);
  return { snapshot, source };
}
