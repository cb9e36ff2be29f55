/**
 * Writes a draft shortly after each change, and at once when told to: a phone may end a page without a word.
 *
 * One write at a time, always of the newest; a slow disk never makes an older draft win over a newer one.
 */
import type { Draft } from '#client/store/tables.ts';

export interface DraftKeeper {
  keep(draft: Draft): void;
  /** Writes now what waits. Resolves when it is on disk or could not be. */
  flush(): Promise<void>;
}

/** A kill between two keystrokes costs at most this much of what was typed. */
const DELAY_MS = 120;

export function createDraftKeeper(save: (draft: Draft) => Promise<void>): DraftKeeper {
  let waiting: Draft | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    while (waiting) {
      const draft = waiting;
      waiting = null;
      // The text is still in the box; its own commit tells the person when the disk refuses.
      await save(draft).catch(() => undefined);
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!writing && waiting) {
      writing = writeAll().finally(() => {
        writing = null;
      });
    }
    await writing;
  };

  return {
    keep(draft) {
      waiting = draft;
      timer ??= setTimeout(() => void flush(), DELAY_MS);
    },
    flush,
  };
}
