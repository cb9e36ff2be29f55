/** One fact under reading: its lexemes, its amount, and what each rule has already used. */
import type { CivilDay } from '../civil-date.ts';
import { isWord, type Lexeme, type NumberLexeme } from '../lexeme.ts';
import type { Ambiguity, ReadField, ReadSpan } from '../reading.ts';
import { type PeoplePhrase, readPeople } from './people-phrases.ts';
import type { SplitList } from './splits.ts';
import { type Verb, verbOf } from './verbs.ts';

export interface FactScope {
  readonly speakerId: string;
  readonly everyoneIds: readonly string[];
  readonly today: CivilDay;
}

export interface Fact {
  readonly scope: FactScope;
  readonly lexemes: readonly Lexeme[];
  /** Index of the amount; -1 when none is said. */
  readonly amountAt: number;
  readonly splitList: SplitList | undefined;
  /** What the fact before it in the sentence said, for "gastei 50 no mercado e 30 na farmácia". */
  readonly before:
    | {
        readonly kind: 'expense' | 'settlement';
        readonly payerIds: readonly string[];
        readonly hasVerb: boolean;
        readonly debt: string | null;
      }
    | undefined;
  readonly used: Set<number>;
  readonly spans: ReadSpan[];
  readonly ambiguities: Ambiguity[];
  readonly rules: string[];
}

export function use(fact: Fact, from: number, next: number, field?: ReadField): void {
  for (let at = from; at < next; at++) fact.used.add(at);
  const [first, last] = [fact.lexemes[from], fact.lexemes[next - 1]];
  if (field && first && last) fact.spans.push({ field, start: first.start, end: last.end });
}

export const amountOf = (fact: Fact): NumberLexeme | undefined => {
  const lexeme = fact.lexemes[fact.amountAt];
  return lexeme?.type === 'number' ? lexeme : undefined;
};

export interface VerbAt extends Verb {
  readonly at: number;
  readonly word: string;
}

export function verbsOf(lexemes: readonly Lexeme[]): VerbAt[] {
  return lexemes.flatMap((lexeme, at) => {
    const verb = lexeme.type === 'word' ? (verbOf(lexeme.word) ?? justDone(lexemes, at)) : undefined;
    return verb ? [{ ...verb, at, word: lexeme.word }] : [];
  });
}

export const peopleAt = (fact: Fact, from: number, isSurelyPeople = false): PeoplePhrase | undefined =>
  readPeople(fact.lexemes, from, { speakerId: fact.scope.speakerId, isSurelyPeople });

export const isPeople = (phrase: PeoplePhrase | undefined): phrase is PeoplePhrase =>
  phrase !== undefined && !phrase.isEveryone && phrase.memberIds.length + phrase.unknown.length > 0;

const BETWEEN = 'que quem ja ainda acabou de teve tambem tbm tb so e foi eh ai hoje me te nos lhe';

/** Whoever stands right before a verb: "o Zé e a Ana pagaram", "a Carol que pagou", "a Bia já me". */
export function subjectOf(fact: Fact, verbAt: number): PeoplePhrase | undefined {
  let end = verbAt;
  while (end > 0 && (isWord(fact.lexemes[end - 1], BETWEEN) || fact.lexemes[end - 1]?.type === 'date')) {
    end--;
  }
  let found: PeoplePhrase | undefined;
  for (let from = end - 1; from >= 0 && from >= end - 9; from--) {
    if (fact.used.has(from) && fact.amountAt === from) break;
    const phrase = peopleAt(
      fact,
      from,
      from > 0 ? isWord(fact.lexemes[from], 'o a') && from === end - 2 : false,
    );
    if (phrase && phrase.next === end && !phrase.isEveryone) {
      if (isWord(fact.lexemes[from - 1], 'com pra pro para do da de no na entre menos sem')) break;
      found = phrase;
    }
  }
  return found;
}

export function dateOf(fact: Fact): string | null {
  for (const [at, lexeme] of fact.lexemes.entries()) {
    if (lexeme.type !== 'date') continue;
    use(fact, at, at + 1, lexeme.iso === null ? undefined : 'date');
    if (lexeme.iso !== null) return lexeme.iso;
  }
  return null;
}

/** "acabei de pagar", "tive que comprar": done, though the verb itself only names it. */
function justDone(lexemes: readonly Lexeme[], at: number): Verb | undefined {
  const isDone =
    (isWord(lexemes[at - 1], 'de') && isWord(lexemes[at - 2], 'acabei acabou terminei')) ||
    (isWord(lexemes[at - 1], 'que') && isWord(lexemes[at - 2], 'tive teve'));
  const sense = INFINITIVES[lexemes[at]?.word ?? ''];
  if (!isDone || !sense) return undefined;
  return { sense, person: isWord(lexemes[at - 2], 'acabou teve') ? 3 : 1, isPlural: false };
}

const INFINITIVES: Readonly<Record<string, Verb['sense']>> = {
  pagar: 'pay',
  gastar: 'spend',
  comprar: 'spend',
  desembolsar: 'spend',
  mandar: 'give',
  transferir: 'give',
  passar: 'give',
  devolver: 'give',
  enviar: 'give',
};

/** "pago pela Ana", "comprado pelo Zé". */
export function isPaidBy(lexemes: readonly Lexeme[]): boolean {
  return lexemes.some(
    (lexeme, at) =>
      isWord(lexeme, 'pago paga pagos pagas bancado comprado') && isWord(lexemes[at + 1], 'por pelo pela'),
  );
}
