import { useEffect, useSyncExternalStore } from 'react';
import { useEngine } from '#client/session/session-context.ts';
import type { MessageView } from '#client/store/read-types.ts';

/** Marks as read what is on the screen: only while the page is visible and the end of the list is in view. */
export function useReadMark(groupId: string, messages: readonly MessageView[], atEnd: boolean): void {
  const engine = useEngine();
  const visible = usePageVisible();
  const newest = messages.findLast(({ version }) => version !== null)?.version ?? 0;
  useEffect(() => {
    if (atEnd && visible && newest > 0) engine.markRead(groupId, newest);
  }, [engine, groupId, atEnd, visible, newest]);
}

function usePageVisible(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    () => document.visibilityState === 'visible',
  );
}
