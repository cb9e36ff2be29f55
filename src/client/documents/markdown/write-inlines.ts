/**
 * A line as Markdown nodes. Asterisks, underscores and tildes are marks only where letters and signs around them allow it; where
 * they do not (half a word, a space at the edge) the mark is written as the HTML element of the same meaning, which CommonMark
 * takes anywhere. Underlining has no other sign.
 */
import type { Inline } from '#domain/documents/document.ts';
import { type Mark, type MarkTree, markTrees } from './mark-tree.ts';
import type { Phrasing } from './mdast.ts';

export interface LineOptions {
  /** Headings and cells are one line in Markdown: a break in them is `<br>`. */
  readonly isOneLine: boolean;
  /** The footnote that stands behind the last text with this comment. */
  readonly footnoteOf: (commentId: string) => string | undefined;
}

const ELEMENTS = { bold: 'strong', italic: 'em', underline: 'u', strike: 'del' } as const;

export function lineOf(inlines: readonly Inline[], options: LineOptions): Phrasing[] {
  return withFootnotes(inlines, options).flatMap((part) =>
    'footnote' in part
      ? [{ type: 'footnoteReference' as const, identifier: part.footnote, label: part.footnote }]
      : nodesOf(markTrees(part.inlines), ' ', ' ', options),
  );
}

type Part = { readonly inlines: readonly Inline[] } | { readonly footnote: string };

function withFootnotes(inlines: readonly Inline[], { footnoteOf }: LineOptions): Part[] {
  const parts: Part[] = [];
  let open: Inline[] = [];
  for (const [at, inline] of inlines.entries()) {
    open.push(inline);
    if (inline.kind !== 'text') continue;
    const behind = inlines.slice(at + 1);
    const ended = (inline.commentIds ?? []).filter(
      (id) => !behind.some((next) => next.kind === 'text' && next.commentIds?.includes(id)),
    );
    for (const id of ended) {
      const footnote = footnoteOf(id);
      if (footnote === undefined) continue;
      if (open.length > 0) parts.push({ inlines: open });
      parts.push({ footnote });
      open = [];
    }
  }
  return open.length > 0 ? [...parts, { inlines: open }] : parts;
}

/** `before` and `after`: the characters around, as far as they decide what a sign means. */
function nodesOf(
  trees: readonly MarkTree[],
  before: string,
  after: string,
  options: LineOptions,
): Phrasing[] {
  return trees.flatMap((tree, at): Phrasing[] => {
    if (tree.kind === 'leaf') return leafOf(tree.inline, options);
    const previous = trees[at - 1];
    const next = trees[at + 1];
    const left = previous ? edgeOf(previous, 'last') : before;
    const right = next ? edgeOf(next, 'first') : after;
    return markOf(tree, left, right, options);
  });
}

function leafOf(inline: Inline, { isOneLine }: LineOptions): Phrasing[] {
  if (inline.kind === 'break') return [isOneLine ? { type: 'html', value: '<br>' } : { type: 'break' }];
  if (inline.kind === 'mention') return [{ type: 'text', value: `@${inline.name}` }];
  return [inline.code ? { type: 'inlineCode', value: inline.text } : { type: 'text', value: inline.text }];
}

function markOf(
  tree: Extract<MarkTree, { kind: 'mark' }>,
  left: string,
  right: string,
  options: LineOptions,
): Phrasing[] {
  const inside = nodesOf(tree.inside, '*', '*', options);
  if (tree.mark === 'link') return [{ type: 'link', url: tree.link ?? '', children: inside as never[] }];
  const first = tree.inside[0];
  const last = tree.inside.at(-1);
  const isPlain =
    tree.mark !== 'underline' &&
    isOutside(left) &&
    isOutside(right) &&
    !/\s/u.test(first ? edgeOf(first, 'first') : ' ') &&
    !/\s/u.test(last ? edgeOf(last, 'last') : ' ');
  if (isPlain) return [signed(tree.mark, inside)];
  const element = ELEMENTS[tree.mark];
  return [{ type: 'html', value: `<${element}>` }, ...inside, { type: 'html', value: `</${element}>` }];
}

function signed(mark: Exclude<Mark, 'link'>, children: Phrasing[]): Phrasing {
  if (mark === 'bold') return { type: 'strong', children };
  return mark === 'italic' ? { type: 'emphasis', children } : { type: 'delete', children };
}

/** What every reader, old or new, takes for a space or a sign. */
const isOutside = (character: string): boolean => /[\s!-/:-@[-`{-~]/u.test(character);

function edgeOf(tree: MarkTree, edge: 'first' | 'last'): string {
  if (tree.kind === 'mark') return '*';
  if (tree.inline.kind === 'break') return ' ';
  if (tree.inline.kind === 'mention') return edge === 'first' ? '@' : tree.inline.name.slice(-1);
  if (tree.inline.code) return '`';
  return edge === 'first' ? tree.inline.text.charAt(0) : tree.inline.text.slice(-1);
}
