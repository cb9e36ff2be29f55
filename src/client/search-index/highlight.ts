/**
 * What of a text is shown, and which letters of it were asked for. Ranges, never markup: nothing of the text can become any.
 */
import { foldWord, isOneSlipAway } from '#domain/expenses/reader/fold-word.ts';
import type { AskedWord } from './part.ts';
import type { Highlight, MarkedText } from './search-query.ts';
import { stemWord } from './stem.ts';
import { listWords, type TextWord } from './words.ts';

/** Three lines of a phone. */
const LINE_MAX_CHARACTERS = 160;
/** Shown before the first mark of a long text. */
const LEAD_CHARACTERS = 40;
const SLIPPED_FROM = 5;

export function markText(text: string, asked: readonly AskedWord[]): MarkedText {
  const words = listWords(text);
  const marks = asked.length === 0 ? [] : words.flatMap((word) => markOf(text, word, asked));
  return cutAround(text, marks, words);
}

function markOf(text: string, found: TextWord, asked: readonly AskedWord[]): Highlight[] {
  const { word, from, to } = found;
  const last = asked.at(-1);
  for (const one of asked) {
    if (word === one.word) return [{ from, to }];
    if (one === last && word.startsWith(one.word)) return [{ from, to: endOfPrefix(text, found, one.word) }];
    if (stemWord(word) === stemWord(one.word)) return [{ from, to }];
    if (one.word.length >= SLIPPED_FROM && isOneSlipAway(word, one.word)) return [{ from, to }];
  }
  return [];
}

/** Where the letters that fold to `prefix` end, each with the marks that hang on it. */
function endOfPrefix(text: string, { from, to }: TextWord, prefix: string): number {
  let folded = 0;
  let end = from;
  for (const [letter] of text.slice(from, to).matchAll(/\P{M}\p{M}*/gu)) {
    if (folded >= prefix.length) break;
    folded += foldWord(letter).length;
    end += letter.length;
  }
  return end;
}

/** A window on a long text around its first mark, cut between words. */
function cutAround(text: string, marks: readonly Highlight[], words: readonly TextWord[]): MarkedText {
  if (text.length <= LINE_MAX_CHARACTERS) return { text, marks };
  const first = marks[0]?.from ?? 0;
  const start = words.find(({ from }) => from >= first - LEAD_CHARACTERS)?.from ?? 0;
  const from = first <= LEAD_CHARACTERS ? 0 : start;
  const end = words.findLast(({ to }) => to <= from + LINE_MAX_CHARACTERS && to > from)?.to;
  const to = text.length <= from + LINE_MAX_CHARACTERS ? text.length : (end ?? from + LINE_MAX_CHARACTERS);
  const before = from > 0 ? '… ' : '';
  const after = to < text.length ? ' …' : '';
  const shift = before.length - from;
  return {
    text: before + text.slice(from, to) + after,
    marks: marks
      .filter((mark) => mark.from >= from && mark.to <= to)
      .map((mark) => ({ from: mark.from + shift, to: mark.to + shift })),
  };
}
