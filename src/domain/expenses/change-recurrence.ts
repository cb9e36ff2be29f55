/**
 * A recurrence changed from now on: the old one ends, another begins where its next entry would have been. What is in the
 * accounts stays as it is.
 *
 * One of the 31st whose next entry falls on the 28th of February is changed from the 31st of March on: begun in February, the
 * new one would be of the 28th for ever.
 */
import { checkMoney } from './check-money.ts';
import { computeShares } from './compute-shares.ts';
import { addDays, type Day } from './day.ts';
import type { RecurrenceId, RecurrenceRow } from './ledger-rows.ts';
import type { Part } from './money.ts';
import { portion } from './portion.ts';
import { nextEntryDay } from './recurrence-entries.ts';
import type { RecurrenceAdded, RecurrenceEnded } from './recurrence-ops.ts';

/** The first day after `today` that a change can count from; undefined: it is over before. */
export function changeDay(row: RecurrenceRow, today: Day): Day | undefined {
  let day = nextEntryDay(row, today);
  while (day !== undefined && row.every !== 'week' && day.slice(-2) !== row.from.slice(-2)) {
    day = nextEntryDay(row, day);
  }
  return day;
}

/** In fixed amounts another sum cannot be split; who it is for has to be said anew. */
export const canChangeAmount = ({ split }: Pick<RecurrenceRow, 'split'>): boolean => split.mode !== 'exact';

export interface RecurrenceChange {
  readonly recurrenceId: RecurrenceId;
  readonly description: string;
  readonly amountMinor: number;
}

/** undefined: nothing is left to change, or the split does not hold for that amount. */
export function changeRecurrence(
  row: RecurrenceRow,
  today: Day,
  { recurrenceId, description, amountMinor }: RecurrenceChange,
): { readonly ended: RecurrenceEnded; readonly added: RecurrenceAdded } | undefined {
  const from = changeDay(row, today);
  if (from === undefined || (amountMinor !== row.amountMinor && !canChangeAmount(row))) return undefined;
  const { category, note, every, until, split } = row;
  const payers = scalePayers(row.payers, amountMinor);
  if (checkMoney({ amountMinor, payers, split }).length > 0) return undefined;
  const shares =
    amountMinor === row.amountMinor ? row.shares : computeShares(amountMinor, split, payers, recurrenceId);
  return {
    ended: { recurrenceId: row.id, after: addDays(from, -1) },
    added: {
      recurrenceId,
      description,
      category,
      ...(note !== undefined && { note }),
      amountMinor,
      payers,
      split,
      shares,
      every,
      from,
      ...(until !== undefined && { until }),
    },
  };
}

/** In the proportion in which they paid before. */
function scalePayers(payers: readonly Part[], amountMinor: number): readonly Part[] {
  const parts = portion(
    Math.abs(amountMinor),
    payers.map((part) => Math.abs(part.amountMinor)),
  );
  const sign = amountMinor < 0 ? -1 : 1;
  return payers.map(({ memberId }, i) => ({ memberId, amountMinor: sign * (parts[i] ?? 0) || 0 }));
}
