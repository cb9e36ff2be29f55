/**
 * Marks in the text that follow something outside of it: the carets of others, what comments point at. Decorations alone: nothing of
 * it is written.
 */
import { type EditorState, Plugin, type PluginKey, type PluginView } from '@tiptap/pm/state';
import { DecorationSet, type EditorProps, type EditorView } from '@tiptap/pm/view';

/** After the binding: places are looked up in what it knows of the new text. */
export const AFTER_BINDING = 10;

export interface FollowedMarks {
  readonly key: PluginKey<DecorationSet>;
  readonly marksOf: (state: EditorState) => DecorationSet;
  readonly isEmpty: () => boolean;
  /** Calls when there are others to mark. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly handleClick?: EditorProps['handleClick'];
  /** What else is done while the text is shown. */
  readonly attend?: (view: EditorView) => PluginView;
}

export function followMarks({
  key,
  marksOf,
  isEmpty,
  subscribe,
  handleClick,
  attend,
}: FollowedMarks): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, marks) => (tr.getMeta(key) as DecorationSet | undefined) ?? marks.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state), ...(handleClick && { handleClick }) },
    view: (view) => {
      let isDrawing = false;
      // One frame for all that moved: a change of the text moves marks too.
      const draw = (): void => {
        if (isDrawing) return;
        isDrawing = true;
        requestAnimationFrame(() => {
          isDrawing = false;
          if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, marksOf(view.state)));
        });
      };
      const unsubscribe = subscribe(draw);
      const also = attend?.(view);
      draw();
      return {
        // A change from elsewhere replaces the whole text for ProseMirror: what was mapped is lost.
        update: (shown, before) => {
          if (before.doc !== shown.state.doc && !isEmpty()) draw();
          also?.update?.(shown, before);
        },
        destroy: () => {
          unsubscribe();
          also?.destroy?.();
        },
      };
    },
  });
}
