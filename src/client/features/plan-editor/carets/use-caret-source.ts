import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { openOnce, subscribeLate } from '#client/session/late-door.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { Carets, OtherCaret } from '#client/sync/engine-types.ts';
import type { Caret } from '#protocol/carets.ts';
import type { CaretSource } from './caret-marks.ts';

const NOBODY: readonly OtherCaret[] = [];

/** Who else has the plan open, and the door by which this screen says where it writes. */
export function useCaretSource(
  group: GroupView,
  planId: string,
  clientId: number,
): { readonly source: CaretSource; readonly here: readonly OtherCaret[] } {
  const engine = useEngine();
  const { groupId } = group;
  const people = useRef(group.members);
  people.current = group.members;
  const tell = useRef<(caret: Caret | null) => void>(() => undefined);
  const { source, open } = useMemo(() => {
    let carets: Carets | undefined;
    const open = openOnce(async () => {
      carets = await engine.openCarets();
      return carets;
    });
    const source: CaretSource = {
      list: () => carets?.list({ groupId, planId }) ?? NOBODY,
      subscribe: (listener) =>
        subscribeLate(open, (board) => {
          listener();
          return board.subscribe(listener);
        }),
      nameOf: (memberId) => people.current.find((member) => member.memberId === memberId)?.name ?? '',
      show: (caret) => tell.current(caret),
    };
    return { source, open };
  }, [engine, groupId, planId]);
  useEffect(() => {
    const over = new AbortController();
    const end = subscribeLate(open, (carets) => {
      tell.current = carets.open({ groupId, planId, clientId }, over.signal);
      return () => over.abort();
    });
    addEventListener('pagehide', end);
    return () => {
      removeEventListener('pagehide', end);
      end();
    };
  }, [open, groupId, planId, clientId]);
  const here = useSyncExternalStore(source.subscribe, source.list);
  return { source, here };
}
