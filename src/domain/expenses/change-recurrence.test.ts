import { describe, expect, test } from 'vitest';
import { changeDay, changeRecurrence } from './change-recurrence.ts';
import { checkStoredMoney } from './check-money.ts';
import { computeShares } from './compute-shares.ts';
import type { RecurrenceRow } from './ledger-rows.ts';
import type { Split } from './money.ts';
import { listDueEntries } from './recurrence-entries.ts';

const [ANA, BIA, CAIO] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(21)}A`) as [string, string, string];
const NEXT_ID = 'NNNNNNNNNNNNNNNNNNNNNA';
const equal: Split = { mode: 'equal', parts: [ANA, BIA, CAIO].map((memberId) => ({ memberId })) };

function rent(over: Partial<RecurrenceRow> = {}): RecurrenceRow {
  const payers = [
    { memberId: ANA, amountMinor: 60_000 },
    { memberId: BIA, amountMinor: 30_001 },
  ];
  const row = {
    groupId: 'g',
    id: 'RRRRRRRRRRRRRRRRRRRRRA',
    version: 1,
    rowVersion: 1,
    description: 'Aluguel',
    category: 'casa',
    amountMinor: 90_001,
    payers,
    split: equal,
    shares: computeShares(90_001, equal, payers, 'x'),
    every: 'month',
    from: '2026-01-10',
    addedBy: ANA,
    at: 0,
  } as const;
  return { ...row, ...over };
}

const change = { recurrenceId: NEXT_ID, description: 'Aluguel novo', amountMinor: 100_000 };

describe('changeRecurrence', () => {
  test('the old one ends before the next entry, the new one begins with it; no day twice, none missing', () => {
    const row = rent();
    const changed = changeRecurrence(row, '2026-03-10', change);
    expect(changed).toMatchObject({
      ended: { recurrenceId: row.id, after: '2026-04-09' },
      added: { from: '2026-04-10', every: 'month', description: 'Aluguel novo', amountMinor: 100_000 },
    });
    if (!changed) return;
    expect(checkStoredMoney(changed.added)).toEqual([]);
    const ended = { ...row, endedAfter: changed.ended.after };
    const next = { ...row, id: NEXT_ID, from: changed.added.from };
    const days = [...listDueEntries(ended, '2026-06-30'), ...listDueEntries(next, '2026-06-30')];
    expect(days.map(({ date }) => date)).toEqual(listDueEntries(row, '2026-06-30').map(({ date }) => date));
  });

  test('who paid keeps paying in proportion; an unchanged amount keeps its very shares', () => {
    expect(changeRecurrence(rent(), '2026-03-10', change)?.added.payers).toEqual([
      { memberId: ANA, amountMinor: 66_666 },
      { memberId: BIA, amountMinor: 33_334 },
    ]);
    const row = rent();
    expect(changeRecurrence(row, '2026-03-10', { ...change, amountMinor: 90_001 })?.added.shares).toEqual(
      row.shares,
    );
  });

  test('of the 31st: changed from the next 31st on, so that it stays of the 31st', () => {
    const row = rent({ from: '2026-01-31' });
    expect(changeDay(row, '2026-01-31')).toBe('2026-03-31');
    expect(changeRecurrence(row, '2026-01-31', change)?.ended.after).toBe('2026-03-30');
    expect(changeDay(rent({ from: '2026-01-31', every: 'week' }), '2026-01-31')).toBe('2026-02-07');
  });

  test('what is over, or in fixed amounts, is not changed', () => {
    expect(changeRecurrence(rent({ until: '2026-03-10' }), '2026-03-10', change)).toBeUndefined();
    expect(changeRecurrence(rent({ endedAfter: '2026-02-01' }), '2026-03-10', change)).toBeUndefined();
    const exact: Split = { mode: 'exact', parts: [{ memberId: ANA, value: 90_001 }] };
    expect(changeRecurrence(rent({ split: exact }), '2026-03-10', change)).toBeUndefined();
    const same = { ...change, amountMinor: 90_001 };
    expect(changeRecurrence(rent({ split: exact }), '2026-03-10', same)?.added.description).toBe(
      'Aluguel novo',
    );
  });
});
