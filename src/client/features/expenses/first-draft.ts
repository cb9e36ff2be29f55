/** What the form of a new expense begins with: nothing but oneself and today, or what another part of the app knows. */
import type { ExpensePrefill } from '#client/session/expense-prefill.ts';
import {
  draftOf,
  type ExpenseDraft,
  type FieldFormats,
  type NewDraftInput,
  newDraft,
} from './expense-draft.ts';

export function firstDraft(
  input: NewDraftInput,
  prefill: ExpensePrefill,
  formats: FieldFormats,
): ExpenseDraft {
  const empty = newDraft(input);
  const { amountMinor, payers, split, description = '', date, category, note, receipts } = prefill;
  const known = draftOf(
    {
      description,
      date: date ?? empty.date,
      category: category ?? '',
      amountMinor: amountMinor ?? 0,
      payers: payers ?? [{ memberId: input.myMemberId, amountMinor: amountMinor ?? 0 }],
      split: split ?? { mode: 'equal', parts: input.memberIds.map((memberId) => ({ memberId })) },
      ...(note !== undefined && { note }),
      ...(receipts && { receipts }),
    },
    formats,
  );
  return {
    ...known,
    amount: amountMinor === undefined ? '' : known.amount,
    category: category ?? null,
  };
}
