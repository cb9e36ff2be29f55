/**
 * Who owes whom, said as a state. A debt is an expense the creditor paid and the debtor alone bears. Rules, each with examples:
 *
 *   owes-me     "o Zé me deve 50" · "Ana tá me devendo 70 do show" · "a Bia deve 20 pra mim"
 *   i-owe       "devo 45 pro Pedro" · "fiquei devendo 20 pra Carol" · "tô devendo 35 pro João"
 *   owes        "João deve 25 pra Bia"
 *   lent        "emprestei 100 pro Pedro" · "a Bia me emprestou 60"
 *   borrowed    "peguei 40 emprestado com a Ana"
 */
import { hasWord, isWord } from '../lexeme.ts';
import { amountOf, type Fact, isPeople, peopleAt, subjectOf, verbsOf } from './fact.ts';
import type { PeoplePhrase } from './people-phrases.ts';

export interface Debt {
  readonly rule: string;
  readonly creditor: PeoplePhrase | 'speaker';
  readonly debtor: PeoplePhrase | 'speaker';
}

export function findDebt(fact: Fact): Debt | undefined {
  const { lexemes } = fact;
  const verbs = verbsOf(lexemes);
  const borrowedAt = lexemes.findIndex((lexeme) => isWord(lexeme, 'emprestado emprestada emprestados'));
  if (borrowedAt !== -1) return borrowed(fact);
  const verb = verbs.find(({ sense }) => sense === 'owe' || sense === 'lend');
  if (!verb && verbs.length === 0) return owedToo(fact);
  if (!verb) return undefined;
  // "deve custar 80", "devo chegar às 20": supposed, not owed.
  if (verb.sense === 'owe' && /(ar|er|ir|or)$/.test(lexemes[verb.at + 1]?.word ?? '')) return undefined;
  const isMe = isWord(lexemes[verb.at - 1], 'me') || isWord(lexemes[verb.at + 1], 'me');
  const other = otherSide(fact, verb.at);
  const subjectAt = verb.word === 'devendo' ? startOfOwing(fact, verb.at) : verb.at;
  const subject = subjectOf(fact, subjectAt);
  if (verb.sense === 'lend') {
    if (verb.person === 1) return other && { rule: 'lent', creditor: 'speaker', debtor: other };
    if (!isPeople(subject)) return undefined;
    return { rule: 'lent', creditor: subject, debtor: isMe ? 'speaker' : (other ?? 'speaker') };
  }
  const isFirst = verb.person === 1 || (verb.word === 'devendo' && !isPeople(subject));
  if (isFirst && !isMe) {
    const creditor = other ?? spokenTo(fact);
    return creditor && creditor !== 'speaker' ? { rule: 'i-owe', creditor, debtor: 'speaker' } : undefined;
  }
  if (!isPeople(subject)) return undefined;
  if (isMe || other === 'speaker') {
    // "me deve uma", "me deve desculpas": nothing to write down.
    return amountOf(fact) || verb.word === 'devendo'
      ? { rule: 'owes-me', creditor: 'speaker', debtor: subject }
      : undefined;
  }
  if (isSelf(fact, subject)) return other && { rule: 'i-owe', creditor: other, debtor: 'speaker' };
  return other && { rule: 'owes', creditor: other, debtor: subject };
}

/** "devo 10 pra Ana e 15 pro Zé", "a Ana me deve 10 e o Zé 15". */
function owedToo(fact: Fact): Debt | undefined {
  const rule = fact.before?.debt;
  const other = rule && amountOf(fact) && onlyPerson(fact);
  if (!other) return undefined;
  return rule === 'i-owe'
    ? { rule, creditor: other, debtor: 'speaker' }
    : { rule, creditor: 'speaker', debtor: other };
}

/** "tô te devendo 20, Ana": the one person there is. */
export function spokenTo(fact: Fact): PeoplePhrase | undefined {
  if (!hasWord(fact.lexemes, 'te')) return undefined;
  return onlyPerson(fact);
}

function onlyPerson(fact: Fact): PeoplePhrase | undefined {
  const at = fact.lexemes.findIndex(({ type }) => type === 'person');
  const phrase = at === -1 ? undefined : peopleAt(fact, at);
  return isPeople(phrase) ? phrase : undefined;
}

const isSelf = (fact: Fact, phrase: PeoplePhrase): boolean =>
  phrase.memberIds.length === 1 && phrase.memberIds[0] === fact.scope.speakerId;

/** "tá me devendo", "ficou devendo", "tô devendo", "está te devendo": where that begins. */
function startOfOwing(fact: Fact, devendoAt: number): number {
  let at = devendoAt;
  while (
    at > 0 &&
    isWord(
      fact.lexemes[at - 1],
      'me ta tah esta ficou ficaram tao estao ainda continua segue tava to fiquei estou tou fico anda',
    )
  )
    at--;
  const isFirst = hasWord(fact.lexemes.slice(at, devendoAt), 'to fiquei estou tou');
  return isFirst ? 0 : at;
}

function otherSide(fact: Fact, verbAt: number): PeoplePhrase | 'speaker' | undefined {
  for (const [at, lexeme] of fact.lexemes.entries()) {
    const isTo =
      isWord(lexeme, 'pra pro para p ao com c pr') ||
      (isWord(lexeme, 'a') && at > verbAt && fact.lexemes[at - 1]?.type === 'number');
    if (!isTo) continue;
    const phrase = peopleAt(fact, at + 1, true);
    if (!isPeople(phrase)) continue;
    return isSelf(fact, phrase) ? 'speaker' : phrase;
  }
  return undefined;
}

function borrowed(fact: Fact): Debt | undefined {
  const verb = verbsOf(fact.lexemes).find(
    ({ sense, person }) => (sense === 'spend' || sense === 'give') && person !== 2,
  );
  const lender = lenderOf(fact);
  if (!verb || isWord(fact.lexemes[verb.at - 1], 'me') || verb.sense === 'give') {
    const giver = verb && subjectOf(fact, verb.at);
    if (verb?.person === 1) {
      const to = otherSide(fact, verb.at);
      return to && to !== 'speaker' ? { rule: 'lent', creditor: 'speaker', debtor: to } : undefined;
    }
    return isPeople(giver) ? { rule: 'lent', creditor: giver, debtor: 'speaker' } : undefined;
  }
  if (!lender) return undefined;
  if (verb.person === 3) {
    const borrower = subjectOf(fact, verb.at);
    return isPeople(borrower) ? { rule: 'borrowed', creditor: lender, debtor: borrower } : undefined;
  }
  return { rule: 'borrowed', creditor: lender, debtor: 'speaker' };
}

function lenderOf(fact: Fact): PeoplePhrase | 'speaker' | undefined {
  for (const [at, lexeme] of fact.lexemes.entries()) {
    const isFrom = isWord(lexeme, 'da do de com c pra pro comigo');
    if (!isFrom) continue;
    const phrase = peopleAt(fact, isWord(lexeme, 'comigo') ? at : at + 1);
    if (isPeople(phrase)) return isSelf(fact, phrase) ? 'speaker' : phrase;
  }
  return undefined;
}
