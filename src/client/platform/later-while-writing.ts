/** What may wait a moment while somebody writes in a text (writing.ts): many askings are one then. Else at once. */
import type { Clock } from './clock.ts';
import { isWriting } from './writing.ts';

export interface LaterWhileWriting {
  ask(): void;
  stop(): void;
}

export function laterWhileWriting(clock: Clock, pauseMs: number, go: () => void): LaterWhileWriting {
  let cancel: (() => void) | undefined;
  const run = (): void => {
    cancel?.();
    cancel = undefined;
    go();
  };
  return {
    ask() {
      if (!isWriting()) run();
      else cancel ??= clock.after(pauseMs, run);
    },
    stop: () => cancel?.(),
  };
}
