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
  useEffect(() => {
    const opened = reader.openConversation(groupId);
    setSource(opened);
    return () => {
      setSource(null);
      opened.close();
    };
  }, [reader, groupId]);
  const subscribe = useCallback(
    (listener: () => void) => source?.subscribe(listener) ?? (() => undefined),
    [source],
  );
  const snapshot = useSyncExternalStore(subscribe, () => source?.getSnapshot() ?? OPENING);
  return { snapshot, source };
}
