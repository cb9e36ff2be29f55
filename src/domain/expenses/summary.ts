/**
 * What a group spent: by category, by person, by month. Refunds and income take away; what is void and what was settled
 * between members is no spending. Sums of integers: the parts of every cut add up to its whole.
 */
import type { MemberId } from '../ids.ts';
import { type Category, knownCategory } from './categories.ts';
import { compareIds } from './compute-shares.ts';
import { addMonths, type Day } from './day.ts';
import type { ExpenseRow } from './ledger-rows.ts';

/** `YYYY-MM` */
export type Month = string;

export interface Summary {
  readonly count: number;
  readonly amountMinor: number;
  /** Largest first. */
  readonly categories: readonly { readonly category: Category; readonly amountMinor: number }[];
  /** By what was theirs, largest first. */
  readonly people: readonly {
    readonly memberId: MemberId;
    readonly paidMinor: number;
    readonly shareMinor: number;
  }[];
}

type Spent = Pick<ExpenseRow, 'date' | 'category' | 'amountMinor' | 'payers' | 'shares' | 'voidedBy'>;

/** Of a month, or of all there is. `personOf`: whom a member counts as (a person without the app whom somebody said to be). */
export function summarise(
  expenses: readonly Spent[],
  { month, personOf = (id) => id }: { month?: Month; personOf?: (memberId: MemberId) => MemberId } = {},
): Summary {
  const categories = new Map<Category, number>();
  const paid = new Map<MemberId, number>();
  const shared = new Map<MemberId, number>();
  let amountMinor = 0;
  let count = 0;
  for (const row of expenses) {
    if (row.voidedBy !== null || (month !== undefined && monthOf(row.date) !== month)) continue;
    count += 1;
    amountMinor += row.amountMinor;
    add(categories, knownCategory(row.category), row.amountMinor);
    for (const part of row.payers) add(paid, personOf(part.memberId), part.amountMinor);
    for (const part of row.shares) add(shared, personOf(part.memberId), part.amountMinor);
  }
  const people = [...new Set([...paid.keys(), ...shared.keys()])].map((memberId) => ({
    memberId,
    paidMinor: paid.get(memberId) ?? 0,
    shareMinor: shared.get(memberId) ?? 0,
  }));
  people.sort((a, b) => b.shareMinor - a.shareMinor || compareIds(a.memberId, b.memberId));
  return {
    count,
    amountMinor,
    categories: [...categories]
      .map(([category, sum]) => ({ category, amountMinor: sum }))
      .sort((a, b) => b.amountMinor - a.amountMinor || compareIds(a.category, b.category)),
    people,
  };
}

/** From the first month with an expense to the last one, those in between with nothing too; oldest first. */
export function listMonths(
  expenses: readonly Pick<Spent, 'date' | 'amountMinor' | 'voidedBy'>[],
): { readonly month: Month; readonly amountMinor: number }[] {
  const sums = new Map<Month, number>();
  for (const { date, amountMinor, voidedBy } of expenses) {
    if (voidedBy === null) add(sums, monthOf(date), amountMinor);
  }
  const [first, ...rest] = [...sums.keys()].sort();
  if (first === undefined) return [];
  const last = rest.at(-1) ?? first;
  const months: { month: Month; amountMinor: number }[] = [];
  for (let month = first; month <= last && months.length < MONTHS_MAX; month = nextMonth(month)) {
    months.push({ month, amountMinor: sums.get(month) ?? 0 });
  }
  return months;
}

export const monthOf = (date: Day): Month => date.slice(0, 7);

/** A typing error in one year makes no list of twenty thousand months. */
const MONTHS_MAX = 1200;

const nextMonth = (month: Month): Month => monthOf(addMonths(`${month}-01`, 1));

function add<K>(sums: Map<K, number>, key: K, byMinor: number): void {
  sums.set(key, (sums.get(key) ?? 0) + byMinor);
}
