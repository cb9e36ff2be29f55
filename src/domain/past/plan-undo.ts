/**
 * The way back from a restoring of the accounts, however long ago: an expense's history says what each op replaced. What
 * somebody changed again afterwards is newer work and stays, field by field.
 */
import type { ExpenseChange, ExpenseField, ExpenseRow } from '../expenses/ledger-rows.ts';
import { type Accounts, type RestoringOp, turnOp } from './compare-ledgers.ts';

/** What a device keeps of a restoring. */
export interface RestoredAccounts {
  /** Of those of its ops that are about expenses. */
  readonly opIds: readonly string[];
  /** Payments have no history. */
  readonly settlements: readonly { readonly id: string; readonly isOut: boolean }[];
}

/** `opIds`: of `ops`, in their order, as they were committed. */
export function noteRestored(ops: readonly RestoringOp[], opIds: readonly string[]): RestoredAccounts {
  return {
    opIds: opIds.filter((_, i) => ops[i]?.type.startsWith('expense.')),
    settlements: ops.flatMap(({ type, body }) =>
      'settlementId' in body ? [{ id: body.settlementId, isOut: type === 'settlement.voided' }] : [],
    ),
  };
}

/** Against the accounts of now; nothing is left where everything was changed again, or undone. */
export function planUndo({ opIds, settlements }: RestoredAccounts, now: Accounts): RestoringOp[] {
  const made = new Set(opIds);
  const left = new Map(settlements.map(({ id, isOut }) => [id, isOut]));
  return [
    ...now.expenses.flatMap((row) => undoExpense(row, made)),
    ...now.settlements.flatMap((row) =>
      left.get(row.id) === (row.voidedBy !== null) ? [turnOp('settlements', row, row.voidedBy === null)] : [],
    ),
  ];
}

function undoExpense(row: ExpenseRow, made: ReadonlySet<string>): RestoringOp[] {
  const { history } = row;
  return history
    .flatMap((change, i): RestoringOp[] => {
      if (!made.has(change.opId)) return [];
      const later = history.slice(i + 1).filter(({ opId }) => !made.has(opId));
      if (change.what === 'edited') return undoEdit(row, change, later);
      const isTurned = later.some(({ what }) => what !== 'edited');
      return isTurned ? [] : [turnOp('expenses', row, change.what === 'restored')];
    })
    .reverse();
}

function undoEdit(
  { id }: ExpenseRow,
  { before }: ExpenseChange,
  later: readonly ExpenseChange[],
): RestoringOp[] {
  const changed = new Set(later.flatMap((one) => Object.keys(one.before)));
  const fields = (Object.keys(before) as ExpenseField[]).filter(
    (field) => before[field] !== undefined && !changed.has(field),
  );
  if (fields.length === 0) return [];
  const edit = Object.fromEntries(fields.map((field) => [field, before[field]]));
  return [{ type: 'expense.edited', body: { expenseId: id, ...edit } }];
}
