/**
 * Who really paid. Rules, each with examples:
 *
 *   subject      "a Bia pagou 150" · "Ana comprou as bebidas" · "foi o Zé que pagou"
 *   cleft        "quem pagou o uber foi a Carol, 27,30"
 *   agent        "gasolina 80 paga pelo Zé" · "no cartão da Carol" · "por conta do Pedro"
 *   label        "João: 80 de gasolina" · "mercado 80 (Ana)"
 *   elliptic     "paguei 100 no hotel e a Ana 60 na janta"
 *   together     "eu e a Ana pagamos 200" · "a Ana e o Zé pagaram 100 cada um"
 *   speaker      first person, or nobody is named
 */
import { isSign, isWord } from '../lexeme.ts';
import { type Fact, isPeople, peopleAt, subjectOf, use, verbsOf } from './fact.ts';
import type { PeoplePhrase } from './people-phrases.ts';

export interface PayersRead {
  readonly rule: string;
  readonly memberIds: readonly string[];
  readonly unknown: readonly string[];
}

const PAYING = new Set(['spend', 'pay', 'give', 'share']);

export function findPayers(fact: Fact): PayersRead {
  const found = bySubject(fact) ?? byCleft(fact) ?? byAgent(fact) ?? byLabel(fact) ?? byEllipsis(fact);
  if (found) {
    use(fact, found.phrase.from, found.phrase.next, 'payer');
    return { rule: found.rule, memberIds: found.phrase.memberIds, unknown: found.phrase.unknown };
  }
  const inherited = fact.before && !saysFirstPerson(fact) ? fact.before.payerIds : undefined;
  return { rule: 'speaker', memberIds: inherited ?? [fact.scope.speakerId], unknown: [] };
}

interface Found {
  readonly rule: string;
  readonly phrase: PeoplePhrase;
}

const saysFirstPerson = (fact: Fact): boolean =>
  verbsOf(fact.lexemes).some(({ person, sense }) => person === 1 && PAYING.has(sense)) ||
  isWord(fact.lexemes[0], 'eu');

function bySubject(fact: Fact): Found | undefined {
  for (const verb of verbsOf(fact.lexemes)) {
    if (!PAYING.has(verb.sense) || verb.person === 2) continue;
    if (verb.person === 1 && !verb.isPlural) continue;
    const phrase = subjectOf(fact, verb.at);
    if (isPeople(phrase)) return { rule: verb.isPlural ? 'together' : 'subject', phrase };
  }
  return undefined;
}

function byCleft(fact: Fact): Found | undefined {
  const { lexemes } = fact;
  const who = isWord(lexemes[0], 'foi') ? -1 : lexemes.findIndex((lexeme) => isWord(lexeme, 'quem'));
  if (who === -1 && !isWord(lexemes[0], 'foi')) return undefined;
  for (let at = who + 1; at < lexemes.length; at++) {
    if (!isWord(lexemes[at], 'foi fui foram')) continue;
    const phrase = peopleAt(fact, at + 1, true);
    if (isPeople(phrase)) return { rule: 'cleft', phrase };
  }
  return undefined;
}

function byAgent(fact: Fact): Found | undefined {
  const { lexemes } = fact;
  for (const [at, lexeme] of lexemes.entries()) {
    const isBy =
      (isWord(lexeme, 'por pelo pela pelos') &&
        isWord(lexemes[at - 1], 'pago paga pagos pagas bancado bancada comprado comprada feito')) ||
      (isWord(lexeme, 'da do de') &&
        isWord(lexemes[at - 1], 'cartao conta credito debito') &&
        isWord(lexemes[at - 2], 'no na por com o pelo'));
    if (!isBy) continue;
    const phrase = peopleAt(fact, at + 1);
    if (isPeople(phrase)) return { rule: 'agent', phrase };
  }
  return undefined;
}

function byLabel(fact: Fact): Found | undefined {
  const { lexemes } = fact;
  const first = peopleAt(fact, 0);
  const isAlone = (phrase: PeoplePhrase): boolean => phrase.memberIds.length + phrase.unknown.length === 1;
  if (
    isPeople(first) &&
    isAlone(first) &&
    (isSign(lexemes[first.next], ':') || (isSign(lexemes[first.next], '-') && first.next < fact.amountAt))
  ) {
    return { rule: 'label', phrase: first };
  }
  for (const [at, lexeme] of lexemes.entries()) {
    if (!isSign(lexeme, '(-')) continue;
    const phrase = peopleAt(fact, at + 1);
    const after = phrase && lexemes[phrase.next];
    if (isPeople(phrase) && isAlone(phrase) && (after === undefined || isSign(after, ')')))
      return { rule: 'label', phrase };
  }
  return undefined;
}

/** After another fact: "e a Ana 60 na janta", "e o Zé o pedágio (35)". */
function byEllipsis(fact: Fact): Found | undefined {
  if (!fact.before || verbsOf(fact.lexemes).some(({ sense, person }) => PAYING.has(sense) && person !== 2))
    return undefined;
  let at = 0;
  while (isSign(fact.lexemes[at], ',+)') || isWord(fact.lexemes[at], 'e depois ai mais mas ja')) at++;
  const phrase = peopleAt(fact, at);
  return isPeople(phrase) && phrase.memberIds.length + phrase.unknown.length === 1
    ? { rule: 'elliptic', phrase }
    : undefined;
}
