import { useEffect, useRef, useState } from 'react';
import type { ConversationSnapshot, ConversationSource } from '#client/store/read-types.ts';
import type { UnreadMark } from './conversation-rows.ts';

/** Pages read at once to reach the first unread; with more unread than that one starts at the newest. */
const PAGES_MAX = 5;

/**
 * What was unread when the conversation was opened, once enough of it is read to show where that begins.
 * undefined until then; null when nothing was.
 */
export function useUnreadAtOpening(
  source: ConversationSource | null,
  { ready, readAtOpen, unread }: ConversationSnapshot,
): UnreadMark | null | undefined {
  const [mark, setMark] = useState<UnreadMark | null>();
  const begun = useRef(false);
  useEffect(() => {
    if (!source || !ready || begun.current) return;
    begun.current = true;
    // Somebody who never read here came just now: for them the conversation begins at its end.
    if (unread === 0 || readAtOpen === 0) {
      setMark(null);
      return;
    }
    void reachUnread(source, readAtOpen)
      .catch(() => false)
      .then((reached) => setMark(reached ? { afterVersion: readAtOpen, count: unread } : null));
  }, [source, ready, readAtOpen, unread]);
  return mark;
}

async function reachUnread(source: ConversationSource, afterVersion: number): Promise<boolean> {
  for (let page = 0; page <= PAGES_MAX; page++) {
    const { messages, hasOlder } = source.getSnapshot();
    const oldest = messages.find(({ version }) => version !== null)?.version ?? 0;
    if (oldest <= afterVersion + 1 || !hasOlder) return true;
    if (page === PAGES_MAX || !(await source.loadOlder())) return false;
  }
  return false;
}
