/** One purchase in N dated parts: "em 3x". Each part is an expense of its own, and together they are the purchase to the centavo. */
import type { Day } from './day.ts';
import { addMonths } from './day.ts';
import type { Part, Split, SplitPart } from './money.ts';
import { portion } from './portion.ts';

export const INSTALLMENTS_MAX = 48;

export interface InstallmentTerms {
  /** 1 … count. */
  readonly index: number;
  readonly count: number;
  readonly date: Day;
  readonly amountMinor: number;
  readonly payers: readonly Part[];
  readonly split: Split;
}

/**
 * A month apart from `first` on. The odd centavos go to the first parts, as shops do; payers and exact or adjusted values are cut
 * the same way, so that each part adds up by itself and all together are what was typed.
 */
export function splitInstallments(
  money: { readonly amountMinor: number; readonly payers: readonly Part[]; readonly split: Split },
  count: number,
  first: Day,
): InstallmentTerms[] {
  const payers = cutTogether(
    money.payers.map(({ amountMinor }) => amountMinor),
    count,
  );
  const splits = cutSplit(money.split, count);
  return totals(money.amountMinor, count).map((amountMinor, i): InstallmentTerms => {
    const paid = money.payers.map(({ memberId }, p) => ({ memberId, amountMinor: payers[i]?.[p] ?? 0 }));
    const split = { mode: money.split.mode, parts: splits[i] ?? [] };
    return { index: i + 1, count, date: addMonths(first, i), amountMinor, payers: paid, split };
  });
}

function cutSplit({ mode, parts }: Split, count: number): SplitPart[][] {
  const values = parts.map(({ value = 0 }) => value);
  if (mode !== 'exact' && mode !== 'adjust') return Array.from({ length: count }, () => [...parts]);
  const rows = mode === 'exact' ? cutTogether(values, count) : cutAlone(values, count);
  return rows.map((row) => parts.map(({ memberId }, p) => ({ memberId, value: row[p] ?? 0 })));
}

/** Over the parts in time, largest first. */
function totals(amount: number, count: number): number[] {
  const sign = amount < 0 ? -1 : 1;
  const floor = Math.floor(Math.abs(amount) / count);
  const odd = Math.abs(amount) - floor * count;
  return Array.from({ length: count }, (_, i) => sign * (floor + (i < odd ? 1 : 0)) || 0);
}

/** Several numbers of one sign, in `count` rows: a row adds up to its part of their sum, and no number is overdrawn. */
function cutTogether(numbers: readonly number[], count: number): number[][] {
  const sign = numbers.some((number) => number < 0) ? -1 : 1;
  const left = numbers.map(Math.abs);
  const sum = left.reduce((total, number) => total + number, 0);
  return totals(sum, count).map((total) => {
    const row = portion(total, left);
    for (const [n, part] of row.entries()) left[n] = (left[n] ?? 0) - part;
    return row.map((part) => sign * part || 0);
  });
}

/** Adjustments may point both ways: each is cut by itself. */
function cutAlone(numbers: readonly number[], count: number): number[][] {
  const columns = numbers.map((number) => totals(number, count));
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i] ?? 0));
}
