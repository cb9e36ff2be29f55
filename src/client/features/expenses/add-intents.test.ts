import { describe, expect, it } from 'vitest';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { checkStoredMoney } from '#domain/expenses/check-money.ts';
import { recurrenceExpenseId } from '#domain/expenses/derive-id.ts';
import { addIntents } from './add-intents.ts';
import { type ExpenseDraft, newDraft } from './expense-draft.ts';
import { readDraft } from './read-draft.ts';

const receipt: Attachment = { blobId: 'r', mime: 'image/webp', bytes: 1, width: 1, height: 1 };
const fresh = newDraft({ myMemberId: 'a', memberIds: ['a', 'b', 'c'], date: '2026-01-31' });

function intentsOf(fields: Partial<ExpenseDraft>, today = '2026-01-31') {
  const draft = { ...fresh, amount: '100', description: 'sofá', receipts: [receipt], ...fields };
  const reading = readDraft(draft, 'e');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  let ids = 0;
  const input = { expenseId: 'e', messageId: 'm', draft, money: reading.money, category: 'casa' };
  return addIntents('g', input, { newId: () => `new${++ids}`, today });
}

describe('addIntents', () => {
  it('one expense is one op', () => {
    const [only, ...others] = intentsOf({});
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      type: 'expense.added',
      groupId: 'g',
      body: { expenseId: 'e', messageId: 'm', receipts: [receipt], amountMinor: 10_000 },
    });
  });

  it('installments are dated a month apart, sum to the purchase, and each is right by itself', () => {
    const made = intentsOf({
      amount: '100,01',
      mode: 'exact',
      values: { exact: { a: '50', b: '50,01', c: '0' } },
      payerId: null,
      paid: { a: '100', b: '0,01' },
      repeat: { kind: 'installments', count: '3' },
    });
    const parts = made.flatMap((intent) => (intent.type === 'expense.added' ? [intent.body] : []));
    expect(parts.map(({ date }) => date)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    expect(parts.map(({ amountMinor }) => amountMinor)).toEqual([3_334, 3_334, 3_333]);
    expect(parts.flatMap(checkStoredMoney)).toEqual([]);
    const borneByB = parts.flatMap(({ shares }) => shares.filter(({ memberId }) => memberId === 'b'));
    expect(borneByB.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(5_001);
    // One purchase: its receipt and its message stand once, its parts know each other.
    expect(parts.map(({ receipts, messageId }) => [receipts?.length, messageId])).toEqual([
      [1, 'm'],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(new Set(parts.map(({ installment }) => installment?.of)).size).toBe(1);
    expect(new Set(parts.map(({ expenseId }) => expenseId)).size).toBe(3);
  });

  it('what comes again is a rule, and what is due of it', () => {
    const [rule, ...due] = intentsOf(
      { repeat: { kind: 'every', every: 'month', until: '2026-06-30' } },
      '2026-03-01',
    );
    expect(rule).toMatchObject({
      type: 'recurrence.added',
      body: { recurrenceId: 'new1', every: 'month', from: '2026-01-31', until: '2026-06-30' },
    });
    expect(rule?.body).not.toHaveProperty('expenseId');
    expect(due.map((intent) => ('expenseId' in intent.body ? intent.body.expenseId : ''))).toEqual([
      recurrenceExpenseId('new1', 0),
      recurrenceExpenseId('new1', 1),
    ]);
  });
});
