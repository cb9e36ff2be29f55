/** Waiting for what comes from the server: until it is here, or one cannot hope for it any more. */

/** The engine asks again by itself after a lost connection; longer than this nobody is left waiting without a word. */
export const PATIENCE_MS = 20_000;

export interface Waiting {
  /** What may bring it; each returns what ends the listening. */
  readonly listen: readonly ((look: () => void) => () => void)[];
  readonly signal: AbortSignal;
  /** Absent: as long as it takes. */
  readonly ms: number | undefined;
}

/** Ends when it is enough or the time is up; throws when it was cancelled. */
export function waitFor(isEnough: () => boolean, { listen, signal, ms }: Waiting): Promise<void> {
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    let isOver = false;
    const settle = (end: () => void): void => {
      isOver = true;
      for (const stop of ends.splice(0)) stop();
      end();
    };
    const look = (): void => {
      if (isOver) return;
      if (signal.aborted) settle(() => reject(signal.reason));
      else if (isEnough()) settle(resolve);
    };
    look();
    if (isOver) return;
    const timer = ms === undefined ? undefined : setTimeout(() => settle(resolve), ms);
    signal.addEventListener('abort', look);
    ends.push(
      () => clearTimeout(timer),
      () => signal.removeEventListener('abort', look),
      ...listen.map((start) => start(look)),
    );
    look();
  });
}
