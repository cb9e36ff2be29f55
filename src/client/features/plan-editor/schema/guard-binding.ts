/**
 * Looks at every change to the text before the editor does. Yjs calls `beforeObserverCalls` when a change is in the document and
 * nobody has been told: whoever lets go of the document then is not told at all, and deletes nothing.
 */
import * as Y from 'yjs';
import { findUnknown, type Vocabulary } from './readable-text.ts';

/** `onUnknown` must take the editor off the document before it returns. */
export function guardBinding(fragment: Y.XmlFragment, known: Vocabulary, onUnknown: () => void): () => void {
  const { doc } = fragment;
  const look = (transaction: Y.Transaction): void => {
    // What this app writes it knows.
    if (transaction.local) return;
    for (const type of transaction.changed.keys()) {
      if (type._item?.deleted || !isWithin(type._item, fragment, type)) continue;
      if (findUnknown(type, known) === null) continue;
      onUnknown();
      return;
    }
  };
  doc?.on('beforeObserverCalls', look);
  return () => doc?.off('beforeObserverCalls', look);
}

/** `item`: where `type` hangs; null: it is a root. */
function isWithin(item: Y.Item | null, fragment: Y.XmlFragment, type: object): boolean {
  if (type === fragment) return true;
  const parent = item?.parent;
  return parent instanceof Y.AbstractType ? isWithin(parent._item, fragment, parent) : false;
}
