import { expect, test } from 'vitest';
import { changeExpense, withChange } from '../expenses/expense-changes.ts';
import type { ExpenseRow, SettlementRow } from '../expenses/ledger-rows.ts';
import { noteRestored, planUndo } from './plan-undo.ts';

const money = {
  amountMinor: 1_000,
  payers: [{ memberId: 'ana', amountMinor: 1_000 }],
  split: { mode: 'equal', parts: [{ memberId: 'ana' }] },
  shares: [{ memberId: 'ana', amountMinor: 1_000 }],
} as const;
const gelo: ExpenseRow = {
  groupId: 'g',
  id: 'gelo',
  version: 1,
  rowVersion: 1,
  description: 'gelo',
  date: '2026-11-20',
  category: 'mercado',
  addedBy: 'ana',
  at: 1,
  voidedBy: null,
  history: [],
  ...money,
};
let version = 1;
const by = (opId: string, actorId = 'ana') => ({ actorId, at: 2, opId, version: ++version });
const edit = (row: ExpenseRow, opId: string, fields: object, actorId?: string): ExpenseRow =>
  changeExpense(row, by(opId, actorId), fields);
const turn = (row: ExpenseRow, opId: string, what: 'voided' | 'restored'): ExpenseRow => ({
  ...withChange(row, what, by(opId), {}),
  voidedBy: what === 'voided' ? 'ana' : null,
});
const paid = (voidedBy: string | null) => ({ id: 'pix', voidedBy }) as SettlementRow;
const undo = (row: ExpenseRow, opIds: readonly string[]) =>
  planUndo({ opIds, settlements: [] }, { expenses: [row], settlements: [] });

test('each op of the restoring is undone from what the history says it replaced', () => {
  const restored = edit(turn(gelo, 'op1', 'voided'), 'op2', { description: 'carvão', note: 'do Zé' });
  expect(undo(restored, ['op1', 'op2'])).toEqual([
    { type: 'expense.edited', body: { expenseId: 'gelo', description: 'gelo', note: '' } },
    { type: 'expense.restored', body: { expenseId: 'gelo' } },
  ]);
  expect(undo(gelo, ['op1', 'op2'])).toEqual([]);
});

test('what somebody changed again afterwards stays, field by field', () => {
  const restored = edit(gelo, 'op1', { description: 'carvão', category: 'bar' });
  const later = edit(restored, 'hers', { description: 'carvão e gelo' }, 'bia');
  expect(undo(later, ['op1'])).toEqual([
    { type: 'expense.edited', body: { expenseId: 'gelo', category: 'mercado' } },
  ]);
  expect(undo(edit(later, 'hers too', { category: 'outros' }, 'bia'), ['op1'])).toEqual([]);
});

test('what was put back or taken out again afterwards stays; an edit of it does not hold the undoing up', () => {
  const restored = turn(gelo, 'op1', 'voided');
  expect(undo(turn(restored, 'hers', 'restored'), ['op1'])).toEqual([]);
  expect(undo(edit(restored, 'hers', { description: 'gelo seco' }), ['op1'])).toEqual([
    { type: 'expense.restored', body: { expenseId: 'gelo' } },
  ]);
});

test('words that were erased since are not asked back', () => {
  const [change] = edit(gelo, 'op1', { description: 'carvão', category: 'bar' }).history;
  if (!change) throw new Error('one change');
  const { description: _, ...before } = change.before;
  const erased = { ...gelo, history: [{ ...change, before }] };
  expect(undo(erased, ['op1'])).toEqual([
    { type: 'expense.edited', body: { expenseId: 'gelo', category: 'mercado' } },
  ]);
});

test('a payment goes the other way while it still stands as it was left, as quietly as it came', () => {
  const ops = [
    { type: 'expense.edited', body: { expenseId: 'gelo', description: 'carvão' } },
    { type: 'settlement.voided', body: { settlementId: 'pix' } },
  ] as const;
  const noted = noteRestored(ops, ['op1', 'op2']);
  expect(noted).toEqual({ opIds: ['op1'], settlements: [{ id: 'pix', isOut: true }] });
  const now = (voidedBy: string | null) => ({
    expenses: [],
    settlements: [{ ...paid(voidedBy), importId: 'file' }],
  });
  expect(planUndo(noted, now('ana'))).toEqual([
    { type: 'settlement.restored', body: { settlementId: 'pix', importId: 'file' } },
  ]);
  expect(planUndo(noted, now(null))).toEqual([]);
});
