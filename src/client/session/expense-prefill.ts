/**
 * Hands what a form of an expense should begin with from one feature to the other, in memory: an address or the
 * browser's history would keep it where no app lock reaches.
 */
import type { ExpenseAdded } from '#domain/expenses/expense-ops.ts';

/** What is known so far. Of `payers` and `split`, who is in them; the form makes its fields of them. */
export type ExpensePrefill = Partial<
  Pick<
    ExpenseAdded,
    | 'description'
    | 'date'
    | 'category'
    | 'note'
    | 'receipts'
    | 'amountMinor'
    | 'payers'
    | 'split'
    | 'messageId'
  >
> & {
  /** A refused op that lies in the tray: what is saved takes its place there. */
  readonly replacesOpId?: string;
};

let handed: { readonly groupId: string; readonly prefill: ExpensePrefill } | undefined;

/** Call it right before going to `/g/:id/contas/nova`. */
export function handOverExpense(groupId: string, prefill: ExpensePrefill): void {
  handed = { groupId, prefill };
}

/** Once; undefined when nothing was handed over for this group. */
export function takeExpensePrefill(groupId: string): ExpensePrefill | undefined {
  const taken = handed?.groupId === groupId ? handed.prefill : undefined;
  handed = undefined;
  return taken;
}
