/** Document model → the JSON that Tiptap's schema makes nodes of (`schema.nodeFromJSON`): for what is pasted into an open text. */
import type { RichDocument } from '../../documents/document.ts';
import { normalDocument } from '../../documents/normal-document.ts';
import { type Tree, treesOf } from './text-trees.ts';

export interface EditorNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly EditorNode[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs: object }[];
}

/** One node per block. */
export function editorNodes(document: RichDocument): EditorNode[] {
  return treesOf(normalDocument(document).blocks).flatMap(nodesOf);
}

function nodesOf(tree: Tree): EditorNode[] {
  if (tree.kind === 'element') {
    return [{ type: tree.name, attrs: tree.attributes, content: tree.children.flatMap(nodesOf) }];
  }
  return tree.runs.map(({ insert, attributes }) => ({
    type: 'text',
    text: insert,
    marks: Object.entries(attributes).map(([type, attrs]) => ({ type, attrs })),
  }));
}
