/**
 * A message in Brazilian Portuguese → what it says about money.
 *
 *   text → tokens → lexemes → sentences → is it asked? → facts (one per amount) → vetoes by clause → settlement or expense
 *
 * A veto stops a clause, or all that was said with it; a clause that only adds who takes part belongs to the fact before.
 */
import { hasWord, isSign, isWord, type Lexeme } from '../lexeme.ts';
import type { ReadEntry, ReadExpense, ReaderInput, Reading } from '../reading.ts';
import { SILENT } from '../reading.ts';
import { readTotal } from './amounts.ts';
import { clausesOf, factsOf, isAmount, type Sentence, sentencesOf } from './clauses.ts';
import { readExpense } from './expenses.ts';
import type { Fact, FactScope } from './fact.ts';
import { isPaidBy, verbsOf } from './fact.ts';
import { concernsLedger, isAsked, readQuestion } from './questions.ts';
import { readSettlement } from './settlements.ts';
import { readSplitList } from './splits.ts';
import { isExclusion, isIdle, vetoOf } from './vetoes.ts';

export function readPortuguese(lexemes: readonly Lexeme[], scope: FactScope, input: ReaderInput): Reading {
  const sentences = mergeSentences(sentencesOf(withoutQuotes(lexemes, input.text)));
  const rules: string[] = [];
  const entries: ReadEntry[] = [];
  let question: Reading['question'] = null;
  const isIdleTalk =
    sentences.some((sentence) => isIdle(sentence.lexemes)) &&
    verbsOf(lexemes).every(({ sense }) => sense === 'cost') &&
    !isPaidBy(lexemes);
  for (const sentence of sentences) {
    if (isAsked(sentence.lexemes, sentence.isQuestion)) {
      if (concernsLedger(sentence.lexemes)) question ??= readQuestion(sentence.lexemes, scope.today);
      rules.push(question ? `question:${question.asks}` : 'talk');
      continue;
    }
    if (isIdleTalk) {
      rules.push('idle');
      continue;
    }
    const read = readSentence(sentence.lexemes, scope);
    rules.push(...read.rules);
    if (read.spreads) return { ...SILENT, rules };
    entries.push(...read.entries);
  }
  const [first] = entries;
  if (first) return { kind: first.kind, entries, question: null, rules };
  return question ? { kind: 'question', entries: [], question, rules } : { ...SILENT, rules };
}

/** What stands in quotation marks, or after ">", somebody else said. */
function withoutQuotes(lexemes: readonly Lexeme[], text: string): Lexeme[] {
  let isInside = false;
  return lexemes.filter((lexeme) => {
    if (isSign(lexeme, '"“”«»')) {
      isInside = !isInside;
      return false;
    }
    const lineStart = text.lastIndexOf('\n', lexeme.start - 1) + 1;
    return !isInside && text.charAt(lineStart) !== '>';
  });
}

/** A sentence that has no amount and only adds to its neighbour joins it: "Paguei o hotel. 840", "Uber 30. Racha com a Ana". */
function mergeSentences(sentences: readonly Sentence[]): Sentence[] {
  const merged: Sentence[] = [];
  for (const sentence of sentences) {
    const last = merged.at(-1);
    const adds =
      last &&
      !last.isQuestion &&
      !sentence.isQuestion &&
      (addsToFact(last, sentence) || completesFact(last, sentence));
    if (adds)
      merged[merged.length - 1] = { lexemes: [...last.lexemes, ...sentence.lexemes], isQuestion: false };
    else merged.push(sentence);
  }
  return merged;
}

const hasAmount = ({ lexemes }: Sentence): boolean => lexemes.some(isAmount);

function addsToFact(last: Sentence, { lexemes }: Sentence): boolean {
  if (!hasAmount(last)) return false;
  const isSplit = readSplitFromStart(last, lexemes);
  if (isSplit) return true;
  if (lexemes.some(isAmount)) return false;
  const [first, second] = lexemes;
  const verbs = verbsOf(lexemes);
  if (isWord(first, 'racha divide dividir rachar so menos sem tirando entre rateia exceto')) return true;
  if (isWord(first, 'quem') && hasWord(lexemes, 'foi')) return true;
  if (isWord(first, 'foi') && (second?.type === 'person' || lexemes[2]?.type === 'person')) return true;
  if (isExclusion(lexemes)) return true;
  return (
    lexemes.length <= 4 &&
    verbs.some(({ sense, person }) => sense === 'pay' && person === 3) &&
    lexemes.some(({ type }) => type === 'person')
  );
}

function readSplitFromStart(last: Sentence, lexemes: readonly Lexeme[]): boolean {
  const together = [...last.lexemes, ...lexemes];
  const total = readTotal(together);
  if (!total) return false;
  const list = readSplitList(together, total.at, '');
  return list?.isWholeList === true && list.from >= last.lexemes.length;
}

function completesFact(last: Sentence, sentence: Sentence): boolean {
  if (hasAmount(last) || !hasAmount(sentence)) return false;
  const isOnlyAmount = sentence.lexemes.every(
    ({ type, word }) =>
      type === 'number' || type === 'sign' || /^(deu|foi|total|de|no|em|reais|ficou|saiu)$/.test(word),
  );
  return isOnlyAmount && vetoOf(last.lexemes, hasFact(last.lexemes)) === undefined;
}

interface SentenceRead {
  readonly entries: readonly ReadEntry[];
  readonly rules: readonly string[];
  readonly spreads: boolean;
}

const FACT_SENSES = new Set(['spend', 'pay', 'give', 'receive', 'settle', 'owe', 'lend']);

/** Does it say in the past tense that somebody did something with money, or owes? */
function hasFact(lexemes: readonly Lexeme[]): boolean {
  return (
    isPaidBy(lexemes) || verbsOf(lexemes).some(({ sense, person }) => FACT_SENSES.has(sense) && person !== 2)
  );
}

function readSentence(lexemes: readonly Lexeme[], scope: FactScope): SentenceRead {
  const total = readTotal(lexemes);
  const list = total && readSplitList(lexemes, total.at, scope.speakerId);
  const inList = (at: number): boolean => list !== undefined && at >= list.from && at < list.next;
  const headsAt = lexemes.flatMap((lexeme, at) =>
    isAmount(lexeme) && !inList(at) && !isHeadcount(lexemes, at) ? [at] : [],
  );
  const grouped = groupHeads(lexemes, headsAt);
  const entries: ReadEntry[] = [];
  const rules: string[] = [];
  let before: Fact['before'];
  let isStopped = false;
  for (const part of factsOf(lexemes, grouped)) {
    const cleaned = withoutStopped(part, list ? lexemes.slice(list.from, list.next) : []);
    rules.push(...cleaned.rules);
    if (cleaned.spreads) return { entries: [], rules, spreads: true };
    // "meu aluguel é 1800 e o condomínio 600": what goes on without a verb of its own goes on as the first.
    if (cleaned.lexemes.length === 0) isStopped = true;
    if (isStopped && verbsOf(cleaned.lexemes).length === 0) continue;
    isStopped = false;
    const attempt = (): Fact => factOf(cleaned.lexemes, scope, before);
    const settling = attempt();
    const settlement = readSettlement(settling);
    const spending = settlement ? settling : attempt();
    const entry = settlement ?? readExpense(spending);
    rules.push(...spending.rules);
    if (!entry) continue;
    entries.push(entry);
    before = {
      kind: entry.kind,
      payerIds: entry.kind === 'expense' ? entry.payers.map(({ memberId }) => memberId) : [scope.speakerId],
      hasVerb: hasFact(cleaned.lexemes) || before?.hasVerb === true,
      debt: spending.rules.find((rule) => rule === 'i-owe' || rule === 'owes-me') ?? null,
    };
  }
  return { entries: joinPayers(entries), rules, spreads: false };
}

/** "divide por 3", "rachar em 4": heads, not reais. */
function isHeadcount(lexemes: readonly Lexeme[], at: number): boolean {
  const lexeme = lexemes[at];
  return (
    lexeme?.type === 'number' &&
    lexeme.unit === 'bare' &&
    lexeme.minor <= 5000 &&
    isWord(lexemes[at - 1], 'por em') &&
    verbsOf(lexemes.slice(0, at)).some(({ sense }) => sense === 'share') &&
    lexemes.slice(0, at).some(isAmount)
  );
}

function factOf(lexemes: readonly Lexeme[], scope: FactScope, before: Fact['before']): Fact {
  const total = readTotal(lexemes);
  const amountAt = total?.at ?? -1;
  return {
    scope,
    lexemes,
    amountAt,
    before,
    splitList: total ? readSplitList(lexemes, amountAt, scope.speakerId) : undefined,
    used: new Set(),
    spans: [],
    ambiguities: [],
    rules: [],
  };
}

/** Of numbers that make one amount ("4 pizzas de 45", "200 + 20") only the first opens a fact. */
function groupHeads(lexemes: readonly Lexeme[], headsAt: readonly number[]): number[] {
  const heads: number[] = [];
  let covered = -1;
  for (const head of headsAt) {
    if (head <= covered) continue;
    const total = readTotal(lexemes, head);
    heads.push(total?.at ?? head);
    const end = Math.max(
      head,
      total?.at ?? head,
      ...(total?.used ?? []).filter(([, next]) => next - head < 8).map(([, next]) => next - 1),
    );
    covered = end;
  }
  return [...new Set(heads)];
}

/** Takes out the clauses a veto stops; nothing is left when the clause with the amount, or what carries it, is stopped. */
function withoutStopped(
  part: readonly Lexeme[],
  list: readonly Lexeme[],
): { lexemes: readonly Lexeme[]; rules: readonly string[]; spreads: boolean } {
  const rules: string[] = [];
  const clauses = clausesOf(part);
  const headClause = clauses.findIndex((clause) =>
    clause.some((lexeme) => isAmount(lexeme) && !list.includes(lexeme)),
  );
  const hasOwnFact = headClause !== -1 && hasFact(clauses[headClause] ?? []);
  const kept: Lexeme[] = [];
  for (const [index, clause] of clauses.entries()) {
    const own = clause.filter((lexeme) => !list.includes(lexeme));
    const veto = vetoOf(own, hasFact(own) || verbsOf(own).some(({ sense }) => sense === 'record'));
    if (!veto) {
      kept.push(...clause);
      continue;
    }
    // "a galera toda comeu pizza, paguei 180": a story before what somebody says they did.
    if (index < headClause && hasOwnFact && veto.name === 'unknown-verb') {
      kept.push(...clause);
      continue;
    }
    rules.push(`veto:${veto.name}`);
    if (veto.spreads) return { lexemes: [], rules, spreads: true };
    const carries = index === headClause || headClause === -1 || (index < headClause && !hasOwnFact);
    const isSaidAfter =
      index > headClause &&
      headClause !== -1 &&
      (hasOwnFact || clauses.slice(0, index).some(hasFact) || isMinorTail(own));
    if (carries || !isSaidAfter) {
      if (index === headClause || !isSaidAfter) return { lexemes: [], rules, spreads: false };
    }
  }
  return { lexemes: kept, rules, spreads: false };
}

/** "uber 30, depois a gente acerta": what follows a plain fact and only talks. */
const isMinorTail = (clause: readonly Lexeme[]): boolean => !clause.some(isAmount);

/** "eu paguei 50 e a Bia 70 no bar": one place, two who paid, one expense. Two places are two expenses. */
function joinPayers(entries: readonly ReadEntry[]): ReadEntry[] {
  const at = entries.findLastIndex((entry, index) => areOneExpense(entry, entries[index + 1]));
  const [one, other] = entries.slice(at, at + 2);
  if (at === -1 || one?.kind !== 'expense' || other?.kind !== 'expense') return [...entries];
  const whole: ReadExpense = {
    ...one,
    amountMinor: (one.amountMinor ?? 0) + (other.amountMinor ?? 0),
    payers: [...one.payers, ...other.payers],
    description: one.description ?? other.description,
    participantIds:
      one.participantIds.length < other.participantIds.length ? one.participantIds : other.participantIds,
    spans: [...one.spans, ...other.spans],
    ambiguities: [...one.ambiguities, ...other.ambiguities],
  };
  return joinPayers([...entries.slice(0, at), whole, ...entries.slice(at + 2)]);
}

function areOneExpense(one: ReadEntry, other: ReadEntry | undefined): boolean {
  if (one.kind !== 'expense' || other?.kind !== 'expense') return false;
  const payers = [...one.payers, ...other.payers].map(({ memberId }) => memberId);
  return (
    (one.description === null) !== (other.description === null) &&
    one.amountMinor !== null &&
    other.amountMinor !== null &&
    new Set(payers).size === payers.length
  );
}
