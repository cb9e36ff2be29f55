/** Tells the group that one is typing: at most every `REPEAT_MS`, and once that it stopped. */
export interface TypingSignal {
  /** The text changed. An empty one means the person stopped. */
  typed(text: string): void;
  stop(): void;
}

/** Half of how long others show the sign, so that it never blinks while somebody types on. */
const REPEAT_MS = 3_000;

export function createTypingSignal(send: (typing: boolean) => void, monotonicMs: () => number): TypingSignal {
  let sentAt: number | null = null;
  const stop = (): void => {
    if (sentAt === null) return;
    sentAt = null;
    send(false);
  };
  return {
    typed(text) {
      if (text === '') return stop();
      const now = monotonicMs();
      if (sentAt !== null && now - sentAt < REPEAT_MS) return;
      sentAt = now;
      send(true);
    },
    stop,
  };
}
