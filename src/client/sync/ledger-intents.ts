/** Changes to a group's accounts, before they are stamped. */
import type { ExpenseAdded, ExpenseEdited } from '#domain/expenses/expense-ops.ts';
import type { RecurrenceAdded, RecurrenceEnded } from '#domain/expenses/recurrence-ops.ts';
import type { SettlementRecorded } from '#domain/expenses/settlement-ops.ts';
import type { OnExpense, OnSettlement } from '#domain/expenses/void-ops.ts';

export type LedgerIntent =
  | LedgerIntentOf<'expense.added', ExpenseAdded>
  | LedgerIntentOf<'expense.edited', ExpenseEdited>
  | LedgerIntentOf<'expense.voided' | 'expense.restored', OnExpense>
  | LedgerIntentOf<'settlement.recorded', SettlementRecorded>
  | LedgerIntentOf<'settlement.confirmed' | 'settlement.voided' | 'settlement.restored', OnSettlement>
  | LedgerIntentOf<'recurrence.added', RecurrenceAdded>
  | LedgerIntentOf<'recurrence.ended', RecurrenceEnded>;

interface LedgerIntentOf<T extends string, B> {
  readonly type: T;
  readonly groupId: string;
  readonly body: B;
}
