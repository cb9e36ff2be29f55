/**
 * Drafts the database would not take: full, away, or let go to a newer version. They live as long as the tab does,
 * reloads included, so that a text outlives leaving the conversation and the reload that is meant to help.
 */
import type { Draft } from '#client/store/tables.ts';

export interface UnsavedDrafts {
  get(groupId: string): Draft | undefined;
  put(draft: Draft): void;
  remove(groupId: string): void;
  /** There is something that closing the tab would lose. */
  hasAny(): boolean;
}

const PREFIX = 'racha.unsaved-draft.';

/** `storage`: gives the tab's own. A browser may refuse it; then the drafts outlive the screen but not the page. */
export function createUnsavedDrafts(storage: () => Storage): UnsavedDrafts {
  const drafts = new Map<string, Draft>(readAll(storage));
  return {
    get: (groupId) => drafts.get(groupId),
    put(draft) {
      drafts.set(draft.groupId, draft);
      quietly(() => storage().setItem(`${PREFIX}${draft.groupId}`, JSON.stringify(draft)));
    },
    remove(groupId) {
      if (!drafts.delete(groupId)) return;
      quietly(() => storage().removeItem(`${PREFIX}${groupId}`));
    },
    hasAny: () => drafts.size > 0,
  };
}

function readAll(storage: () => Storage): [groupId: string, draft: Draft][] {
  const found: [string, Draft][] = [];
  quietly(() => {
    const tab = storage();
    for (let i = 0; i < tab.length; i++) {
      const key = tab.key(i);
      if (!key?.startsWith(PREFIX)) continue;
      const draft = JSON.parse(tab.getItem(key) ?? '') as Draft;
      found.push([draft.groupId, draft]);
    }
  });
  return found;
}

/** A browser that denies one storage may deny the other; the drafts in memory stand. */
function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // Denied or full.
  }
}
