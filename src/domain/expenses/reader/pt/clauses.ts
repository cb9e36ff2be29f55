/**
 * Where one fact ends and the next begins.
 *
 *   sentence   up to . ! ? ; or a line's end
 *   clause     up to a comma, "mas", "depois", "porque", or an "e" before somebody who does something
 *   fact       the part of a sentence around one amount: "uber 22, cinema 40 e pipoca 30" has three
 */
import { isSign, isWord, type Lexeme } from '../lexeme.ts';
import { verbOf } from './verbs.ts';

export interface Sentence {
  readonly lexemes: readonly Lexeme[];
  readonly isQuestion: boolean;
}

export function sentencesOf(lexemes: readonly Lexeme[]): Sentence[] {
  const sentences: Sentence[] = [];
  let current: Lexeme[] = [];
  const close = (isQuestion: boolean): void => {
    if (current.length > 0) sentences.push({ lexemes: current, isQuestion });
    else if (isQuestion) {
      const last = sentences.pop();
      if (last) sentences.push({ ...last, isQuestion });
    }
    current = [];
  };
  for (const lexeme of lexemes) {
    if (isSign(lexeme, '.!;\n…')) close(false);
    else if (isSign(lexeme, '?')) close(true);
    else current.push(lexeme);
  }
  close(false);
  return sentences;
}

export const isAmount = (lexeme: Lexeme | undefined): boolean =>
  lexeme?.type === 'number' && (lexeme.unit === 'money' || lexeme.unit === 'bare');

const JOINS = 'mas depois dai porque pq pois porem entao enquanto alem so';

export function clausesOf(lexemes: readonly Lexeme[]): Lexeme[][] {
  const clauses: Lexeme[][] = [[]];
  lexemes.forEach((lexeme, at) => {
    const opens =
      isSign(lexeme, ',—()') ||
      (isSign(lexeme, '-') && lexemes[at - 1]?.end !== lexeme.start) ||
      (at > 0 && lexeme.word !== 'so' && isWord(lexeme, JOINS)) ||
      (isWord(lexeme, 'e ai') && lexeme.raw !== 'é' && startsFact(lexemes, at + 1));
    if (opens) clauses.push([]);
    clauses.at(-1)?.push(lexeme);
  });
  return clauses.filter((clause) => clause.some(({ type }) => type !== 'sign'));
}

/** Somebody and a verb, or a verb, within the next words. */
function startsFact(lexemes: readonly Lexeme[], from: number): boolean {
  for (let at = from; at < Math.min(from + 4, lexemes.length); at++) {
    const lexeme = lexemes[at];
    if (
      lexeme?.type === 'word' &&
      verbOf(lexeme.word) &&
      !['share'].includes(verbOf(lexeme.word)?.sense ?? '')
    )
      return true;
    if (lexeme?.type === 'word' && /^(vou|vai|te|nao|amanha|depois|pago)$/.test(lexeme.word)) return true;
    if (lexeme?.type === 'sign' || lexeme?.type === 'number') return false;
  }
  return false;
}

/** Cuts a sentence between its amounts. `headsAt` are the amounts that are totals, not parts of a split. */
export function factsOf(lexemes: readonly Lexeme[], headsAt: readonly number[]): Lexeme[][] {
  const facts: Lexeme[][] = [];
  let from = 0;
  headsAt.forEach((head, index) => {
    const following = headsAt[index + 1];
    if (following === undefined) return;
    const cut = cutBetween(lexemes, head, following);
    facts.push(lexemes.slice(from, cut));
    from = cut;
  });
  facts.push(lexemes.slice(from));
  return facts.filter((fact) => fact.length > 0);
}

function cutBetween(lexemes: readonly Lexeme[], head: number, following: number): number {
  const joins: number[] = [];
  for (let at = head + 1; at < following; at++) {
    const lexeme = lexemes[at];
    if (isSign(lexeme, ',+)&') || isWord(lexeme, 'e mais depois ai mas') || isSign(lexeme, '-/'))
      joins.push(at);
  }
  const [first] = joins;
  if (first === undefined) return Math.min(head + 1, following);
  // Noun first ("uber 22, pão e leite 30"): the join that follows the amount. Else the last one before the next amount.
  if (first === head + 1) return first;
  const last = joins.at(-1) ?? first;
  const isList =
    isWord(lexemes[last], 'e') &&
    verbBetween(lexemes, last, following) === false &&
    verbBetween(lexemes, head, last);
  return isList ? (joins.findLast((at) => at < last) ?? last) : last;
}

function verbBetween(lexemes: readonly Lexeme[], from: number, to: number): boolean {
  return lexemes.slice(from, to).some(({ type, word }) => type === 'word' && verbOf(word) !== undefined);
}
