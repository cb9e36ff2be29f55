/**
 * Text → tokens, in one pass. A token is a run of letters, a run of digits (with the dots and commas inside it), or one
 * sign. Spaces are dropped, but a token knows whether it touches the one before: "3x", "R$", "19h30", "40-50".
 */
import { foldWord } from './fold-word.ts';

export interface Token {
  readonly type: 'word' | 'digits' | 'sign';
  /** As it was written. */
  readonly raw: string;
  /** Folded. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly touches: boolean;
}

/** A message longer than this is no sentence about money; the reader stays silent. */
export const MAX_READ_CHARS = 1_000;

const LETTER = /[\p{L}\p{M}]/u;
const DIGIT = /[0-9]/;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let lastEnd = -1;
  while (at < text.length) {
    const from = at;
    const char = text.charAt(at);
    let type: Token['type'];
    if (DIGIT.test(char)) {
      type = 'digits';
      at++;
      while (at < text.length && (DIGIT.test(text.charAt(at)) || joinsDigits(text, at))) at++;
    } else if (LETTER.test(char)) {
      type = 'word';
      at++;
      while (at < text.length && (LETTER.test(text.charAt(at)) || isInnerApostrophe(text, at))) at++;
    } else if (/\s/.test(char) && char !== '\n') {
      at++;
      continue;
    } else {
      type = 'sign';
      at++;
    }
    const raw = text.slice(from, at);
    tokens.push({ type, raw, word: foldWord(raw), start: from, end: at, touches: from === lastEnd });
    lastEnd = at;
  }
  return tokens;
}

function joinsDigits(text: string, at: number): boolean {
  return /[.,]/.test(text.charAt(at)) && DIGIT.test(text.charAt(at + 1));
}

function isInnerApostrophe(text: string, at: number): boolean {
  return /['’]/.test(text.charAt(at)) && LETTER.test(text.charAt(at + 1));
}
