/**
 * The smaller grammar, of English and Spanish: one fact a message, with the same answer as the Portuguese reader.
 *
 *   spent      "paid 120 for pizza with Ana and João" · "Ana paid 80 on gas" · "pagué 120 de pizza con Ana"
 *   noun       "pizza R$ 80" · "taxi 23,50 with Zé": only with a currency or centavos
 *   owed       "Ana owes me 30" · "le debo 30 a Ana"
 *   sent       "sent 30 to Ana" · "Ana paid me 30" · "le mandé 30 a Ana"
 *   asked      "how much do I owe?" · "quién me debe?" · "how much did we spend on groceries?"
 *
 * Two amounts, a veto word or anything it does not understand: silence.
 */
import { type CivilDay, civilDay, dayNumber, isoDate } from '../civil-date.ts';
import { readDigits } from '../digits.ts';
import { foldWord } from '../fold-word.ts';
import type { PeopleIndex } from '../people.ts';
import type { Ambiguity, Question, ReadEntry, Reading, ReadSpan } from '../reading.ts';
import { SILENT } from '../reading.ts';
import type { Token } from '../tokenize.ts';
import type { SimpleWords } from './words.ts';

export interface SimpleScope {
  readonly words: SimpleWords;
  readonly people: PeopleIndex;
  readonly speakerId: string;
  readonly everyoneIds: readonly string[];
  readonly today: CivilDay;
}

export function readSimply(tokens: readonly Token[], scope: SimpleScope): Reading {
  const { words } = scope;
  const has = (list: readonly string[]): boolean => tokens.some(({ word }) => list.includes(word));
  const isAsked =
    tokens.some(({ raw }) => raw === '?') ||
    words.asking.includes(tokens.find(({ type }) => type === 'word')?.word ?? '');
  if (isAsked) {
    const question = readQuestion(tokens, scope);
    return question
      ? { kind: 'question', entries: [], question, rules: [`question:${question.asks}`] }
      : SILENT;
  }
  if (has(words.vetoes) || tokens.some(({ raw }) => raw === '"')) return SILENT;
  const amounts = tokens.flatMap((token, at) => (token.type === 'digits' ? [at] : []));
  const [amountAt, ...more] = amounts;
  if (amountAt === undefined || more.length > 0) return SILENT;
  const read = readDigits(tokens[amountAt]?.raw ?? '');
  const next = tokens[amountAt + 1];
  if (!read || read.minor <= 0 || next?.raw === '%' || (next?.touches && next.type === 'word')) return SILENT;
  const fact: Fact = { tokens, scope, amountAt, minor: read.minor, spans: [] };
  span(fact, 'amount', amountAt, amountAt + 1);
  const found = owed(fact) ?? sent(fact) ?? spent(fact, read.hasCents);
  return found
    ? {
        kind: found.entry.kind,
        entries: [found.entry],
        question: null,
        rules: [`${words.language}:${found.rule}`],
      }
    : SILENT;
}

interface Fact {
  readonly tokens: readonly Token[];
  readonly scope: SimpleScope;
  readonly amountAt: number;
  readonly minor: number;
  readonly spans: ReadSpan[];
}

interface Found {
  readonly rule: string;
  readonly entry: ReadEntry;
}

interface People {
  readonly ids: readonly string[];
  readonly unknown: readonly string[];
  readonly next: number;
}

function span(fact: Fact, field: ReadSpan['field'], from: number, next: number): void {
  const [first, last] = [fact.tokens[from], fact.tokens[next - 1]];
  if (first && last) fact.spans.push({ field, start: first.start, end: last.end });
}

const wordAt = ({ tokens }: Fact, at: number): string => tokens[at]?.word ?? '';
const indexOf = (fact: Fact, list: readonly string[], from = 0): number =>
  fact.tokens.findIndex(({ type, word }, at) => at >= from && type === 'word' && list.includes(word));

/** People in a row from `from` on. A capital that nobody bears is somebody to ask about. */
function peopleFrom(fact: Fact, from: number): People | undefined {
  const { words, people, speakerId } = fact.scope;
  const ids: string[] = [];
  const unknown: string[] = [];
  let [at, next] = [from, from];
  for (;;) {
    if (words.articles.includes(wordAt(fact, at))) at++;
    const token = fact.tokens[at];
    if (token?.type !== 'word') break;
    const id = words.me.includes(token.word) ? speakerId : people.get(token.word);
    if (id !== undefined) ids.push(id);
    else if (/^\p{Lu}\p{Ll}/u.test(token.raw) && at > 0) unknown.push(token.raw);
    else break;
    next = at + 1;
    at = next;
    while (fact.tokens[at]?.raw === ',' || words.and.includes(wordAt(fact, at))) at++;
    if (at === next) break;
  }
  return next === from ? undefined : { ids: [...new Set(ids)], unknown, next };
}

function personBefore(fact: Fact, verbAt: number): string | undefined {
  for (let at = verbAt - 1; at >= Math.max(0, verbAt - 3); at--) {
    const id = fact.scope.people.get(wordAt(fact, at));
    if (id !== undefined) return id;
  }
  return undefined;
}

function owed(fact: Fact): Found | undefined {
  const { words, speakerId, people } = fact.scope;
  const verbAt = indexOf(fact, [...words.oweMe, ...words.iOwe]);
  if (verbAt === -1) return undefined;
  const subject = personBefore(fact, verbAt);
  const isMine = subject === undefined;
  const others = fact.tokens.flatMap(({ word }, at) => {
    const id = people.get(word);
    return id !== undefined && at !== verbAt && id !== subject ? [id] : [];
  });
  const toMe = !isMine && fact.tokens.some(({ word }) => word === 'me');
  const creditor = toMe ? speakerId : others[0];
  const debtor = subject ?? speakerId;
  if (creditor === undefined || creditor === debtor || (isMine && !words.iOwe.includes(wordAt(fact, verbAt))))
    return undefined;
  return { rule: 'owed', entry: expense(fact, [creditor], { ids: [debtor], unknown: [] }, null) };
}

function sent(fact: Fact): Found | undefined {
  const { words, speakerId } = fact.scope;
  const verbAt = indexOf(fact, [...words.sentByMe, ...words.sentByThem]);
  if (verbAt === -1) return undefined;
  const giver = personBefore(fact, verbAt);
  const isToMe = giver !== undefined && [wordAt(fact, verbAt - 1), wordAt(fact, verbAt + 1)].includes('me');
  const toAt = indexOf(fact, words.to, verbAt + 1);
  const to = (toAt === -1 ? undefined : peopleFrom(fact, toAt + 1)) ?? peopleFrom(fact, verbAt + 1);
  const named = to?.ids.find((id) => id !== giver);
  const toId = isToMe ? speakerId : named;
  const unknownPeople = toId === undefined ? (to?.unknown ?? []) : [];
  if (toId === undefined && unknownPeople.length === 0) return undefined;
  if (boughtThing(fact) !== null && !words.sentByMe.includes(wordAt(fact, verbAt))) return undefined;
  const ambiguities: Ambiguity[] =
    unknownPeople.length > 0 ? [{ field: 'participants', why: 'unknown-person' }] : [];
  return {
    rule: 'sent',
    entry: {
      kind: 'settlement',
      amountMinor: fact.minor,
      fromId: giver ?? speakerId,
      toId: toId ?? null,
      method: fact.tokens.some(({ word }) => word === 'pix') ? 'pix' : null,
      date: dateOf(fact),
      unknownPeople,
      spans: fact.spans,
      ambiguities,
    },
  };
}

function spent(fact: Fact, hasCents: boolean): Found | undefined {
  const { words, speakerId } = fact.scope;
  const verbAt = indexOf(fact, [...words.spentByMe, ...words.spentByThem]);
  const payer = verbAt === -1 ? undefined : personBefore(fact, verbAt);
  const isMarked =
    hasCents ||
    fact.tokens[fact.amountAt - 1]?.raw === '$' ||
    words.reais.includes(wordAt(fact, fact.amountAt + 1));
  const description = boughtThing(fact);
  if (verbAt === -1 && !(isMarked && description !== null && fact.tokens.length <= 12)) return undefined;
  if (verbAt !== -1 && payer === undefined && !words.spentByMe.includes(wordAt(fact, verbAt)))
    return undefined;
  const payerId = payer ?? speakerId;
  return {
    rule: verbAt === -1 ? 'noun' : 'spent',
    entry: expense(fact, [payerId], bearers(fact, payerId), description),
  };
}

function bearers(fact: Fact, payerId: string): { ids: readonly string[]; unknown: readonly string[] } {
  const { words, everyoneIds } = fact.scope;
  for (const [list, plus] of [
    [words.without, null],
    [words.between, []],
    [words.with, [payerId]],
    [words.for, []],
  ] as const) {
    for (let at = indexOf(fact, list); at !== -1; at = indexOf(fact, list, at + 1)) {
      const from = words.me.includes(wordAt(fact, at)) ? at : at + 1;
      const people = peopleFrom(fact, from);
      if (!people) continue;
      span(fact, 'participants', at, people.next);
      if (plus === null)
        return { ids: everyoneIds.filter((id) => !people.ids.includes(id)), unknown: people.unknown };
      return { ids: [...new Set([...plus, ...people.ids])], unknown: people.unknown };
    }
  }
  return { ids: everyoneIds, unknown: [] };
}

function expense(
  fact: Fact,
  payerIds: readonly string[],
  { ids, unknown }: { readonly ids: readonly string[]; readonly unknown: readonly string[] },
  description: string | null,
): ReadEntry {
  return {
    kind: 'expense',
    amountMinor: fact.minor,
    payers: payerIds.map((memberId) => ({ memberId, amountMinor: fact.minor })),
    participantIds: ids,
    split: { mode: 'equal' },
    description,
    date: dateOf(fact),
    installments: null,
    isApproximate: false,
    currency: null,
    unknownPeople: unknown,
    spans: fact.spans,
    ambiguities: unknown.length > 0 ? [{ field: 'participants', why: 'unknown-person' }] : [],
  };
}

/** After "on", "for", "de"; else what stands before the amount. */
function boughtThing(fact: Fact): string | null {
  const { words, people } = fact.scope;
  const isThing = (at: number): boolean => {
    const { type, word } = fact.tokens[at] ?? { type: 'sign', word: '' };
    const known = [
      words.spentByMe,
      words.spentByThem,
      words.me,
      words.everyone,
      words.with,
      words.between,
      words.for,
      words.to,
      words.without,
      words.on,
      words.and,
      words.reais,
      words.articles,
    ];
    return (
      type === 'word' &&
      word.length > 1 &&
      !people.has(word) &&
      !(word in words.days) &&
      !known.some((list) => list.includes(word))
    );
  };
  const runFrom = (from: number): string | null => {
    let next = from;
    while (isThing(next)) next++;
    if (next === from) return null;
    span(fact, 'description', from, next);
    return fact.tokens
      .slice(from, next)
      .map(({ raw }) => raw)
      .join(' ')
      .toLowerCase();
  };
  for (let at = indexOf(fact, words.on, 1); at !== -1; at = indexOf(fact, words.on, at + 1)) {
    const from = words.articles.includes(wordAt(fact, at + 1)) ? at + 2 : at + 1;
    const run = runFrom(from);
    if (run !== null) return run;
  }
  const first = fact.tokens.findIndex((_, at) => at < fact.amountAt && isThing(at));
  return first === -1 || /^(r|rs)$/.test(wordAt(fact, first)) ? null : runFrom(first);
}

function dateOf(fact: Fact): string | null {
  for (const { word } of fact.tokens) {
    const days = fact.scope.words.days[word];
    if (days !== undefined) return isoDate(civilDay(dayNumber(fact.scope.today) + days));
  }
  return null;
}

function readQuestion(tokens: readonly Token[], { words, people }: SimpleScope): Question | undefined {
  const has = (list: readonly string[]): boolean => tokens.some(({ word }) => list.includes(word));
  const memberId = tokens.map(({ word }) => people.get(word)).find((id) => id !== undefined);
  if (has(words.oweMe) || has(words.iOwe)) {
    if (memberId !== undefined) return { asks: 'balance-with', memberId };
    const asksWho = has(['who', 'quien', 'quienes']);
    return { asks: asksWho ? 'who-owes-me' : 'my-balance' };
  }
  if (!has(words.spentAsked)) return undefined;
  const onAt = tokens.findLastIndex(({ word }) => words.on.includes(word));
  const about = onAt === -1 ? undefined : tokens[onAt + 1];
  return {
    asks: 'spent',
    about: about?.type === 'word' ? [foldWord(about.raw)] : [],
    memberId: null,
    from: null,
    to: null,
  };
}
