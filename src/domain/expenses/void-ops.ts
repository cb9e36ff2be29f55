/**
 * Taken out of the accounts and put back, by any member. A row that is void already stays as it is, whoever says it again:
 * two people who tidy up at once do not get in each other's way.
 */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp, type OpDefinition, type RejectionKind } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { withChange } from './expense-changes.ts';
import { expense, settlement } from './ledger-targets.ts';

export interface OnExpense {
  readonly expenseId: string;
  /** With all that came with it in an import: hundreds of lines would bury the conversation. */
  readonly importId?: string | undefined;
}

export interface OnSettlement {
  readonly settlementId: string;
  readonly importId?: string | undefined;
}

export const expenseVoided = defineExpenseVoid('expense.voided');
export const expenseRestored = defineExpenseVoid('expense.restored');
export const settlementVoided = defineSettlementVoid('settlement.voided');
export const settlementRestored = defineSettlementVoid('settlement.restored');

function defineExpenseVoid(type: 'expense.voided' | 'expense.restored'): OpDefinition<unknown> {
  const what = type === 'expense.voided' ? 'voided' : 'restored';
  return defineOp<OnExpense>({
    type,
    v: 1,
    body: v.object({ expenseId: idSchema, importId: v.optional(idSchema) }),
    permission: PERMISSIONS[type],
    line: ({ body: { expenseId, importId } }) =>
      importId === undefined ? { what: `expense-${what}`, expenseId } : undefined,
    reads: ({ expenseId }) => [expense(expenseId)],
    check: ({ body }, rows) => checkTarget(rows.get('expenses', body.expenseId), body),
    fold: (op, rows) => {
      const row = rows.get('expenses', op.body.expenseId);
      if (!row) return 'missing-target';
      const isVoid = what === 'voided';
      if ((row.voidedBy !== null) === isVoid) return [];
      const voidedBy = isVoid ? op.actorId : null;
      return [{ table: 'expenses', row: withChange({ ...row, voidedBy }, what, op, {}) }];
    },
  });
}

function defineSettlementVoid(type: 'settlement.voided' | 'settlement.restored'): OpDefinition<unknown> {
  const what = type === 'settlement.voided' ? 'voided' : 'restored';
  return defineOp<OnSettlement>({
    type,
    v: 1,
    body: v.object({ settlementId: idSchema, importId: v.optional(idSchema) }),
    permission: PERMISSIONS[type],
    line: ({ body: { settlementId, importId } }) =>
      importId === undefined ? { what: `settlement-${what}`, settlementId } : undefined,
    reads: ({ settlementId }) => [settlement(settlementId)],
    check: ({ body }, rows) => checkTarget(rows.get('settlements', body.settlementId), body),
    fold: (op, rows) => {
      const row = rows.get('settlements', op.body.settlementId);
      if (!row) return 'missing-target';
      const isVoid = what === 'voided';
      if ((row.voidedBy !== null) === isVoid) return [];
      const voidedBy = isVoid ? op.actorId : null;
      return [{ table: 'settlements', row: { ...row, voidedBy, rowVersion: op.version } }];
    },
  });
}

/** What is told quietly, as one of an import, must really have come with it. */
function checkTarget(
  row: { readonly importId?: string } | undefined,
  { importId }: { readonly importId?: string | undefined },
): RejectionKind | undefined {
  if (!row) return 'unknown-target';
  return importId === undefined || importId === row.importId ? undefined : 'invalid';
}
