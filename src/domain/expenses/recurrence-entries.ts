/**
 * The entries of a recurrence, as expenses. Every device of a member works out the same ones, with the same ids, from the same
 * row: two that were offline together make one entry, and the log takes the second as nothing.
 */
import { addDays, addMonths, type Day } from './day.ts';
import { recurrenceExpenseId } from './derive-id.ts';
import type { ExpenseAdded } from './expense-ops.ts';
import type { RecurrenceRow, RecurrenceStep } from './ledger-rows.ts';
import type { Money } from './money.ts';

export interface DueEntry {
  readonly index: number;
  readonly expenseId: string;
  readonly date: Day;
}

/** When it comes: all of a recurrence that tells its days. */
export type RecurrenceRule = Pick<RecurrenceRow, 'id' | 'every' | 'from' | 'until' | 'endedAfter'>;

/** Due by `today` (a day of the device's own calendar), oldest first; whether or not they are in the ledger already. */
export function listDueEntries(row: RecurrenceRule, today: Day): DueEntry[] {
  const entries: DueEntry[] = [];
  for (let index = 0; ; index++) {
    const date = entryDay(row, index);
    if (date > today || isPast(row, date) || index > INDEX_MAX) return entries;
    entries.push({ index, expenseId: recurrenceExpenseId(row.id, index), date });
  }
}

/** The next day an entry falls on after `today`; undefined: it is over. */
export function nextEntryDay(row: RecurrenceRule, today: Day): Day | undefined {
  for (let index = 0; index <= INDEX_MAX; index++) {
    const date = entryDay(row, index);
    if (isPast(row, date)) return undefined;
    if (date > today) return date;
  }
  return undefined;
}

export type RecurrenceTemplate = Pick<RecurrenceRow, 'id' | 'description' | 'category' | keyof Money> & {
  readonly note?: string | undefined;
};

export function entryOf(row: RecurrenceTemplate, { index, expenseId, date }: DueEntry): ExpenseAdded {
  const { description, category, note, amountMinor, payers, split, shares } = row;
  return {
    expenseId,
    description,
    date,
    category,
    ...(note !== undefined && { note }),
    amountMinor,
    payers,
    split,
    shares,
    recurrence: { of: row.id, index },
  };
}

/** What an op's index may be. */
const INDEX_MAX = 10_000;

/** Counted from the first day, so that a rent of the 31st is on the 31st again after February. */
function entryDay(
  { from, every }: { readonly from: Day; readonly every: RecurrenceStep },
  index: number,
): Day {
  switch (every) {
    case 'week':
      return addDays(from, 7 * index);
    case 'month':
      return addMonths(from, index);
    case 'year':
      return addMonths(from, 12 * index);
  }
}

function isPast({ until, endedAfter }: RecurrenceRule, date: Day): boolean {
  return (until !== undefined && date > until) || (endedAfter !== undefined && date > endedAfter);
}
