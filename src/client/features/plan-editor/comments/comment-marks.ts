/** What comments point at, marked in the text; pressed, it opens them. Decorations alone. */
import { Extension } from '@tiptap/core';
import { type EditorState, type Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { PlanCommentRow } from '#domain/plans/plan-rows.ts';
import { AFTER_BINDING, followMarks } from '../followed-marks.ts';
import { placeFromText, placeNow } from '../shared-places.ts';

export interface CommentSource {
  /** Those that are marked: open, and pointing at something. */
  readonly list: () => readonly PlanCommentRow[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly onOpen: (commentId: string) => void;
}

const key = new PluginKey<DecorationSet>('plan-comments');

export const CommentMarks = Extension.create<{ source: CommentSource | null }>({
  name: 'commentMarks',
  priority: AFTER_BINDING,
  addOptions: () => ({ source: null }),
  addProseMirrorPlugins() {
    const { source } = this.options;
    return source ? [commentPlugin(source)] : [];
  },
});

function commentPlugin(source: CommentSource): Plugin {
  return followMarks({
    key,
    marksOf: (state) => marksOf(state, source.list()),
    isEmpty: () => source.list().length === 0,
    subscribe: source.subscribe,
    handleClick: (view, pos) => {
      const [mark] = key.getState(view.state)?.find(pos, pos) ?? [];
      const id: unknown = mark?.spec.commentId;
      if (typeof id === 'string') source.onOpen(id);
      // The caret goes there as well.
      return false;
    },
  });
}

function marksOf(state: EditorState, comments: readonly PlanCommentRow[]): DecorationSet {
  const marks = comments.flatMap((comment) => {
    const range = rangeOf(state, comment);
    if (!range) return [];
    return [Decoration.inline(range.from, range.to, { class: 'plan-commented' }, { commentId: comment.id })];
  });
  return DecorationSet.create(state.doc, marks);
}

/** Where the comment stands now; null: what it pointed at is gone. */
export function rangeOf(
  state: EditorState,
  { anchor }: PlanCommentRow,
): { readonly from: number; readonly to: number } | null {
  if (!anchor) return null;
  const [from, to] = [anchor.from, anchor.to].map((text) => {
    const place = placeFromText(text);
    return place ? placeNow(state, place) : null;
  });
  return typeof from === 'number' && typeof to === 'number' && to > from ? { from, to } : null;
}
