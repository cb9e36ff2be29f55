/** What the screens of a group's accounts read. Like everything read: confirmed rows with this device's outbox over them. */
import type { Balances } from '#domain/expenses/balances.ts';
import type { ExpenseRow, RecurrenceRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';

/** How far the last thing that was done to a row came. Of what this person did last to it; null: somebody else did. */
export type LedgerStatus = 'waiting' | 'sent' | 'delivered' | 'read';

export interface ExpenseView extends ExpenseRow {
  readonly status: LedgerStatus | null;
}

export interface SettlementView extends SettlementRow {
  readonly status: LedgerStatus | null;
}

export type LedgerEntryView =
  | { readonly kind: 'expense'; readonly row: ExpenseView }
  | { readonly kind: 'settlement'; readonly row: SettlementView };

export interface LedgerView {
  /** Newest day first, the newest of a day first. What is void is not among them. */
  readonly entries: readonly LedgerEntryView[];
  /** There are more than were asked for. */
  readonly hasMore: boolean;
  /** Older ones are still on their way from the server: the balances are of what is here. */
  readonly isArriving: boolean;
  /** Who is down to whom. Who was claimed counts as the one who said that it is them. */
  readonly balances: Balances;
  /** One's own: positive, the group owes it. */
  readonly myNetMinor: number;
}

export interface ExpenseDetail extends ExpenseView {
  /** The version of the first settlement between its people after it was added; null: there is none. */
  readonly settledAt: number | null;
}

/** Everything in the accounts, void or not, oldest first: for what reckons or writes all of it. */
export interface WholeLedger {
  readonly expenses: readonly ExpenseRow[];
  readonly settlements: readonly SettlementRow[];
  readonly recurrences: readonly RecurrenceRow[];
  readonly isArriving: boolean;
}
