/** A text with what was asked for marked in it: as text nodes, whatever it says. */
import type { MarkedText } from '#client/search-index/search-query.ts';

export function Marked({ of: { text, marks } }: { readonly of: MarkedText }) {
  const pieces = marks.flatMap(({ from, to }, i) => [
    text.slice(marks[i - 1]?.to ?? 0, from),
    <mark key={from} className="rounded-s bg-own text-own-ink">
      {text.slice(from, to)}
    </mark>,
  ]);
  return (
    <bdi>
      {pieces}
      {text.slice(marks.at(-1)?.to ?? 0)}
    </bdi>
  );
}
