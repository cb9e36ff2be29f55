/** A text that was opened at one of its blocks: found by search, with the word that was found there. */
import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { useEffect, useState } from 'react';
import { seekAt } from './find-plugin.ts';
import { fold } from './fold-text.ts';

interface Wanted {
  /** Among the text blocks of the text, from 0. */
  readonly block: number;
  readonly word: string;
}

const readWanted = (): Wanted | undefined => (history.state as { reveal?: Wanted } | null)?.reveal;

/** Seeks the word there as soon as the text is drawn, and says so; if it moved on since, in the nearest block that has it. */
export function useOpenAtBlock(editor: Editor, onSought: () => void): void {
  const [wanted, setWanted] = useState(readWanted);
  useEffect(() => {
    if (!wanted) return;
    const open = (): void => {
      if (editor.isDestroyed) return;
      const { doc } = editor.state;
      // The text is not drawn yet.
      if (doc.textContent === '') return;
      const at = findBlock(doc, wanted);
      editor.off('transaction', open);
      setWanted(undefined);
      // Coming back to the text leads to its beginning, as ever.
      const { reveal: _, ...rest } = history.state as { reveal?: Wanted };
      history.replaceState(rest, '');
      if (at === undefined) return;
      editor.view.dispatch(seekAt(editor.state, wanted.word, at));
      onSought();
    };
    // The shared text takes its place in the editor by a transaction of its own.
    editor.on('transaction', open);
    open();
    return () => {
      editor.off('transaction', open);
    };
  }, [editor, wanted, onSought]);
}

/** Where it begins; undefined: no block has the word. */
export function findBlock(doc: Node, { block: wanted, word }: Wanted): number | undefined {
  const sought = fold(word);
  let nearest: { readonly away: number; readonly pos: number } | undefined;
  let index = -1;
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    index += 1;
    const away = Math.abs(index - wanted);
    if (fold(node.textContent).includes(sought) && away < (nearest?.away ?? Number.POSITIVE_INFINITY)) {
      nearest = { away, pos };
    }
    return false;
  });
  return nearest?.pos;
}
