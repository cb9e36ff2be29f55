import { expect, test } from 'vitest';
import type { ExpenseRow } from './ledger-rows.ts';
import { listSchedules } from './list-schedules.ts';

function part(of: string, index: number, date: string, voidedBy: string | null = null): ExpenseRow {
  const base = {
    groupId: 'g',
    version: 1,
    rowVersion: 1,
    at: 0,
    addedBy: 'a',
    history: [],
    category: 'casa',
  };
  const money = {
    amountMinor: 100 + index,
    payers: [],
    split: { mode: 'equal', parts: [] } as const,
    shares: [],
  };
  return {
    ...base,
    ...money,
    id: `${of}${index}`,
    date,
    description: of,
    voidedBy,
    installment: { of, index, count: 9 },
  };
}

const ROWS = [
  part('tv', 3, '2026-03-10'),
  part('tv', 1, '2026-01-10'),
  part('tv', 2, '2026-02-10'),
  part('sofá', 1, '2026-02-11'),
  part('sofá', 2, '2026-03-01'),
  part('velho', 1, '2025-01-01'),
  part('anulado', 1, '2026-09-01', 'a'),
];

test('each purchase once: how far it is, what is left, which part is next; the nearest first', () => {
  expect(listSchedules(ROWS, '2026-02-10')).toMatchObject([
    { of: 'sofá', past: 0, count: 2, leftMinor: 203, next: '2026-02-11', expenseId: 'sofá1' },
    { of: 'tv', past: 2, count: 3, leftMinor: 103, next: '2026-03-10', expenseId: 'tv3' },
    { of: 'velho', past: 1, count: 1, leftMinor: 0, next: undefined, expenseId: 'velho1' },
  ]);
  expect(listSchedules([], '2026-02-10')).toEqual([]);
});
