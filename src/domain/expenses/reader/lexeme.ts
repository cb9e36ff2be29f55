/**
 * What rules look at: the text after numbers, dates and people were recognised. "paguei 1.200 reais pro Zé ontem" is
 * word(paguei) number(money, 120000) word(pro) person(Zé) date(-1).
 */
import type { Token } from './tokenize.ts';

interface Piece {
  readonly raw: string;
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

export interface WordLexeme extends Piece {
  readonly type: 'word';
}

/** A sign that parts or joins: , ; . ! ? : + - ( ) / = or a line's end. */
export interface SignLexeme extends Piece {
  readonly type: 'sign';
}

export interface NumberLexeme extends Piece {
  readonly type: 'number';
  /**
   * money: written as such (R$, conto, centavos). bare: a number that may be money. times: "3x", "em 10 vezes".
   * measure: of something else (hours, people, kilos). code: telephones, times of day, ordinals.
   */
  readonly unit: 'money' | 'bare' | 'percent' | 'times' | 'measure' | 'code';
  /** Hundredths of what it counts: centavos, or 300 of "3x". */
  readonly minor: number;
  readonly isApproximate: boolean;
  /** "cinquenta e tantos": about this much, and nobody knows how much. */
  readonly isVague: boolean;
  readonly currency: string | null;
}

export interface PersonLexeme extends Piece {
  readonly type: 'person';
  /** null: a name nobody of the group bears. */
  readonly memberId: string | null;
  readonly name: string;
}

export interface DateLexeme extends Piece {
  readonly type: 'date';
  /** null: a period that is no day ("semana passada"). */
  readonly iso: string | null;
  readonly isFuture: boolean;
}

export type Lexeme = WordLexeme | SignLexeme | NumberLexeme | PersonLexeme | DateLexeme;

export function pieceOf(tokens: readonly Token[], from: number, to: number): Piece {
  const first = tokens[from];
  const last = tokens[to - 1] ?? first;
  const inside = tokens.slice(from, to);
  return {
    raw: inside.map(({ raw }) => raw).join(' '),
    word: inside.map(({ word }) => word).join(' '),
    start: first?.start ?? 0,
    end: last?.end ?? 0,
  };
}

/** `words`: with spaces between, as a phone loads them in fewer bytes than a list. */
export const isWord = (lexeme: Lexeme | undefined, words: string): boolean =>
  lexeme?.type === 'word' && ` ${words} `.includes(` ${lexeme.word} `);

export const hasWord = (lexemes: readonly Lexeme[], words: string): boolean =>
  lexemes.some((lexeme) => isWord(lexeme, words));

export const isSign = (lexeme: Lexeme | undefined, signs: string): boolean =>
  lexeme?.type === 'sign' && signs.includes(lexeme.word);
