/** What is said to the group of a new expense: itself, its installments, or that it comes again and again. */
import type { Intent } from '#client/sync/engine-types.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import { entryOf, listDueEntries } from '#domain/expenses/recurrence-entries.ts';
import { splitInstallments } from '#domain/expenses/split-installments.ts';
import { type AddInput, expenseOf } from './draft-intents.ts';
import { readCount } from './read-repeat.ts';

/** Saving stays instant; the app makes the rest by itself. */
const DUE_AT_ONCE_MAX = 50;

export function addIntents(
  groupId: string,
  input: Omit<AddInput, 'messageId'> & { readonly messageId: string | null },
  { newId, today }: { readonly newId: () => string; readonly today: string },
): Intent[] {
  const { draft, money } = input;
  const expense = expenseOf({ ...input, messageId: input.messageId ?? undefined });
  const { repeat } = draft;
  if (repeat.kind === 'never') return [{ type: 'expense.added', groupId, body: expense }];

  if (repeat.kind === 'every') {
    const { expenseId: _, date, receipts: __, messageId: ___, ...template } = expense;
    const until = repeat.until === '' ? {} : { until: repeat.until };
    const body = { ...template, recurrenceId: newId(), every: repeat.every, from: date, ...until };
    // What is due already stands in the accounts at once; what is to come is made when its day comes.
    const rule = { ...body, id: body.recurrenceId };
    const due = listDueEntries(rule, today).slice(0, DUE_AT_ONCE_MAX);
    return [
      { type: 'recurrence.added', groupId, body },
      ...due.map((entry): Intent => ({ type: 'expense.added', groupId, body: entryOf(rule, entry) })),
    ];
  }

  const of = newId();
  return splitInstallments(money, readCount(repeat.count) ?? 1, draft.date).map((part, i) => {
    // The receipt and the message are of the purchase: they stand with its first part.
    const { receipts: _, messageId: __, ...later } = expense;
    const expenseId = i === 0 ? expense.expenseId : newId();
    const { amountMinor, payers, split, date, index, count } = part;
    const shares = computeShares(amountMinor, split, payers, expenseId);
    return {
      type: 'expense.added',
      groupId,
      body: {
        ...(i === 0 ? expense : later),
        expenseId,
        date,
        amountMinor,
        payers: payers.filter((payer) => payer.amountMinor !== 0),
        split,
        shares,
        installment: { of, index, count },
      },
    };
  });
}
