/** The message again, with what was read from it marked. */
import type { ReactNode } from 'react';
import type { ReadSpan } from '#domain/expenses/reader/reading.ts';

export function MarkedText({ text, spans }: { readonly text: string; readonly spans: readonly ReadSpan[] }) {
  return (
    <p className="line-clamp-3 text-s break-words text-muted" dir="auto">
      {cutAtSpans(text, spans).map(
        ({ from, piece, isMarked }): ReactNode =>
          isMarked ? (
            <mark key={from} className="rounded-s bg-own text-own-ink">
              {piece}
            </mark>
          ) : (
            piece
          ),
      )}
    </p>
  );
}

interface Cut {
  readonly from: number;
  readonly piece: string;
  readonly isMarked: boolean;
}

/** The text whole, in order; spans that overlap become one. */
export function cutAtSpans(text: string, spans: readonly ReadSpan[]): Cut[] {
  const cuts: Cut[] = [];
  let at = 0;
  const put = (to: number, isMarked: boolean): void => {
    if (to > at) cuts.push({ from: at, piece: text.slice(at, to), isMarked });
    at = Math.max(at, to);
  };
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    put(start, false);
    put(end, true);
  }
  put(text.length, false);
  return cuts;
}
