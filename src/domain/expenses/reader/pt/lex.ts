/** Tokens → lexemes of Portuguese: dates first, then numbers, then people; the rest are words and signs. */
import type { CivilDay } from '../civil-date.ts';
import { type Lexeme, type PersonLexeme, pieceOf } from '../lexeme.ts';
import { memberByLongForm, type PeopleIndex } from '../people.ts';
import type { Token } from '../tokenize.ts';
import { readDate } from './dates.ts';
import { FIRST_NAMES, KIN } from './first-names.ts';
import { isSpentOn } from './nouns.ts';
import { readNumber } from './quantities.ts';
import { NUMBERED } from './units.ts';

export interface LexScope {
  readonly people: PeopleIndex;
  readonly today: CivilDay;
}

export function lex(tokens: readonly Token[], scope: LexScope): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (!token) break;
    const date = readDate(tokens, at, scope.today);
    const number = date ? undefined : readNumber(tokens, at);
    if (date) {
      lexemes.push(date.lexeme);
      at = date.next;
    } else if (number) {
      const isNamed = number.lexeme.unit === 'bare' && NUMBERED.has(lexemes.at(-1)?.word ?? '');
      lexemes.push(isNamed ? { ...number.lexeme, unit: 'code' } : number.lexeme);
      at = number.next;
    } else {
      const person = readPerson(tokens, at, scope.people);
      if (person) {
        lexemes.push(person.lexeme);
        at = person.next;
      } else {
        const type = token.type === 'word' ? 'word' : 'sign';
        lexemes.push({ type, ...pieceOf(tokens, at, at + 1) });
        at++;
      }
    }
  }
  return lexemes;
}

interface ReadPerson {
  readonly lexeme: PersonLexeme;
  readonly next: number;
}

function readPerson(tokens: readonly Token[], at: number, people: PeopleIndex): ReadPerson | undefined {
  const token = tokens[at];
  if (token?.type !== 'word') return undefined;
  const found = (length: number, memberId: string | null, name: string): ReadPerson => ({
    next: at + length,
    lexeme: { type: 'person', ...pieceOf(tokens, at, at + length), memberId, name },
  });
  // The longest name first: "Ana Paula" before "Ana".
  for (let length = 3; length > 1; length--) {
    const piece = pieceOf(tokens, at, at + length);
    const id = people.get(piece.word);
    if (id !== undefined) return found(length, id, piece.raw);
  }
  const id =
    people.get(token.word) ?? (isSpentOn(token.word) ? undefined : memberByLongForm(people, token.word));
  if (id !== undefined) return found(1, id, token.raw);
  const next = tokens[at + 1];
  if (/^(minha|meu)$/.test(token.word) && next && KIN.has(next.word)) return found(2, null, next.raw);
  if (FIRST_NAMES.has(token.word) && (token.word.length > 2 || token.raw !== token.word))
    return found(1, null, token.raw);
  return undefined;
}
