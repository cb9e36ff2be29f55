/** The carets and selections of others in the text, with their names. Decorations alone: nothing of it is written. */
import { Extension } from '@tiptap/core';
import { type EditorState, type Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import type { OtherCaret } from '#client/sync/engine-types.ts';
import type { Caret } from '#protocol/carets.ts';
import { AFTER_BINDING, followMarks } from '../followed-marks.ts';
import { keepPlace, placeFromText, placeNow, placeToText } from '../shared-places.ts';
import { colourOf } from './caret-colours.ts';

export interface CaretSource {
  readonly list: () => readonly OtherCaret[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly nameOf: (memberId: string) => string;
  /** null: nothing is written here. */
  readonly show: (caret: Caret | null) => void;
}

const key = new PluginKey<DecorationSet>('plan-carets');

export const CaretMarks = Extension.create<{ source: CaretSource | null }>({
  name: 'caretMarks',
  priority: AFTER_BINDING,
  addOptions: () => ({ source: null }),
  addProseMirrorPlugins() {
    const { source } = this.options;
    return source ? [caretPlugin(source)] : [];
  },
});

function caretPlugin(source: CaretSource): Plugin {
  return followMarks({
    key,
    marksOf: (state) => marksOf(state, source),
    isEmpty: () => source.list().length === 0,
    subscribe: source.subscribe,
    attend: (view) => {
      const tell = (): void => tellOwn(view, source);
      view.dom.addEventListener('focus', tell);
      view.dom.addEventListener('blur', tell);
      return {
        update: (_, before) => {
          if (before.doc !== view.state.doc || !before.selection.eq(view.state.selection)) tell();
        },
        destroy: () => {
          view.dom.removeEventListener('focus', tell);
          view.dom.removeEventListener('blur', tell);
        },
      };
    },
  });
}

function tellOwn(view: EditorView, source: CaretSource): void {
  if (!view.hasFocus()) {
    source.show(null);
    return;
  }
  const { anchor, head } = view.state.selection;
  const [from, to] = [keepPlace(view.state, anchor), keepPlace(view.state, head)];
  source.show(from && to ? { anchor: placeToText(from), head: placeToText(to) } : null);
}

function marksOf(state: EditorState, source: CaretSource): DecorationSet {
  const marks = source.list().flatMap(({ caret, memberId, clientId }) => {
    const [anchor, head] = [caret?.anchor, caret?.head].map((text) => {
      const place = text === undefined ? undefined : placeFromText(text);
      return place ? placeNow(state, place) : null;
    });
    if (typeof anchor !== 'number' || typeof head !== 'number') return [];
    const colour = colourOf(memberId);
    const widget = Decoration.widget(head, () => drawCaret(source.nameOf(memberId), colour), {
      key: `${clientId}-${colour}-${source.nameOf(memberId)}`,
      side: 10,
      ignoreSelection: true,
    });
    if (anchor === head) return [widget];
    const selection = { class: `plan-selection plan-hue-${colour}` };
    return [widget, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), selection)];
  });
  return DecorationSet.create(state.doc, marks);
}

function drawCaret(name: string, colour: number): HTMLElement {
  const caret = document.createElement('span');
  caret.className = `plan-caret plan-hue-${colour}`;
  caret.contentEditable = 'false';
  // Who is here is told in words beside the text; in the middle of a word it would be read as one.
  caret.setAttribute('aria-hidden', 'true');
  const label = document.createElement('span');
  label.className = 'plan-caret-name';
  // Drawn by the style sheet: it is no text that could be selected, copied or found.
  label.dataset.name = name;
  caret.append(label);
  return caret;
}
