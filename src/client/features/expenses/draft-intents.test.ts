import { expect, it } from 'vitest';
import { moneyFormatsOf } from '#client/i18n/money-formats.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { editOf, expenseOf } from './draft-intents.ts';
import { draftOf, type ExpenseDraft, newDraft } from './expense-draft.ts';
import { readDraft } from './read-draft.ts';

const base: ExpenseRow = {
  groupId: 'g',
  id: 'e',
  version: 1,
  rowVersion: 1,
  description: 'pizza',
  date: '2026-11-20',
  category: 'restaurante',
  amountMinor: 1_000,
  payers: [{ memberId: 'a', amountMinor: 1_000 }],
  split: { mode: 'equal', parts: [{ memberId: 'a' }, { memberId: 'b' }, { memberId: 'c' }] },
  // The odd centavo lies where this build would not put it: it was put there by another one.
  shares: [
    { memberId: 'a', amountMinor: 334 },
    { memberId: 'b', amountMinor: 333 },
    { memberId: 'c', amountMinor: 333 },
  ],
  addedBy: 'a',
  at: 0,
  voidedBy: null,
  history: [],
};

function editWith(changes: Partial<ExpenseDraft>) {
  const draft = { ...draftOf(base, moneyFormatsOf('pt-BR')), ...changes };
  const reading = readDraft(draft, base.id);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const { money } = reading;
  return editOf(base, { draft, money, category: draft.category ?? 'outros' });
}

it('a form that was opened and saved changes nothing', () => {
  expect(editWith({})).toEqual({});
});

it('words move no centavo: only what was touched is said', () => {
  expect(editWith({ description: ' pizza do Zé ' })).toEqual({ description: 'pizza do Zé' });
  expect(editWith({ date: '2026-11-19', note: 'gorjeta', category: 'lazer' })).toEqual({
    date: '2026-11-19',
    note: 'gorjeta',
    category: 'lazer',
  });
});

it('the same people in another order is the same split', () => {
  expect(editWith({ participantIds: ['c', 'a', 'b'] })).toEqual({});
});

it('amount, payers and split go together, with new shares', () => {
  expect(editWith({ amount: '9,00', participantIds: ['a', 'b'] })).toEqual({
    money: {
      amountMinor: 900,
      payers: [{ memberId: 'a', amountMinor: 900 }],
      split: { mode: 'equal', parts: [{ memberId: 'a' }, { memberId: 'b' }] },
      shares: [
        { memberId: 'a', amountMinor: 450 },
        { memberId: 'b', amountMinor: 450 },
      ],
    },
  });
});

it('says nothing of a note, receipts or a message that are not there', () => {
  const draft = { ...newDraft({ myMemberId: 'a', memberIds: ['a', 'b'], date: '2026-11-20' }), amount: '2' };
  const reading = readDraft({ ...draft, description: 'gelo' }, 'e');
  if (!reading.ok) throw new Error('unread');
  const added = expenseOf({
    expenseId: 'e',
    draft: { ...draft, description: ' gelo' },
    money: reading.money,
    category: 'mercado',
    messageId: undefined,
  });
  expect(Object.keys(added).sort()).toEqual(
    ['amountMinor', 'category', 'date', 'description', 'expenseId', 'payers', 'shares', 'split'].sort(),
  );
  expect(added.description).toBe('gelo');
});
