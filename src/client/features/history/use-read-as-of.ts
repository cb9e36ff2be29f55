/** What is read once as of a point, and again when the point moves on: what was read before is shown meanwhile. */
import { useEffect, useState } from 'react';
import { useReader } from '#client/session/session-context.ts';
import type { Reader } from '#client/store/read-types.ts';

/** undefined until it is read. `read`: null where there is nothing to ask. */
export function useReadAsOf<T>(
  read: (reader: Reader) => Promise<T> | null,
  point: readonly unknown[],
): T | undefined {
  const reader = useReader();
  const [found, setFound] = useState<T>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what `read` closes over, and the head that moved.
  useEffect(() => {
    let isOver = false;
    void read(reader)?.then((value) => !isOver && setFound(() => value));
    return () => {
      isOver = true;
    };
  }, [reader, ...point]);
  return found;
}
