/**
 * Puts much content into the text at the selection, piece by piece, with a breath after each: others' words and one's own keys come
 * in between, so the place to go on at is kept in the shared text, not counted.
 */
import type { Node } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { keepPlace, placeNow } from '../shared-places.ts';
import { cutContent, cutText, type Piece } from './cut-content.ts';

/** True: all of it is in. False: the place it was going to is gone, with whoever took it away. */
export async function putIn(
  view: EditorView,
  nodes: readonly Node[],
  onProgress: (share: number) => void,
): Promise<boolean> {
  const [only] = nodes;
  const isInline = nodes.length === 1 && only?.type.name === 'paragraph' && takesText(view);
  const pieces = isInline ? [...cutText(only.content, 0)] : [...cutContent(nodes)];
  let end = isInline ? clearSelection(view) : openGap(view);
  for (const [index, piece] of pieces.entries()) {
    end = insert(view, piece, end);
    const kept = keepPlace(view.state, end);
    onProgress((index + 1) / pieces.length);
    await breathe();
    if (view.isDestroyed) return false;
    const now = kept && placeNow(view.state, kept);
    if (now === null || now === undefined) return false;
    end = now;
  }
  const { doc } = view.state;
  view.dispatch(
    view.state.tr
      .setSelection(TextSelection.near(doc.resolve(Math.min(end, doc.content.size)), -1))
      .scrollIntoView(),
  );
  return true;
}

function insert(view: EditorView, { depth, content }: Piece, end: number): number {
  view.dispatch(view.state.tr.insert(end - depth, content));
  return end + content.size;
}

const takesText = ({ state }: EditorView): boolean => state.selection.$from.parent.inlineContent;

function clearSelection(view: EditorView): number {
  if (!view.state.selection.empty) view.dispatch(view.state.tr.deleteSelection());
  return view.state.selection.from;
}

/** A place between blocks where the selection is: an empty paragraph gives way, any other is parted. */
function openGap(view: EditorView): number {
  clearSelection(view);
  const { tr, selection } = view.state;
  const { $from } = selection;
  if (!$from.parent.isTextblock) return $from.pos;
  if ($from.parent.content.size === 0 && $from.node(-1).childCount > 1) {
    view.dispatch(tr.delete($from.before(), $from.after()));
    return $from.before();
  }
  if ($from.parentOffset === 0) return $from.before();
  if ($from.parentOffset === $from.parent.content.size) return $from.after();
  view.dispatch(tr.split($from.pos));
  return $from.pos + 1;
}

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
