import { describe, expect, it } from 'vitest';
import { moneyFormatsOf } from '#client/i18n/money-formats.ts';
import { draftOf, type ExpenseDraft, newDraft } from './expense-draft.ts';
import { readDraft } from './read-draft.ts';

const [ana, bia, caio] = ['a', 'b', 'c'] as const;
const draft = (fields: Partial<ExpenseDraft>): ExpenseDraft => ({
  ...newDraft({ myMemberId: ana, memberIds: [ana, bia, caio], date: '2026-11-21' }),
  ...fields,
});
const problemsOf = (fields: Partial<ExpenseDraft>): unknown[] => {
  const reading = readDraft(draft(fields), 'e');
  return reading.ok ? [] : [...reading.problems];
};
const moneyOf = (fields: Partial<ExpenseDraft>) => {
  const reading = readDraft(draft(fields), 'e');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.money;
};

describe('readDraft', () => {
  it('splits what one paid equally among all', () => {
    const { amountMinor, payers, shares } = moneyOf({ amount: '120' });
    expect(amountMinor).toBe(12_000);
    expect(payers).toEqual([{ memberId: ana, amountMinor: 12_000 }]);
    expect(shares.map((part) => part.amountMinor)).toEqual([4_000, 4_000, 4_000]);
  });

  it('says what is missing and by how much, signed', () => {
    const exact = (a: string, b: string) => ({
      amount: '10,00',
      mode: 'exact' as const,
      participantIds: [ana, bia],
      values: { exact: { [ana]: a, [bia]: b } },
    });
    expect(problemsOf(exact('5', '4,99'))).toEqual([{ what: 'exact-sum', by: -1 }]);
    expect(problemsOf(exact('5', '5.01'))).toEqual([{ what: 'exact-sum', by: 1 }]);
    expect(problemsOf(exact('5', '5'))).toEqual([]);
    expect(problemsOf({ amount: '10', payerId: null, paid: { [ana]: '6', [bia]: '3,50' } })).toEqual([
      { what: 'payers-sum', by: -50 },
    ]);
    const percent = { [ana]: '33,33', [bia]: '33,33', [caio]: '33,33' };
    expect(problemsOf({ amount: '10', mode: 'percent', values: { percent } })).toEqual([
      { what: 'percent-sum', by: -1 },
    ]);
  });

  it('asks for an amount, and for one that can be read', () => {
    expect(problemsOf({ amount: ' ' })).toEqual([{ what: 'amount-missing' }]);
    expect(problemsOf({ amount: 'dez e pouco' })).toEqual([{ what: 'amount-unreadable' }]);
    expect(problemsOf({ amount: '-10' })).toEqual([{ what: 'amount-unreadable' }]);
    expect(problemsOf({ amount: '0' })).toEqual([{ what: 'zero-amount' }]);
    expect(problemsOf({ amount: '10', participantIds: [] })).toEqual([{ what: 'no-participants' }]);
  });

  it('names the field that holds no number, and says nothing of sums meanwhile', () => {
    expect(problemsOf({ amount: '10', mode: 'exact', values: { exact: { [bia]: 'x' } } })).toEqual([
      { what: 'unreadable', field: 'split', memberId: bia },
    ]);
  });

  it('gives one part to whom nothing was typed, and none for a nought', () => {
    const { shares } = moneyOf({
      amount: '9',
      mode: 'shares',
      values: { shares: { [ana]: '2', [caio]: '0' } },
    });
    expect(shares.map((part) => part.amountMinor)).toEqual([600, 300, 0]);
  });

  it('adjusts both ways', () => {
    const { shares } = moneyOf({
      amount: '30',
      mode: 'adjust',
      values: { adjust: { [ana]: '+6', [bia]: '-3,00' } },
    });
    expect(shares.map((part) => part.amountMinor)).toEqual([1_500, 600, 900]);
  });

  it('counts a refund negative, its parts as well', () => {
    const { amountMinor, payers, shares } = moneyOf({
      amount: '10',
      isIncome: true,
      mode: 'exact',
      participantIds: [ana, bia],
      values: { exact: { [ana]: '4', [bia]: '6' } },
    });
    expect(amountMinor).toBe(-1_000);
    expect(payers).toEqual([{ memberId: ana, amountMinor: -1_000 }]);
    expect(shares).toEqual([
      { memberId: ana, amountMinor: -400 },
      { memberId: bia, amountMinor: -600 },
    ]);
  });

  it('shows shares while they do not sum up yet', () => {
    const reading = readDraft(
      draft({ amount: '10', mode: 'exact', participantIds: [ana], values: { exact: { [ana]: '4' } } }),
      'e',
    );
    expect(reading.ok ? [] : reading.shares).toEqual([{ memberId: ana, amountMinor: 400 }]);
  });
});

describe('draftOf', () => {
  const formats = moneyFormatsOf('pt-BR');
  const modes: Partial<ExpenseDraft>[] = [
    { mode: 'equal' },
    { mode: 'exact', values: { exact: { [ana]: '1.000,00', [bia]: '234,50', [caio]: '0,06' } } },
    { mode: 'percent', values: { percent: { [ana]: '33,33', [bia]: '66,67' } } },
    { mode: 'shares', values: { shares: { [ana]: '2', [bia]: '1', [caio]: '3' } } },
    { mode: 'adjust', values: { adjust: { [ana]: '-10,00', [bia]: '0,01' } } },
    { payerId: null, paid: { [ana]: '1000', [bia]: '234,56' } },
  ];
  it.each([false, true])('reads back as the same money (income: %s)', (isIncome) => {
    for (const mode of modes) {
      const money = moneyOf({ amount: '1234,56', isIncome, ...mode });
      const back = draftOf(
        { ...money, description: 'pousada', category: 'viagem', date: '2026-11-20' },
        formats,
      );
      expect(readDraft(back, 'e')).toEqual({ ok: true, money });
    }
  });
});
