/**
 * The words of a text as search compares them: no case, no accents, whatever normal form they were typed in. Where each
 * stands in the text is told in UTF-16 units of the text as it is, so that what is marked on the screen is what was written.
 */
import { foldWord } from '#domain/expenses/reader/fold-word.ts';

export interface TextWord {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** A letter or digit and what hangs on it: combining marks belong to the letter before them. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** Most words: folding is then a matter of case alone, and much quicker. */
const PLAIN = /^[A-Za-z0-9]+$/;
/** Nobody types one longer; a key pasted into a message would make the index its own size. */
const WORD_MAX_CHARACTERS = 40;
/** Of one row; what follows is not found by its words. A long list has some hundred. */
const WORDS_MAX = 4_000;

export function listWords(text: string): TextWord[] {
  const words: TextWord[] = [];
  for (const match of text.matchAll(WORD)) {
    const [written] = match;
    const word = PLAIN.test(written) ? written.toLowerCase() : foldWord(written);
    // Some letters (ﬁ, İ) fold into nothing or to a mark alone.
    if (word === '') continue;
    words.push({
      word: word.slice(0, WORD_MAX_CHARACTERS),
      from: match.index,
      to: match.index + written.length,
    });
    if (words.length === WORDS_MAX) break;
  }
  return words;
}
