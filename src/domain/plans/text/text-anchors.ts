/**
 * Where comments stand in a text. A comment's row keeps two Yjs relative positions, which move with what they point at; here they become
 * ranges of characters in each piece of text between them. A comment whose text is gone stands nowhere.
 */
import * as Y from 'yjs';
import type { DocumentComment } from '../../documents/document.ts';

export interface AnchoredComment extends DocumentComment {
  /** `Y.relativePositionToJSON` of both ends. */
  readonly from: unknown;
  readonly to: unknown;
}

export interface Range {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

export type Ranges = ReadonlyMap<Y.XmlText, readonly Range[]>;

interface Place {
  readonly type: unknown;
  readonly index: number;
}

export function rangesOf(fragment: Y.XmlFragment, comments: readonly AnchoredComment[]): Ranges {
  const { doc } = fragment;
  const ranges = new Map<Y.XmlText, Range[]>();
  if (!doc || comments.length === 0) return ranges;
  const placed = comments.flatMap((comment) => {
    const from = placeOf(comment.from, doc);
    const to = placeOf(comment.to, doc);
    return from && to ? [{ id: comment.id, from, to }] : [];
  });
  if (placed.length === 0) return ranges;
  const order = textsInOrder(fragment);
  for (const { id, from, to } of placed) {
    const start = orderOf(order, from);
    const end = orderOf(order, to);
    for (const { text, order: at } of order.texts) {
      if (at < start.order || at > end.order) continue;
      const first = at === start.order ? start.index : 0;
      const last = at === end.order ? Math.min(end.index, text.length) : text.length;
      if (last > first) ranges.set(text, [...(ranges.get(text) ?? []), { id, from: first, to: last }]);
    }
  }
  return ranges;
}

function placeOf(json: unknown, doc: Y.Doc): Place | undefined {
  try {
    const place = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), doc);
    return place ? { type: place.type, index: place.index } : undefined;
  } catch {
    return undefined;
  }
}

interface Order {
  readonly texts: readonly { readonly text: Y.XmlText; readonly order: number }[];
  /** Of elements: the order of each child, and one past the last. */
  readonly edges: ReadonlyMap<unknown, readonly number[]>;
}

/** Every text and every gap between children, numbered as they are read. */
function textsInOrder(fragment: Y.XmlFragment): Order {
  const texts: { text: Y.XmlText; order: number }[] = [];
  const edges = new Map<unknown, number[]>();
  let order = 0;
  const waiting: { parent: Y.XmlFragment; children: unknown[]; next: number }[] = [
    { parent: fragment, children: fragment.toArray(), next: 0 },
  ];
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const known = edges.get(top.parent) ?? [];
    known.push(order++);
    edges.set(top.parent, known);
    const child = top.children[top.next++];
    if (child === undefined) waiting.pop();
    else if (child instanceof Y.XmlText) texts.push({ text: child, order: order++ });
    else if (child instanceof Y.XmlElement) {
      waiting.push({ parent: child, children: child.toArray(), next: 0 });
    }
  }
  return { texts, edges };
}

function orderOf({ texts, edges }: Order, { type, index }: Place): { order: number; index: number } {
  const text = texts.find(({ text }) => text === type);
  if (text) return { order: text.order, index };
  return { order: edges.get(type)?.[index] ?? Number.POSITIVE_INFINITY, index: 0 };
}
