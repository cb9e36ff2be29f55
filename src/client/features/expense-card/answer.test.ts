import { describe, expect, it } from 'vitest';
import { foldBalances } from '#domain/expenses/balances.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { answerTo } from './answer.ts';

const expense = (
  description: string,
  date: string,
  payer: string,
  amountMinor: number,
  sharers: readonly string[],
): ExpenseRow => ({
  groupId: 'g',
  id: `${description}${date}`,
  version: 1,
  rowVersion: 1,
  description,
  date,
  category: description === 'pão' ? 'mercado' : 'outros',
  amountMinor,
  payers: [{ memberId: payer, amountMinor }],
  split: { mode: 'equal', parts: sharers.map((memberId) => ({ memberId })) },
  shares: sharers.map((memberId) => ({ memberId, amountMinor: amountMinor / sharers.length })),
  addedBy: payer,
  at: 0,
  voidedBy: null,
  history: [],
});
const expenses = [
  expense('mercado', '2026-03-02', 'lu', 6_000, ['lu', 'ana', 'ze']),
  expense('pão', '2026-03-05', 'ana', 3_000, ['lu', 'ana', 'ze']),
  expense('mercado', '2026-02-10', 'ze', 900, ['lu', 'ana', 'ze']),
];
const accounts = {
  balances: foldBalances(expenses.map((row) => ({ kind: 'expense', row }) as never)),
  expenses,
  myMemberId: 'lu',
};

describe('answers on the device', () => {
  it('quanto eu devo', () => {
    expect(answerTo({ asks: 'my-balance' }, accounts)).toMatchObject({ says: 'my-balance', netMinor: 2_700 });
  });

  it('quem me deve', () => {
    expect(answerTo({ asks: 'who-owes-me' }, accounts)).toMatchObject({
      debts: [
        { fromId: 'ana', toId: 'lu', amountMinor: 1_000 },
        { fromId: 'ze', toId: 'lu', amountMinor: 1_700 },
      ],
    });
  });

  it('quanto devo pra Ana', () => {
    expect(answerTo({ asks: 'balance-with', memberId: 'ana' }, accounts)).toMatchObject({
      debt: { fromId: 'ana', amountMinor: 1_000 },
    });
  });

  it('quanto gastamos em mercado este mês: by the word and by its category, in the month', () => {
    const march = {
      asks: 'spent',
      about: ['mercado'],
      memberId: null,
      from: '2026-03-01',
      to: '2026-03-31',
    } as const;
    expect(answerTo(march, accounts)).toMatchObject({ amountMinor: 9_000, count: 2 });
    expect(answerTo({ ...march, memberId: 'speaker' }, accounts)).toMatchObject({
      amountMinor: 6_000,
      count: 1,
    });
    expect(answerTo({ ...march, from: null, to: null }, accounts)).toMatchObject({
      amountMinor: 9_900,
      count: 3,
    });
  });

  it('nothing where the accounts know nothing', () => {
    expect(answerTo({ asks: 'something-else' }, accounts)).toBeUndefined();
  });
});
