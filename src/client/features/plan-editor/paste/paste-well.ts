/**
 * What is pasted or dropped. Pictures become photos, Markdown becomes what it means, much text goes in by pieces, and what is more
 * than a plan can take is refused with a word before anything is changed: it stays on the clipboard.
 */
import { Extension } from '@tiptap/core';
import type { Node, Schema } from '@tiptap/pm/model';
import { Plugin, Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { paragraphsOf } from './cut-content.ts';
import { looksLikeMarkdown } from './looks-like-markdown.ts';
import { putIn } from './put-in.ts';

/** Letters of one paste. */
export const PASTE_MAX = 1_000_000;
/** Above this it goes in by pieces. */
const AT_ONCE_MAX = 8_000;

export interface PasteOptions {
  readonly onTooLong: () => void;
  /** 0 to 1; null: done. */
  readonly onProgress: (share: number | null) => void;
  /** True: they are taken care of. */
  readonly onPictures: (transfer: DataTransfer) => boolean;
  /** undefined: it could not be read as such, and is put in as it stands. */
  readonly readMarkdown: (text: string, schema: Schema) => Promise<readonly Node[] | undefined>;
}

export const PasteWell = Extension.create<PasteOptions>({
  name: 'pasteWell',
  // Before whatever else looks at what is pasted.
  priority: 2_000,
  addOptions: () => ({
    onTooLong: () => undefined,
    onProgress: () => undefined,
    onPictures: () => false,
    readMarkdown: async () => undefined,
  }),
  addProseMirrorPlugins() {
    const { options } = this;
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            // Before ProseMirror reads it: a megabyte would stand in a hidden page first.
            paste: (view, event) => take(view, event, event.clipboardData, options),
          },
          handleDrop: (view, event) => drop(view, event, options),
          handlePaste: (view, _event, slice) => {
            if (slice.size <= AT_ONCE_MAX) return false;
            void run(view, slice.content.content, options);
            return true;
          },
        },
      }),
    ];
  },
});

function take(
  view: EditorView,
  event: Event,
  clipboard: DataTransfer | null,
  options: PasteOptions,
): boolean {
  if (!clipboard || !view.editable) return false;
  const html = clipboard.getData('text/html');
  const text = clipboard.getData('text/plain');
  const isCode = view.state.selection.$from.parent.type.spec.code === true;
  const done = (): true => {
    event.preventDefault();
    return true;
  };
  // A browser adds markup to a picture that is copied, and no words.
  if (text === '' && options.onPictures(clipboard)) return done();
  // Markup weighs more than its words.
  if (text.length > PASTE_MAX || html.length > PASTE_MAX * 8) {
    options.onTooLong();
    return done();
  }
  if (html !== '' || text === '' || isCode) return false;
  if (looksLikeMarkdown(text)) {
    void options.readMarkdown(text, view.state.schema).then(
      (nodes) => run(view, nodes ?? plain(view, text), options),
      () => run(view, plain(view, text), options),
    );
    return done();
  }
  if (text.length <= AT_ONCE_MAX) return false;
  void run(view, plain(view, text), options);
  return done();
}

function drop(
  view: EditorView,
  { clientX, clientY, dataTransfer }: DragEvent,
  options: PasteOptions,
): boolean {
  if (!dataTransfer || !view.editable || !options.onPictures(dataTransfer)) return false;
  const place = view.posAtCoords({ left: clientX, top: clientY });
  const { doc, tr } = view.state;
  if (place) view.dispatch(tr.setSelection(Selection.near(doc.resolve(place.pos))));
  return true;
}

function plain({ state }: EditorView, text: string): readonly Node[] {
  const { paragraph } = state.schema.nodes;
  return paragraph ? paragraphsOf(text, paragraph) : [];
}

async function run(view: EditorView, nodes: readonly Node[], { onProgress }: PasteOptions): Promise<void> {
  if (nodes.length === 0 || view.isDestroyed) return;
  onProgress(0);
  try {
    await putIn(view, nodes, onProgress);
  } finally {
    onProgress(null);
  }
}
