/** What came into a group from files, by import: to be taken out, or put back, as a whole. */
import type { MemberId } from '../../ids.ts';
import type { ExpenseRow, SettlementRow } from '../ledger-rows.ts';
import type { PlannedOp } from './plan-import.ts';

export interface LedgerImport {
  readonly importId: string;
  readonly by: MemberId;
  /** Epoch ms of its first entry. */
  readonly at: number;
  /** Entries that count, and those that were taken out. */
  readonly standing: number;
  readonly voided: number;
}

type Expense = Pick<ExpenseRow, 'id' | 'importId' | 'voidedBy' | 'addedBy' | 'at'>;
type Settlement = Pick<SettlementRow, 'id' | 'importId' | 'voidedBy' | 'recordedBy' | 'at'>;

/** Newest first. */
export function listImports(
  expenses: readonly Expense[],
  settlements: readonly Settlement[],
): LedgerImport[] {
  const imports = new Map<string, LedgerImport>();
  const count = (row: Expense | Settlement, by: MemberId): void => {
    const { importId, at, voidedBy } = row;
    if (importId === undefined) return;
    const known = imports.get(importId) ?? { importId, by, at, standing: 0, voided: 0 };
    const part = voidedBy === null ? ('standing' as const) : ('voided' as const);
    imports.set(importId, { ...known, at: Math.min(known.at, at), [part]: known[part] + 1 });
  };
  for (const row of expenses) count(row, row.addedBy);
  for (const row of settlements) count(row, row.recordedBy);
  return [...imports.values()].sort((a, b) => b.at - a.at);
}

/** Takes out what still counts of an import. */
export function undoImport(
  importId: string,
  expenses: readonly Expense[],
  settlements: readonly Settlement[],
): PlannedOp[] {
  const isOfIt = (row: Expense | Settlement): boolean => row.importId === importId && row.voidedBy === null;
  return [
    ...expenses.filter(isOfIt).map(({ id }): PlannedOp => {
      return { type: 'expense.voided', body: { expenseId: id, importId } };
    }),
    ...settlements.filter(isOfIt).map(({ id }): PlannedOp => {
      return { type: 'settlement.voided', body: { settlementId: id, importId } };
    }),
  ];
}
