/** Marks lie flat on each piece of text in the model and nest in Markdown: the longest stretch of a mark is the outermost. */
import type { Inline, TextInline } from '#domain/documents/document.ts';

export type Mark = 'bold' | 'italic' | 'underline' | 'strike' | 'link';

export type MarkTree =
  | { readonly kind: 'leaf'; readonly inline: Inline }
  | {
      readonly kind: 'mark';
      readonly mark: Mark;
      readonly link?: string;
      readonly inside: readonly MarkTree[];
    };

const MARKS: readonly Mark[] = ['link', 'bold', 'italic', 'strike', 'underline'];

export function markTrees(inlines: readonly Inline[], open: readonly Mark[] = []): MarkTree[] {
  const trees: MarkTree[] = [];
  for (let at = 0; at < inlines.length; ) {
    const inline = inlines[at];
    if (!inline) break;
    const stretches = MARKS.filter(
      (mark) => inline.kind === 'text' && inline[mark] && !open.includes(mark),
    ).map((mark) => ({ mark, end: endOf(inlines, at, mark) }));
    const longest = stretches.reduce((best, stretch) => (stretch.end > best.end ? stretch : best), {
      mark: 'link' as Mark,
      end: at,
    });
    if (longest.end === at) {
      trees.push({ kind: 'leaf', inline });
      at++;
      continue;
    }
    const link = longest.mark === 'link' && inline.kind === 'text' ? inline.link : undefined;
    trees.push({
      kind: 'mark',
      mark: longest.mark,
      ...(link !== undefined && { link }),
      inside: markTrees(inlines.slice(at, longest.end), [...open, longest.mark]),
    });
    at = longest.end;
  }
  return trees;
}

function endOf(inlines: readonly Inline[], from: number, mark: Mark): number {
  const first = inlines[from] as TextInline;
  let end = from;
  for (let next = inlines[end]; next?.kind === 'text' && next[mark] === first[mark]; next = inlines[end])
    end++;
  return end;
}
