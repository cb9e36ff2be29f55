/**
 * Writes a draft shortly after each change, and at once when told to: a phone may end a page without a word.
 *
 * One write at a time, always of the newest; a slow disk never makes an older draft win over a newer one. What the
 * disk refuses is kept with the unsaved ones and written again until it succeeds or another takes its place.
 */
import type { Draft } from '#client/store/tables.ts';
import type { UnsavedDrafts } from './unsaved-drafts.ts';

export interface DraftKeeper {
  keep(draft: Draft): void;
  /** Writes now what waits. Resolves when it is on disk or could not be. */
  flush(): Promise<void>;
}

/** A kill between two keystrokes costs at most this much of what was typed. */
const DELAY_MS = 120;
const AGAIN_MS = 5_000;

/** `save` resolves to whether it is on disk. */
export function createDraftKeeper(
  save: (draft: Draft) => Promise<boolean>,
  unsaved: UnsavedDrafts,
): DraftKeeper {
  let waiting: Draft | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | null = null;

  const write = async (draft: Draft): Promise<void> => {
    if (await save(draft)) {
      unsaved.remove(draft.groupId);
      return;
    }
    unsaved.put(draft);
    setTimeout(() => {
      // A newer one, of this screen or the next, has taken over.
      if (waiting || unsaved.get(draft.groupId) !== draft) return;
      waiting = draft;
      void flush();
    }, AGAIN_MS);
  };

  const writeAll = async (): Promise<void> => {
    while (waiting) {
      const draft = waiting;
      waiting = null;
      await write(draft);
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
