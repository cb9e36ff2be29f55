/** What is saved of a draft: an expense, its installments, a recurrence; or, of a present expense, the fields that differ. */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { ExpenseEdit } from '#domain/expenses/expense-changes.ts';
import type { ExpenseAdded } from '#domain/expenses/expense-ops.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import type { Money, Part, Split } from '#domain/expenses/money.ts';
import type { ExpenseDraft } from './expense-draft.ts';

export interface AddInput {
  readonly expenseId: string;
  readonly draft: ExpenseDraft;
  readonly money: Money;
  /** As chosen, or as guessed and shown. */
  readonly category: string;
  readonly messageId: string | undefined;
}

export function expenseOf({ expenseId, draft, money, category, messageId }: AddInput): ExpenseAdded {
  const note = draft.note.trim();
  const { receipts } = draft;
  return {
    expenseId,
    description: draft.description.trim(),
    date: draft.date,
    category,
    ...(note !== '' && { note }),
    ...money,
    ...(receipts.length > 0 && { receipts }),
    ...(messageId !== undefined && { messageId }),
  };
}

/** What of an expense a form may change. */
export type EditBase = Pick<
  ExpenseRow,
  'description' | 'date' | 'category' | 'note' | 'receipts' | 'amountMinor' | 'payers' | 'split'
>;

/** `base` is the expense as it was when the form was opened: what somebody else changed since is not undone by it. */
export function editOf(
  base: EditBase,
  { draft, money, category }: Omit<AddInput, 'expenseId' | 'messageId'>,
): ExpenseEdit {
  const description = draft.description.trim();
  const { receipts } = draft;
  const note = draft.note.trim();
  return {
    ...(description !== base.description && { description }),
    ...(draft.date !== base.date && { date: draft.date }),
    ...(category !== base.category && { category }),
    ...(note !== (base.note ?? '') && { note }),
    ...(!isSameList(blobIds(receipts), blobIds(base.receipts ?? [])) && { receipts }),
    ...(!isSameTerms(money, base) && { money }),
  };
}

type Terms = Pick<Money, 'amountMinor' | 'payers' | 'split'>;

/** Whether they say the same of who paid and how it is split. The shares follow from that, and old ones are not moved. */
function isSameTerms(a: Terms, b: Terms): boolean {
  return (
    a.amountMinor === b.amountMinor &&
    isSameList(partKeys(a.payers), partKeys(b.payers)) &&
    a.split.mode === b.split.mode &&
    isSameList(splitKeys(a.split), splitKeys(b.split))
  );
}

const blobIds = (receipts: readonly Attachment[]): readonly string[] => receipts.map(({ blobId }) => blobId);

const partKeys = (parts: readonly Part[]): readonly string[] =>
  parts.map(({ memberId, amountMinor }) => `${memberId} ${amountMinor}`).sort();

/** In the equal mode a value says nothing. */
const splitKeys = ({ mode, parts }: Split): readonly string[] =>
  parts.map(({ memberId, value = 0 }) => (mode === 'equal' ? memberId : `${memberId} ${value}`)).sort();

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
