import * as v from 'valibot';
import type { ExpensePrefill } from '#client/session/expense-prefill.ts';
import { type ExpenseAdded, expenseAdded } from '#domain/expenses/expense-ops.ts';
import type { Op } from '#domain/op.ts';

/** The refused expense as its form begins with it; undefined when it is none, or none that can be read. */
export function prefillFromTray(op: Op): ExpensePrefill | undefined {
  if (op.type !== 'expense.added') return undefined;
  const parsed = v.safeParse(expenseAdded.body, op.body);
  if (!parsed.success) return undefined;
  const { description, date, category, note, receipts, amountMinor, payers, split, messageId } =
    // What its own schema has let through.
    parsed.output as ExpenseAdded;
  return {
    description,
    date,
    category,
    ...(note !== undefined && { note }),
    ...(receipts && { receipts }),
    amountMinor,
    payers,
    split,
    ...(messageId !== undefined && { messageId }),
    replacesOpId: op.opId,
  };
}
