/**
 * Money that went away for a thing, and debts, which are kept as such. What counts as one, with examples:
 *
 *   spent          "gastei 60 com gasolina" · "a Bia pagou 150 no rodízio"
 *   to-share       "divide igual entre geral: 350 do sítio" · "rachei 90 com a Bia"
 *   noted          "anota aí: mercado 80" · "lança 50 de gelo"
 *   bill           "a conta do bar deu 212" · "saiu por 76 a janta"
 *   noun-first     "uber 23,50" · "mercado 300 menos o Pedro"
 *   amount-first   "vintão de gelo" · "35 reais de estacionamento"
 *   no-amount      "paguei a pizza"
 */
import { hasWord, isSign, isWord, type Lexeme } from '../lexeme.ts';
import type { ReadExpense, ReadSplit } from '../reading.ts';
import { readTotal } from './amounts.ts';
import { findDebt } from './debts.ts';
import { readDescription } from './descriptions.ts';
import {
  amountOf,
  dateOf,
  type Fact,
  isPaidBy,
  isPeople,
  subjectOf,
  use,
  type VerbAt,
  verbsOf,
} from './fact.ts';
import { isSpentOn } from './nouns.ts';
import { findParticipants, type ParticipantsRead } from './participants.ts';
import { findPayers } from './payers.ts';
import { FUNCTION_WORDS, type PeoplePhrase } from './people-phrases.ts';

export function readExpense(fact: Fact): ReadExpense | undefined {
  const debt = findDebt(fact);
  if (debt) {
    fact.rules.push(debt.rule);
    for (const side of [debt.creditor, debt.debtor]) {
      if (side !== 'speaker')
        use(fact, side.from, side.next, side === debt.creditor ? 'payer' : 'participants');
    }
    const idsOf = (side: PeoplePhrase | 'speaker'): readonly string[] =>
      side === 'speaker' ? [fact.scope.speakerId] : side.memberIds;
    const unknown = [debt.creditor, debt.debtor].flatMap((side) => (side === 'speaker' ? [] : side.unknown));
    return assemble(
      fact,
      idsOf(debt.creditor),
      { rule: debt.rule, memberIds: idsOf(debt.debtor), unknown, isUnsure: false },
      [],
    );
  }
  if (verbsOf(fact.lexemes).some(({ sense }) => sense === 'owe' || sense === 'receive' || sense === 'settle'))
    return undefined;
  const evidence = evidenceOf(fact);
  if (evidence === undefined) return undefined;
  fact.rules.push(evidence);
  if (fact.splitList) use(fact, fact.splitList.from, fact.splitList.next, 'split');
  const payers = findPayers(fact);
  fact.rules.push(`payer:${payers.rule}`);
  const payerIds = payers.memberIds.length > 0 ? payers.memberIds : [];
  const participants = findParticipants(fact, payers.rule === 'speaker' ? [fact.scope.speakerId] : payerIds);
  if (evidence === 'bill' && payers.rule === 'speaker')
    fact.ambiguities.push({ field: 'payer', why: 'assumed' });
  return assemble(fact, payerIds, participants, payers.unknown);
}

function assemble(
  fact: Fact,
  payerIds: readonly string[],
  participants: ParticipantsRead,
  unknownPayers: readonly string[],
): ReadExpense {
  const { lexemes, splitList: list, scope, ambiguities, rules } = fact;
  const total = readTotal(lexemes, Math.max(fact.amountAt, 0));
  const number = amountOf(fact);
  const isVague = number?.isVague === true;
  const beginning = readTotal(lexemes);
  const read = beginning && beginning.at >= fact.amountAt ? beginning : total;
  for (const [from, next] of read?.used ?? []) use(fact, from, next);
  if (read) use(fact, read.at, read.at + 1, 'amount');
  rules.push(...(read?.rules ?? []), `participants:${participants.rule}`);
  const borne = bornBy(fact, participants);
  let amountMinor = read && !isVague ? Math.round(read.minor) : null;
  const isShared = read?.isForEach === true;
  if (isShared && amountMinor !== null) {
    amountMinor *= payerIds.length > 1 ? payerIds.length : Math.max(borne.memberIds.length, 1);
    rules.push('each');
    ambiguities.push({ field: 'amount', why: 'two-readings' });
  }
  if (amountMinor === null) ambiguities.push({ field: 'amount', why: 'missing' });
  else if (number?.isApproximate) ambiguities.push({ field: 'amount', why: 'approximate' });
  if (number?.currency) ambiguities.push({ field: 'amount', why: 'currency' });
  const unknownPeople = [...new Set([...participants.unknown, ...unknownPayers, ...(list?.unknown ?? [])])];
  if (unknownPayers.length > 0) ambiguities.push({ field: 'payer', why: 'unknown-person' });
  if (participants.unknown.length > 0) ambiguities.push({ field: 'participants', why: 'unknown-person' });
  if (participants.isUnsure) ambiguities.push({ field: 'participants', why: 'two-readings' });
  if (list && !list.addsUp) ambiguities.push({ field: 'split', why: 'does-not-add-up' });
  const date = dateOf(fact);
  const payers = payersOf(fact, payerIds, amountMinor);
  return {
    kind: 'expense',
    amountMinor,
    payers,
    participantIds: borne.memberIds,
    split: borne.split,
    description: readDescription(fact),
    date,
    installments: read?.installments ?? null,
    isApproximate: number?.isApproximate === true,
    currency: number?.currency ?? null,
    unknownPeople,
    spans: fact.spans,
    ambiguities: scope.everyoneIds.length === 0 ? [] : ambiguities,
  };
}

function bornBy(
  fact: Fact,
  participants: ParticipantsRead,
): { readonly memberIds: readonly string[]; readonly split: ReadSplit } {
  const list = fact.splitList;
  if (!list || list.isOfPayers) return { memberIds: participants.memberIds, split: { mode: 'equal' } };
  fact.rules.push(list.rule);
  if (list.isWholeList) return { memberIds: list.memberIds, split: list.split };
  const memberIds = [...new Set([...participants.memberIds, ...list.memberIds])];
  if (list.rule === 'double' && list.split.mode === 'shares') {
    const given = list.split.values;
    return {
      memberIds,
      split: { mode: 'shares', values: new Map(memberIds.map((id) => [id, given.get(id) ?? 1])) },
    };
  }
  return { memberIds, split: list.split };
}

function payersOf(
  fact: Fact,
  payerIds: readonly string[],
  amountMinor: number | null,
): ReadExpense['payers'] {
  const list = fact.splitList;
  if (list?.isOfPayers && list.split.mode === 'exact') {
    fact.rules.push(list.rule);
    return [...list.split.values].map(([memberId, minor]) => ({ memberId, amountMinor: minor }));
  }
  if (payerIds.length < 2 || amountMinor === null)
    return payerIds.map((memberId) => ({ memberId, amountMinor }));
  if (!fact.rules.includes('each')) fact.ambiguities.push({ field: 'payer', why: 'assumed' });
  const each = Math.floor(amountMinor / payerIds.length);
  const first = amountMinor - each * (payerIds.length - 1);
  return payerIds.map((memberId, index) => ({ memberId, amountMinor: index === 0 ? first : each }));
}

/** "a conta deu 90", "o jantar deu 180"; who "me deu 100" gave a present. */
function isBill(fact: Fact, verb: VerbAt, noun: boolean): boolean {
  const { lexemes } = fact;
  if (isWord(lexemes[verb.at - 1], 'me te nos') || isPeople(subjectOf(fact, verb.at))) return false;
  return noun || isWord(lexemes[verb.at - 1], 'conta total');
}

/** Verbs that need no noun beside their amount; the common others do: "peguei um uber", "fiz a feira". */
const STRONG =
  /^(pa[gq]|pg|gast|co[mn]pr|ban[ckq]|torr|desemb|cust|alug|reserv|abast|adiant|assin|contr|encom|parc|patr|env|dep|dev|rep|reemb|pix|ress|ret|transf|entreg)/;
const STRONG_WITHOUT_AMOUNT =
  /^(paguei|pagou|pagei|pg|pagaram|pagamos|banquei|bancou|gastei|gastou|comprei|comprou|compramos)$/;

function evidenceOf(fact: Fact): string | undefined {
  const { lexemes, amountAt } = fact;
  const amount = amountOf(fact);
  const verbs = verbsOf(lexemes);
  const noun = lexemes.some(
    (lexeme, at) => lexeme.type === 'word' && !isTitle(lexemes, at) && isSpentOn(lexeme.word),
  );
  const isMarked =
    amount?.unit === 'money' ||
    (amount !== undefined && readTotal(lexemes)?.rules.length !== 0 && readTotal(lexemes) !== undefined);
  if (!amount) return withoutAmount(lexemes, verbs);
  const doing = verbs.find(
    ({ sense, person }) => person !== 2 && (sense === 'spend' || sense === 'pay' || sense === 'give'),
  );
  if (doing && !(!STRONG.test(doing.word) && !noun && !isMarked && !hasPlace(lexemes))) {
    if (doing.word === 'deu') return isBill(fact, doing, noun) ? 'bill' : undefined;
    return 'spent';
  }
  if (isPaidBy(lexemes)) return 'spent';
  if (verbs.some(({ sense }) => sense === 'record'))
    return noun || isMarked || fact.lexemes.length > 2 ? 'noted' : undefined;
  if (verbs.some(({ sense, person }) => sense === 'share' && person !== 2)) return 'to-share';
  const shares = verbs.some(({ sense }) => sense === 'share');
  if (shares) return 'to-share';
  if (
    fact.before?.hasVerb &&
    (noun || isMarked || hasPlace(lexemes) || fact.lexemes.some(({ type }) => type === 'person'))
  )
    return 'spent';
  if (verbs.some(({ sense }) => sense === 'cost') || hasWord(lexemes, 'deu')) {
    return noun || hasWord(lexemes, 'conta total tudo fatura') ? 'bill' : undefined;
  }
  return withoutVerb(fact, amountAt, noun, isMarked);
}

const hasPlace = (lexemes: readonly Lexeme[]): boolean =>
  lexemes.some(
    (lexeme, at) =>
      isWord(lexeme, 'no na num numa de em com nos nas do da') && lexemes[at + 1]?.type === 'word',
  );

/** "a Casa 12": a noun that only names. */
const isTitle = (lexemes: readonly Lexeme[], at: number): boolean => {
  const after = lexemes[at + 1];
  return after?.type === 'number' && after.unit === 'code';
};

function withoutAmount(lexemes: readonly Lexeme[], verbs: readonly VerbAt[]): string | undefined {
  const verb = verbs.find(({ word }) => STRONG_WITHOUT_AMOUNT.test(word));
  if (!verb) return undefined;
  const object = lexemes.findIndex(
    (lexeme, at) => at > verb.at && lexeme.type === 'word' && isSpentOn(lexeme.word),
  );
  const cleft = lexemes.findIndex((lexeme) => lexeme.type === 'word' && isSpentOn(lexeme.word));
  if (object === -1 && !(cleft !== -1 && isWord(lexemes[0], 'quem'))) return undefined;
  // "comprei um tênis" is news about a person; "comprei as cervejas" is the group's.
  const isBought = /^compr/.test(verb.word);
  if (isBought && !lexemes.some((lexeme, at) => at > verb.at && isWord(lexeme, 'o a os as pra pro')))
    return undefined;
  return 'no-amount';
}

const FREE = new Set(`ate conto foi reais`.split(' '));

/** "uber 23,50", "vintão de gelo", "mercado 300 menos o Pedro": a noun, an amount and who, and nothing that tells a story. */
function withoutVerb(fact: Fact, amountAt: number, noun: boolean, isMarked: boolean): string | undefined {
  const { lexemes } = fact;
  if (readTotal(lexemes)?.rules.includes('pieces')) return 'amount-first';
  const content = lexemes.filter(
    ({ type, word }) => type === 'word' && !FREE.has(word) && !FUNCTION_WORDS.has(word) && word.length > 1,
  );
  const first = lexemes.findIndex(({ type }) => type !== 'sign');
  const isFirst = amountAt <= first + 1;
  const leftOver = lexemes.filter(({ type }) => type === 'number').length;
  if (
    lexemes.some(
      (lexeme) => lexeme.type === 'number' && (lexeme.unit === 'code' || lexeme.unit === 'measure'),
    ) &&
    !noun
  )
    return undefined;
  if (content.length === 0) return shareOnly(fact) ? 'to-share' : undefined;
  if (content.length > 7 || leftOver > 6) return undefined;
  const after = lexemes[amountAt + 1];
  const joins = isWord(after, 'de do da no na em pra pro com num numa nos nas pros pras');
  if (isFirst && joins && (noun || isMarked)) return 'amount-first';
  if (isFirst && (noun || isMarked) && lexemes[amountAt + 1]?.type === 'word' && noun) return 'amount-first';
  const before = lexemes[amountAt - 1];
  // "grupo de 15 pra quadra", "2 kg de picanha e 5 de linguiça": counted, not paid.
  if (
    !isMarked &&
    (isWord(before, 'de')
      ? isWord(lexemes[amountAt - 2], 'grupo turma')
      : isWord(before, 'e') &&
        lexemes.some((lexeme) => lexeme.type === 'number' && lexeme.unit === 'measure'))
  )
    return undefined;
  const isBeside =
    before?.type === 'word' ||
    before?.type === 'date' ||
    isSign(before, ',:-=()>') ||
    before?.type === 'number' ||
    before?.type === 'person';
  if (isBeside && (noun || isMarked)) return 'noun-first';
  return undefined;
}

const shareOnly = (fact: Fact): boolean => fact.splitList?.isWholeList === true;
