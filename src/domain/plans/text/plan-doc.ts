/**
 * The Yjs document of a plan. It forgets the words of what was deleted, as any does, and never where a deleted block or text stood:
 * somebody may be writing in it who does not know, and their words are put there (keep-words.ts). A deleted block costs some 60 bytes.
 */
import * as Y from 'yjs';

/** `guid`: nobody asks for it, and to draw one costs more than the rest. */
export const newPlanDoc = (): Y.Doc =>
  new Y.Doc({ guid: '', gcFilter: ({ content }: Y.Item) => !(content instanceof Y.ContentType) });
