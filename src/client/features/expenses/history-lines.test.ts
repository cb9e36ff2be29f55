import { expect, it } from 'vitest';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { listHistory } from './history-lines.ts';

const money = (amountMinor: number) => ({
  amountMinor,
  payers: [{ memberId: 'a', amountMinor }],
  split: { mode: 'equal' as const, parts: [{ memberId: 'a' }] },
  shares: [{ memberId: 'a', amountMinor }],
});
const change = (version: number, before: ExpenseRow['history'][number]['before']) => ({
  what: 'edited' as const,
  by: 'b',
  at: version,
  opId: `op${version}`,
  version,
  before,
});
const row: ExpenseRow = {
  groupId: 'g',
  id: 'e',
  version: 1,
  rowVersion: 6,
  description: 'pizza',
  date: '2026-11-20',
  category: 'restaurante',
  ...money(3_000),
  addedBy: 'a',
  at: 1,
  voidedBy: null,
  history: [
    change(3, { description: 'pissa' }),
    change(4, { money: money(1_000), note: '' }),
    change(5, { description: 'pizza', money: money(2_000) }),
    { ...change(6, {}), what: 'voided' },
  ],
};

it('says of each change what it found and what it made of it, newest first', () => {
  const lines = listHistory(row);
  expect(lines.map(({ what, version }) => [what, version])).toEqual([
    ['voided', 6],
    ['edited', 5],
    ['edited', 4],
    ['edited', 3],
    ['added', 1],
  ]);
  // Said again as it was: no change of the description, one of the money.
  expect(lines[1]?.changes).toEqual([
    { field: 'money', from: money(2_000), to: money(3_000), differs: true },
  ]);
  expect(lines[2]?.changes).toEqual([
    { field: 'money', from: money(1_000), to: money(2_000), differs: true },
  ]);
  expect(lines[3]?.changes).toEqual([{ field: 'description', from: 'pissa', to: 'pizza', differs: true }]);
});

it('offers no older value that stands there again', () => {
  const back: ExpenseRow = {
    ...row,
    description: 'pissa',
    history: [change(3, { description: 'pissa' }), change(4, { description: 'pizza' })],
  };
  expect(listHistory(back).flatMap(({ changes }) => changes.map(({ differs }) => differs))).toEqual([
    true,
    false,
  ]);
});
