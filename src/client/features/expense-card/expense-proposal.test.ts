import { describe, expect, it } from 'vitest';
import { checkStoredMoney } from '#domain/expenses/check-money.ts';
import type { ReadExpense } from '#domain/expenses/reader/reading.ts';
import { expenseIntents, prefillOf, problemsOf, propose } from './expense-proposal.ts';

const READ: ReadExpense = {
  kind: 'expense',
  amountMinor: 12_000,
  payers: [{ memberId: 'lu', amountMinor: 12_000 }],
  participantIds: ['lu', 'ana', 'joao'],
  split: { mode: 'equal' },
  description: 'pizza',
  date: null,
  installments: null,
  isApproximate: false,
  currency: null,
  unknownPeople: [],
  spans: [],
  ambiguities: [],
};
const OPTIONS = {
  today: '2026-03-18',
  amountText: (minor: number) => (minor / 100).toFixed(2),
  speakerId: 'lu',
};
let made = 0;
const TO = { groupId: 'g', messageId: 'm', newId: () => `id${made++}` };

describe('what a card becomes', () => {
  it('an expense with its shares, linked to its message', () => {
    const { intents } = expenseIntents(propose(READ, OPTIONS), TO);
    expect(intents).toHaveLength(1);
    expect(intents[0]?.body).toMatchObject({
      amountMinor: 12_000,
      description: 'pizza',
      category: 'restaurante',
      date: '2026-03-18',
      messageId: 'm',
      shares: [
        { memberId: 'ana', amountMinor: 4_000 },
        { memberId: 'joao', amountMinor: 4_000 },
        { memberId: 'lu', amountMinor: 4_000 },
      ],
    });
  });

  it('its payer bears the amount as it is typed now', () => {
    const { intents } = expenseIntents({ ...propose(READ, OPTIONS), amountText: '90,01' }, TO);
    expect(intents[0]?.body).toMatchObject({
      amountMinor: 9_001,
      payers: [{ memberId: 'lu', amountMinor: 9_001 }],
    });
  });

  it('as many dated parts as there are installments, together the amount', () => {
    const proposal = propose({ ...READ, amountMinor: 10_000, installments: 3 }, OPTIONS);
    const { intents } = expenseIntents(proposal, TO);
    const bodies = intents.flatMap((intent) => (intent.type === 'expense.added' ? [intent.body] : []));
    expect(bodies.map(({ amountMinor }) => amountMinor)).toEqual([3_334, 3_333, 3_333]);
    expect(bodies.map(({ date }) => date)).toEqual(['2026-03-18', '2026-04-18', '2026-05-18']);
    for (const body of bodies) expect(checkStoredMoney(body)).toEqual([]);
  });

  it.each([
    [
      'percent',
      new Map([
        ['lu', 60],
        ['ana', 40],
      ]),
      [6_000, 4_000],
    ],
    [
      'exact',
      new Map([
        ['lu', 7_000],
        ['ana', 5_000],
      ]),
      [7_000, 5_000],
    ],
    [
      'shares',
      new Map([
        ['lu', 2],
        ['ana', 1],
      ]),
      [2, 1],
    ],
  ] as const)('keeps a split by %s', (mode, values, stored) => {
    const proposal = propose({ ...READ, participantIds: ['lu', 'ana'], split: { mode, values } }, OPTIONS);
    expect(proposal.split.parts.map(({ value }) => value)).toEqual(stored);
    expect(problemsOf(proposal)).toEqual([]);
  });

  it('nothing while the amount, the thing or the people are missing', () => {
    const problems = (change: Partial<ReadExpense>) =>
      problemsOf(propose({ ...READ, ...change }, OPTIONS)).map(({ what }) => what);
    expect(problems({ amountMinor: null })).toEqual(['no-amount']);
    expect(problems({ description: null })).toEqual(['no-description']);
    expect(problems({ participantIds: [] })).toEqual(['no-participants']);
  });

  it('no reais out of a number of dollars', () => {
    expect(propose({ ...READ, currency: 'USD' }, OPTIONS).amountText).toBe('');
  });

  it('hands the form what it knows', () => {
    expect(prefillOf(propose(READ, OPTIONS), 'm')).toMatchObject({
      amountMinor: 12_000,
      description: 'pizza',
      messageId: 'm',
    });
  });
});
