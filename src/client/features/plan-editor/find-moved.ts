/** A node that something was opened for: others write meanwhile, and it may stand elsewhere by now. */
import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';

/** Where it stands now; where it stood, if something of its kind does; null: it is gone. */
export function findMoved({ state: { doc } }: Editor, node: Node, pos: number): number | null {
  const here = pos < doc.content.size ? doc.nodeAt(pos) : null;
  if (here?.eq(node)) return pos;
  let found: number | null = null;
  doc.descendants((other, at) => {
    if (found === null && other.eq(node)) found = at;
    return found === null;
  });
  return found ?? (here?.type === node.type ? pos : null);
}
