/** Blocks that two people changed apart, marked at their side. The blocks of the text are those of the editor, in the same order. */
import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { ApartBlock } from '#domain/plans/text/edited-apart.ts';

const key = new PluginKey<readonly ApartBlock[]>('plan-apart');

export const ApartMarks = Extension.create({
  name: 'apartMarks',
  addProseMirrorPlugins: () => [
    new Plugin<readonly ApartBlock[]>({
      key,
      state: {
        init: () => [],
        apply: (tr, blocks) => (tr.getMeta(key) as readonly ApartBlock[] | undefined) ?? blocks,
      },
      props: {
        decorations: (state) => marksOf(state.doc, key.getState(state) ?? []),
      },
    }),
  ],
});

/** What to dispatch to mark these. */
export const markApart = (state: EditorState, blocks: readonly ApartBlock[]) => state.tr.setMeta(key, blocks);

function marksOf(doc: Node, blocks: readonly ApartBlock[]): DecorationSet {
  if (blocks.length === 0) return DecorationSet.empty;
  const wanted = new Set(blocks.map(({ index }) => index));
  const marks: Decoration[] = [];
  doc.forEach((block, offset, index) => {
    if (wanted.has(index))
      marks.push(Decoration.node(offset, offset + block.nodeSize, { class: 'plan-apart' }));
  });
  return DecorationSet.create(doc, marks);
}

/** Where the block stands; the end when it is gone. */
export function posOfBlock(doc: Node, index: number): number {
  let pos = 0;
  for (let i = 0; i < Math.min(index, doc.childCount); i++) pos += doc.child(i).nodeSize;
  return Math.min(pos + 1, doc.content.size);
}
