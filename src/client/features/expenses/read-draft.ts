/**
 * Reads a draft: the money in it, the shares it comes to, and what stands in its way. Pure, and quick enough to be asked at
 * every key, so that the form says at once what is missing: "faltam R$ 0,01".
 */
import { checkMoney, type MoneyProblem } from '#domain/expenses/check-money.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import type { Money, Part, Split, SplitMode } from '#domain/expenses/money.ts';
import { parseAmount } from '#domain/expenses/parse-amount.ts';
import type { ExpenseDraft } from './expense-draft.ts';

export type DraftProblem =
  | { readonly what: 'amount-missing' | 'amount-unreadable' }
  /** A field that holds no number. */
  | { readonly what: 'unreadable'; readonly field: 'paid' | 'split'; readonly memberId: string }
  | MoneyProblem;

export type DraftReading =
  | { readonly ok: true; readonly money: Money }
  | {
      readonly ok: false;
      readonly problems: readonly DraftProblem[];
      /** What each would bear as it stands, where that can be said: with a readable amount and readable values. */
      readonly shares: readonly Part[];
    };

/** `expenseId` decides who gets a centavo that does not divide; it is the one that is saved. */
export function readDraft(draft: ExpenseDraft, expenseId: string): DraftReading {
  const sign = draft.isIncome ? -1 : 1;
  const typed = positive(parseAmount(draft.amount));
  const unreadable: DraftProblem[] = [];
  const readValue = (field: 'paid' | 'split', memberId: string, text: string, mode: SplitMode): number => {
    const value = parseValue(mode, text);
    if (value === undefined) unreadable.push({ what: 'unreadable', field, memberId });
    return value ?? 0;
  };

  const amountMinor = sign * (typed ?? 0) || 0;
  const payers = readPayers(
    draft,
    amountMinor,
    (memberId, text) => sign * readValue('paid', memberId, text, 'exact'),
  );
  const split = readSplit(draft, (memberId, text) => {
    const value = readValue('split', memberId, text, draft.mode);
    return (draft.mode === 'exact' || draft.mode === 'adjust' ? sign * value : value) || 0;
  });

  const problems: DraftProblem[] = [...unreadable];
  const isBlank = draft.amount.trim() === '';
  if (isBlank) problems.push({ what: 'amount-missing' });
  else if (typed === undefined) problems.push({ what: 'amount-unreadable' });
  // Sums say nothing while a number in them cannot be read.
  else if (unreadable.length === 0) problems.push(...checkMoney({ amountMinor, payers, split }));

  const canShare = typed !== undefined && unreadable.length === 0;
  const shares = canShare ? computeShares(amountMinor, split, payers, expenseId) : [];
  return problems.length === 0
    ? { ok: true, money: { amountMinor, payers, split, shares } }
    : { ok: false, problems, shares };
}

/** Nothing typed is nothing; of parts it is one. Only an adjustment may be negative. undefined: no number. */
function parseValue(mode: SplitMode, text: string): number | undefined {
  const typed = text.trim();
  if (mode === 'shares') return typed === '' ? 1 : parseWeight(typed);
  if (typed === '') return 0;
  // Two decimals of a percentage are basis points, as two decimals of an amount are centavos.
  const value = parseAmount(typed.replace(/\s*%$/, ''));
  return mode === 'adjust' ? value : positive(value);
}

const parseWeight = (text: string): number | undefined =>
  /^[0-9]{1,7}$/.test(text) ? Number(text) : undefined;

/** A refund is a switch of the form, not a sign that is easily typed by mistake. */
const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value >= 0 ? value : undefined;

function readPayers(
  { payerId, paid }: ExpenseDraft,
  amountMinor: number,
  read: (memberId: string, text: string) => number,
): readonly Part[] {
  if (payerId !== null) return [{ memberId: payerId, amountMinor }];
  return Object.entries(paid)
    .filter(([, text]) => text.trim() !== '')
    .map(([memberId, text]) => ({ memberId, amountMinor: read(memberId, text) || 0 }))
    .filter((part) => part.amountMinor !== 0);
}

function readSplit(
  { mode, participantIds, values }: ExpenseDraft,
  read: (memberId: string, text: string) => number,
): Split {
  if (mode === 'equal') return { mode, parts: participantIds.map((memberId) => ({ memberId })) };
  const texts = values[mode] ?? {};
  return {
    mode,
    parts: participantIds.map((memberId) => ({ memberId, value: read(memberId, texts[memberId] ?? '') })),
  };
}
