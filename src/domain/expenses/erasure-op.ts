/**
 * The server's word for the ledger when somebody had their account deleted: what they wrote and photographed goes, amounts,
 * days and categories stay, or the others' balances would no longer add up. See `erasure-ops.ts` for the conversation.
 */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { RowChange } from '../rows.ts';
import { eraseExpense, WORD_FIELDS, type WordField } from './expense-changes.ts';
import { expense, recurrence, settlement } from './ledger-targets.ts';

export interface LedgerErased {
  /** `fields`: those whose present words are theirs. What stands in the history goes with any of them. */
  readonly expenses: readonly { readonly expenseId: string; readonly fields: readonly WordField[] }[];
  readonly settlementIds: readonly string[];
  readonly recurrenceIds: readonly string[];
}

/** Of each kind in one op: some 20 KB of ids. */
export const LEDGER_ERASED_MAX = 200;
const ids = v.pipe(v.array(idSchema), v.maxLength(LEDGER_ERASED_MAX));

export const ledgerErased = defineOp<LedgerErased>({
  type: 'ledger.erased',
  v: 1,
  body: v.object({
    expenses: v.pipe(
      v.array(v.object({ expenseId: idSchema, fields: v.array(v.picklist(WORD_FIELDS)) })),
      v.maxLength(LEDGER_ERASED_MAX),
    ),
    settlementIds: ids,
    recurrenceIds: ids,
  }),
  permission: PERMISSIONS['ledger.erased'],
  reads: ({ expenses, settlementIds, recurrenceIds }) => [
    ...expenses.map(({ expenseId }) => expense(expenseId)),
    ...settlementIds.map(settlement),
    ...recurrenceIds.map(recurrence),
  ],
  forgets: ({ expenses }) => expenses.map(({ expenseId }) => expenseId),
  // A row that is not here yet comes without the words.
  fold: ({ body, version: rowVersion }, rows) => [
    ...body.expenses.flatMap(({ expenseId, fields }): RowChange[] => {
      const row = rows.get('expenses', expenseId);
      return row ? [{ table: 'expenses', row: eraseExpense(row, fields, rowVersion) }] : [];
    }),
    ...body.settlementIds.flatMap((id): RowChange[] => {
      const { note: _, ...row } = rows.get('settlements', id) ?? {};
      return 'id' in row ? [{ table: 'settlements', row: { ...row, rowVersion } }] : [];
    }),
    ...body.recurrenceIds.flatMap((id): RowChange[] => {
      const { note: _, ...row } = rows.get('recurrences', id) ?? {};
      return 'id' in row ? [{ table: 'recurrences', row: { ...row, description: '', rowVersion } }] : [];
    }),
  ],
});
