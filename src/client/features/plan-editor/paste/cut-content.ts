/**
 * Much text, cut so that each piece becomes one small update of the shared text: an op carries at most so many bytes, and a page
 * that takes a megabyte at once stands still. Pieces are put in one after another, each at the end of what is there already:
 *
 *   depth 0  ⟨heading⟩⟨paragraph⟩    whole blocks
 *   depth 1   … more of the last block: its text, or a list's items
 *   depth 2   … more of the last item of the last list
 */
import { Fragment, type Node, type NodeType } from '@tiptap/pm/model';
import { utf8Bytes } from '#domain/text.ts';

/** Well below what one op carries (UPDATE_MAX_BYTES), with what Yjs writes around it. */
export const PIECE_MAX_BYTES = 12 * 1024;
/** What Yjs writes for a node or a marked run, generously. */
const NODE_BYTES = 48;

export interface Piece {
  /** How many ends of nodes lie behind the place where it goes in. */
  readonly depth: number;
  readonly content: Fragment;
}

/** Put together they are `nodes`. */
export function* cutContent(nodes: readonly Node[], depth = 0): Generator<Piece> {
  let gathered: Node[] = [];
  let bytes = 0;
  const flush = function* (): Generator<Piece> {
    if (gathered.length > 0) yield { depth, content: Fragment.from(gathered) };
    gathered = [];
    bytes = 0;
  };
  for (const node of nodes) {
    const cost = costOf(node);
    if (cost > PIECE_MAX_BYTES && !node.isLeaf) {
      yield* flush();
      yield* cutNode(node, depth);
      continue;
    }
    if (bytes + cost > PIECE_MAX_BYTES) yield* flush();
    gathered.push(node);
    bytes += cost;
  }
  yield* flush();
}

/** The node around the first piece of what is in it, then the rest of that. */
function* cutNode(node: Node, depth: number): Generator<Piece> {
  let isFirst = true;
  const inside = node.isTextblock
    ? cutText(node.content, depth + 1)
    : cutContent([...childrenOf(node.content)], depth + 1);
  for (const piece of inside) {
    yield isFirst ? { depth, content: Fragment.from(node.copy(piece.content)) } : piece;
    isFirst = false;
  }
}

export function* cutText(content: Fragment, depth: number): Generator<Piece> {
  let from = 0;
  for (let to = 0; from < content.size; from = to) {
    to = from;
    for (let bytes = 0; to < content.size && bytes < PIECE_MAX_BYTES; ) {
      // Counted by the slice, which cuts no letter in half more often than it must.
      const step = Math.min(1024, content.size - to);
      bytes += utf8Bytes(content.textBetween(to, to + step)) + NODE_BYTES;
      to += step;
    }
    if (isInsidePair(content, to)) to += 1;
    yield { depth, content: content.cut(from, to) };
  }
}

/** Half a pair is no letter that any UTF-8 can carry. */
function isInsidePair(content: Fragment, at: number): boolean {
  if (at <= 0 || at >= content.size) return false;
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(content.textBetween(at - 1, at + 1));
}

function costOf(node: Node): number {
  if (node.isText) return utf8Bytes(node.text ?? '') + NODE_BYTES * (1 + node.marks.length);
  let bytes = NODE_BYTES + (node.isLeaf ? JSON.stringify(node.attrs).length : 0);
  for (const child of childrenOf(node.content)) bytes += costOf(child);
  return bytes;
}

function* childrenOf(content: Fragment): Generator<Node> {
  for (let i = 0; i < content.childCount; i++) yield content.child(i);
}

/** Plain text as paragraphs: a line is one; lines with nothing in them part paragraphs and are none. */
export function paragraphsOf(text: string, paragraph: NodeType): Node[] {
  return text
    .split(/(?:\r\n?|\n)+/)
    .filter((line) => line !== '')
    .map((line) => paragraph.create(null, paragraph.schema.text(line)));
}
