/**
 * Who bears the cost. Rules, each with examples:
 *
 *   everyone     nobody is named · "pra galera" · "entre todo mundo"
 *   with         "racha com a Ana e o João" · "gastei 60 com o Zé": whoever paid, and they
 *   among        "entre eu, Bia e Carol" · "divide por 3: eu, Ana e Zé" · "só eu e a Carol"
 *   for          "pra mim e pro Zé" · "a parte da Bia" · "o remédio da Bia"
 *   without      "menos o Pedro" · "sem a Carol" · "tirando Ana e Zé" · "o Zé não bebeu"
 *   listed       "uber 30 eu e Bia"
 */
import { isSign, isWord, type Lexeme } from '../lexeme.ts';
import { type Fact, isPeople, peopleAt, use, verbsOf } from './fact.ts';
import { isSpentOn } from './nouns.ts';
import type { PeoplePhrase } from './people-phrases.ts';

export interface ParticipantsRead {
  readonly rule: string;
  readonly memberIds: readonly string[];
  readonly unknown: readonly string[];
  /** "o remédio da Bia" may be hers alone or everybody's. */
  readonly isUnsure: boolean;
}

const WITHOUT = 'menos sem tirando exceto fora salvo descontando excluindo tira';
const ONLY = 'so somente apenas';
const FOR = 'pra pro para p pros pras';

export function findParticipants(fact: Fact, payerIds: readonly string[]): ParticipantsRead {
  const all = fact.scope.everyoneIds;
  const without = findWithout(fact);
  if (without) {
    const memberIds = all.filter((id) => !without.memberIds.includes(id));
    return { rule: 'without', memberIds, unknown: without.unknown, isUnsure: false };
  }
  return (
    among(fact) ??
    withWhom(fact, payerIds) ??
    forWhom(fact) ??
    listed(fact) ?? {
      rule: 'everyone',
      memberIds: shareTogether(fact, payerIds) ? payerIds : all,
      unknown: [],
      isUnsure: false,
    }
  );
}

/** "a Ana e eu rachamos um sorvete": between those two. */
const shareTogether = (fact: Fact, payerIds: readonly string[]): boolean =>
  payerIds.length > 1 && verbsOf(fact.lexemes).some(({ sense, isPlural }) => sense === 'share' && isPlural);

function findWithout(fact: Fact): { memberIds: string[]; unknown: string[] } | undefined {
  const memberIds: string[] = [];
  const unknown: string[] = [];
  const { lexemes } = fact;
  for (const [at, lexeme] of lexemes.entries()) {
    const isLess =
      isWord(lexeme, WITHOUT) && !(isWord(lexeme, 'menos') && isWord(lexemes[at - 1], 'ou a pelo'));
    if (isLess) {
      const from =
        isWord(lexemes[at + 1], 'contar o a os de') && isWord(lexemes[at + 1], 'contar de') ? at + 2 : at + 1;
      const phrase = peopleAt(fact, from);
      if (!isPeople(phrase)) continue;
      memberIds.push(...phrase.memberIds);
      unknown.push(...phrase.unknown);
      use(fact, at, phrase.next, 'participants');
    }
    if (isWord(lexeme, 'nao n') && verbAfterNot(lexemes[at + 1])) {
      const phrase = peopleEndingAt(fact, at);
      if (!phrase) continue;
      memberIds.push(...phrase.memberIds);
      use(fact, phrase.from, at + 2, 'participants');
    }
  }
  return memberIds.length + unknown.length > 0 ? { memberIds, unknown } : undefined;
}

const verbAfterNot = (lexeme: Lexeme | undefined): boolean =>
  lexeme?.type === 'word' &&
  /^(com(eu|e|eram)|beb(eu|e|eram)|foi|foram|entr(a|ou|am)|particip(a|ou|am|aram)|vai|conta|quis|tom(a|ou)|rach(a|ou)|us(a|ou)|veio|dormiu|jantou|almocou|divide)$/.test(
    lexeme.word,
  );

function peopleEndingAt(fact: Fact, end: number): PeoplePhrase | undefined {
  let found: PeoplePhrase | undefined;
  for (let from = end - 1; from >= Math.max(0, end - 6); from--) {
    const phrase = peopleAt(fact, from);
    if (isPeople(phrase) && phrase.next === end) found = phrase;
  }
  return found;
}

function read(
  fact: Fact,
  rule: string,
  phrase: PeoplePhrase,
  from: number,
  plus: readonly string[] = [],
): ParticipantsRead {
  use(fact, from, phrase.next, 'participants');
  const memberIds = phrase.isEveryone ? fact.scope.everyoneIds : [...new Set([...plus, ...phrase.memberIds])];
  return { rule: phrase.isEveryone ? 'everyone' : rule, memberIds, unknown: phrase.unknown, isUnsure: false };
}

/** "entre X, Y e Z", "só eu e a Carol", "divide … eu, Ana e Zé". */
function among(fact: Fact): ParticipantsRead | undefined {
  const { lexemes } = fact;
  for (const [at, lexeme] of lexemes.entries()) {
    if (isWord(lexeme, 'entre')) {
      const phrase = peopleAt(fact, at + 1, true);
      if (phrase) return read(fact, 'among', phrase, at);
    }
    if (isWord(lexeme, ONLY)) {
      const from = isWord(lexemes[at + 1], `${FOR} entre com`) ? at + 2 : at + 1;
      const phrase = peopleAt(fact, from);
      if (!isPeople(phrase) || fact.used.has(phrase.from)) continue;
      const plus = isWord(lexemes[at + 1], 'com') ? [fact.scope.speakerId] : [];
      return read(fact, 'among', phrase, at, plus);
    }
  }
  const share = verbsOf(lexemes).find(({ sense }) => sense === 'share');
  if (!share) return undefined;
  for (let at = share.at + 1; at < lexemes.length; at++) {
    if (isWord(lexemes[at], 'com c comigo')) return undefined;
    const phrase = peopleAt(fact, at);
    if (phrase && !fact.used.has(at)) {
      if (phrase.isEveryone || phrase.memberIds.length + phrase.unknown.length > 1)
        return read(fact, 'among', phrase, at);
      return isWord(lexemes[at - 1], FOR) ? read(fact, 'for', phrase, at) : undefined;
    }
  }
  return undefined;
}

/** "com a Ana e o João", "comigo", "c/ Zé". */
function withWhom(fact: Fact, payerIds: readonly string[]): ParticipantsRead | undefined {
  const { lexemes } = fact;
  const shares = verbsOf(lexemes).some(({ sense }) => sense === 'share');
  for (const [at, lexeme] of lexemes.entries()) {
    if (isWord(lexeme, 'comigo'))
      return read(
        fact,
        'with',
        {
          memberIds: [fact.scope.speakerId],
          unknown: [],
          isEveryone: false,
          from: at,
          next: peopleAt(fact, at)?.next ?? at + 1,
        },
        at,
        [...payerIds, ...(peopleAt(fact, at)?.memberIds ?? [])],
      );
    if (!isWord(lexeme, 'com c cm junto')) continue;
    let from = at + 1;
    if (isSign(lexemes[from], '/')) from++;
    if (isWord(lexeme, 'junto') && !isWord(lexemes[from], 'com')) continue;
    if (isWord(lexemes[from], 'com')) from++;
    const phrase = peopleAt(fact, from, shares);
    if (phrase && (phrase.isEveryone || isPeople(phrase))) return read(fact, 'with', phrase, at, payerIds);
  }
  return undefined;
}

/** "pra mim e pro Zé", "a parte da Bia", "o remédio da Bia". */
function forWhom(fact: Fact): ParticipantsRead | undefined {
  const { lexemes } = fact;
  for (const [at, lexeme] of lexemes.entries()) {
    if (
      isWord(lexeme, FOR) ||
      (isWord(lexeme, 'da do de das dos') && isWord(lexemes[at - 1], 'parte lado nome'))
    ) {
      const phrase = peopleAt(fact, at + 1);
      if (phrase && !fact.used.has(phrase.next - 1)) return read(fact, 'for', phrase, at);
    }
  }
  for (const [at, lexeme] of lexemes.entries()) {
    const thing = lexemes[at - 1];
    if (
      !isWord(lexeme, 'da do') ||
      thing?.type !== 'word' ||
      /^(casa|bar|cartao|conta|carro|ape|lado|festa|niver|aniversario)$/.test(thing.word)
    )
      continue;
    if (isWord(lexemes[at - 2], 'no na em')) continue;
    const phrase = peopleAt(fact, at + 1);
    if (
      isPeople(phrase) &&
      !fact.used.has(at + 1) &&
      (isSpentOn(thing.word) || verbsOf(lexemes).length > 0)
    ) {
      use(fact, at + 1, phrase.next, 'participants');
      return { rule: 'for', memberIds: phrase.memberIds, unknown: phrase.unknown, isUnsure: true };
    }
  }
  return undefined;
}

/** Two or more people side by side, with no word that says why. */
function listed(fact: Fact): ParticipantsRead | undefined {
  for (const [at] of fact.lexemes.entries()) {
    if (fact.used.has(at)) continue;
    const phrase = peopleAt(fact, at);
    if (!phrase || fact.used.has(phrase.next - 1)) continue;
    if (phrase.isEveryone && !isWord(fact.lexemes[at - 1], 'a o')) return read(fact, 'everyone', phrase, at);
    if (isPeople(phrase) && phrase.memberIds.length + phrase.unknown.length > 1 && at > fact.amountAt) {
      return read(fact, 'listed', phrase, at);
    }
  }
  return undefined;
}
