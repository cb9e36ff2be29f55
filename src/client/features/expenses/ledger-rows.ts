/** Expenses and settlements → rows of the list: newest day first, and where a day begins. Pure. */
import type { LedgerEntryView } from '#client/store/ledger-types.ts';

export interface LedgerRow {
  readonly entry: LedgerEntryView;
  /** YYYY-MM-DD when a day begins here; null: the same as the row before. */
  readonly day: string | null;
}

/** `entries` newest first, as the reader gives them. */
export function buildLedgerRows(entries: readonly LedgerEntryView[]): readonly LedgerRow[] {
  let day: string | null = null;
  return entries.map((entry) => {
    const { date } = entry.row;
    const isNew = date !== day;
    day = date;
    return { entry, day: isNew ? date : null };
  });
}
