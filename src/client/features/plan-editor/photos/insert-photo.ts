/** Where a photo goes that was just taken: below the block of the caret, with a line after it to go on writing in. */
import { TextSelection } from '@tiptap/pm/state';
import { insertPoint } from '@tiptap/pm/transform';
import type { EditorView } from '@tiptap/pm/view';
import type { Attachment } from '#domain/attachments/attachment.ts';

export function insertPhoto(view: EditorView, photo: Attachment): void {
  const { doc, schema, selection, tr } = view.state;
  const image = schema.nodes.image;
  const paragraph = schema.nodes.paragraph;
  if (!image || !paragraph) return;
  const { $to } = selection;
  // The line that it is put above stays below it: the next photo, and the next word, come after this one.
  const isLine = $to.parent.isTextblock;
  const wished = !isLine ? $to.pos : $to.parentOffset === 0 ? $to.before() : $to.after();
  const at = insertPoint(doc, wished, image) ?? doc.content.size;
  tr.insert(at, image.create({ photo, alt: '' }));
  if (!tr.doc.nodeAt(at + 1)?.isTextblock) tr.insert(at + 1, paragraph.create());
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 2))).scrollIntoView();
  view.dispatch(tr);
}
