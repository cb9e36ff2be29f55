/**
 * What became of a group's accounts since a moment, and the ops that put them back as they were: ordinary ones, that anybody
 * could have said one by one. The way back from them is in `plan-undo.ts`. Confirmations are somebody's word and stay; so do
 * recurrences, whose entries are expenses like all others.
 */
import { type ExpenseEdit, fieldsOf } from '../expenses/expense-changes.ts';
import type { ExpenseField, ExpenseRow, SettlementRow } from '../expenses/ledger-rows.ts';

export interface Accounts {
  readonly expenses: readonly ExpenseRow[];
  readonly settlements: readonly SettlementRow[];
}

/** `added`: it was not there, or was not counted. `removed`: it was. `changed`: other fields. */
export type LedgerDifference =
  | {
      readonly table: 'expenses';
      readonly what: 'added' | 'removed' | 'changed';
      readonly before: ExpenseRow | undefined;
      readonly now: ExpenseRow;
    }
  | {
      readonly table: 'settlements';
      readonly what: 'added' | 'removed';
      readonly before: SettlementRow | undefined;
      readonly now: SettlementRow;
    };

export type RestoringOp =
  | { readonly type: 'expense.edited'; readonly body: ExpenseEdit & { readonly expenseId: string } }
  | {
      readonly type: 'expense.voided' | 'expense.restored';
      readonly body: { readonly expenseId: string; readonly importId?: string };
    }
  | {
      readonly type: 'settlement.voided' | 'settlement.restored';
      readonly body: { readonly settlementId: string; readonly importId?: string };
    };

/** In the order of the rows of now. */
export function compareLedgers(then: Accounts, now: Accounts): LedgerDifference[] {
  const expenses = new Map(then.expenses.map((row) => [row.id, row]));
  const settlements = new Map(then.settlements.map((row) => [row.id, row]));
  return [
    ...now.expenses.flatMap((row): LedgerDifference[] => {
      const before = expenses.get(row.id);
      const what = whatBecame(before, row) ?? (before && isChanged(before, row) ? 'changed' : undefined);
      return what ? [{ table: 'expenses', what, before, now: row }] : [];
    }),
    ...now.settlements.flatMap((row): LedgerDifference[] => {
      const before = settlements.get(row.id);
      const what = whatBecame(before, row);
      return what ? [{ table: 'settlements', what, before, now: row }] : [];
    }),
  ];
}

export function planRestoring(differences: readonly LedgerDifference[]): RestoringOp[] {
  return differences.flatMap((difference): RestoringOp[] => {
    const { table, what, before, now } = difference;
    // Out of the accounts what was not in them, and the reverse.
    const turned = what === 'changed' ? [] : [turnOp(table, now, what === 'added')];
    if (table === 'settlements' || !before || !isChanged(before, now)) return turned;
    return [...turned, editTo(now, before)];
  });
}

/** Out of the accounts, or into them again. A line of an imported file goes as quietly as it came. */
export function turnOp(
  table: LedgerDifference['table'],
  { id, importId }: { readonly id: string; readonly importId?: string },
  isOut: boolean,
): RestoringOp {
  const quiet = importId === undefined ? {} : { importId };
  return table === 'expenses'
    ? { type: isOut ? 'expense.voided' : 'expense.restored', body: { expenseId: id, ...quiet } }
    : { type: isOut ? 'settlement.voided' : 'settlement.restored', body: { settlementId: id, ...quiet } };
}

function whatBecame(
  then: { readonly voidedBy: string | null } | undefined,
  now: { readonly voidedBy: string | null },
): 'added' | 'removed' | undefined {
  const was = then !== undefined && then.voidedBy === null;
  const is = now.voidedBy === null;
  return was === is ? undefined : is ? 'added' : 'removed';
}

function isChanged(then: ExpenseRow, now: ExpenseRow): boolean {
  return listChanged(then, now).length > 0;
}

export function listChanged(then: ExpenseRow, now: ExpenseRow): ExpenseField[] {
  const [before, after] = [fieldsOf(then), fieldsOf(now)];
  const fields = Object.keys(after) as ExpenseField[];
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** Names the fields in which `from` is other than `to`. */
function editTo(from: ExpenseRow, to: ExpenseRow): RestoringOp {
  const fields = fieldsOf(to);
  const edit = Object.fromEntries(listChanged(from, to).map((field) => [field, fields[field]]));
  return { type: 'expense.edited', body: { expenseId: to.id, ...edit } };
}
