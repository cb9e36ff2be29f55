/** A stored row of the ledger as the balances count it: one that lost its fields counts for nothing. */
import type { LedgerEntry } from '#domain/expenses/contributions.ts';
import type { ExpenseRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import { isWhole } from './whole-rows.ts';

export function tallyEntry(
  table: 'expenses' | 'settlements',
  row: ExpenseRow | SettlementRow,
): LedgerEntry | undefined {
  return isWhole(table, row) ? ({ table, row } as LedgerEntry) : undefined;
}
