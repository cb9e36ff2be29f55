/**
 * What stands in the form of an expense, as typed: texts, not amounts, so that nothing a person typed is corrected under
 * their hands. `read-draft.ts` makes an expense of it or says what is missing.
 *
 * Values are kept per split mode: trying another mode and coming back loses nothing.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Day } from '#domain/expenses/day.ts';
import type { ExpenseRow, RecurrenceStep } from '#domain/expenses/ledger-rows.ts';
import type { SplitMode } from '#domain/expenses/money.ts';

export interface ExpenseDraft {
  readonly amount: string;
  /** Money that came back or in: the amount counts negative. */
  readonly isIncome: boolean;
  readonly description: string;
  /** null: guessed from the description. */
  readonly category: string | null;
  readonly date: Day;
  readonly note: string;
  /** Kept on this device until the expense is saved. */
  readonly receipts: readonly Attachment[];
  /** One: they paid all of it. null: several did, each what stands in `paid`. */
  readonly payerId: string | null;
  readonly paid: TextById;
  readonly mode: SplitMode;
  readonly participantIds: readonly string[];
  readonly values: Readonly<Partial<Record<SplitMode, TextById>>>;
  readonly repeat: Repeat;
}

/** Member → what was typed for them. */
export type TextById = Readonly<Record<string, string>>;

export type Repeat =
  | { readonly kind: 'never' }
  /** In equal parts, one a month, the first on the date. As typed. */
  | { readonly kind: 'installments'; readonly count: string }
  /** Again and again from the date on; `until` empty: without an end. */
  | { readonly kind: 'every'; readonly every: RecurrenceStep; readonly until: string };

export interface NewDraftInput {
  readonly myMemberId: string;
  /** Who takes part at first: everybody who is in the group. */
  readonly memberIds: readonly string[];
  readonly date: string;
}

export function newDraft({ myMemberId, memberIds, date }: NewDraftInput): ExpenseDraft {
  return {
    amount: '',
    isIncome: false,
    description: '',
    category: null,
    date,
    note: '',
    receipts: [],
    payerId: myMemberId,
    paid: {},
    mode: 'equal',
    participantIds: memberIds,
    values: {},
    repeat: { kind: 'never' },
  };
}

/** What of an expense the form shows. */
export type ShownExpense = Pick<
  ExpenseRow,
  'description' | 'category' | 'date' | 'note' | 'receipts' | 'amountMinor' | 'payers' | 'split'
>;

/** How amounts and percentages are written into fields. */
export interface FieldFormats {
  forField(amountMinor: number): string;
  percentForField(basisPoints: number): string;
}

/** An expense as a draft that reads back as the same one, to the centavo. */
export function draftOf(expense: ShownExpense, formats: FieldFormats): ExpenseDraft {
  const sign = expense.amountMinor < 0 ? -1 : 1;
  const [only, ...others] = expense.payers;
  const isOnePayer = only !== undefined && others.length === 0;
  const { mode, parts } = expense.split;
  const typed = parts.flatMap(({ memberId, value }) =>
    value === undefined ? [] : [[memberId, textOfValue(mode, value, sign, formats)] as const],
  );
  return {
    amount: formats.forField(sign * expense.amountMinor),
    isIncome: sign < 0,
    description: expense.description,
    category: expense.category,
    date: expense.date,
    note: expense.note ?? '',
    receipts: expense.receipts ?? [],
    payerId: isOnePayer ? only.memberId : null,
    paid: isOnePayer
      ? {}
      : Object.fromEntries(
          expense.payers.map(({ memberId, amountMinor }) => [memberId, formats.forField(sign * amountMinor)]),
        ),
    mode,
    participantIds: parts.map(({ memberId }) => memberId),
    values: typed.length === 0 ? {} : { [mode]: Object.fromEntries(typed) },
    repeat: { kind: 'never' },
  };
}

function textOfValue(mode: SplitMode, value: number, sign: 1 | -1, formats: FieldFormats): string {
  switch (mode) {
    case 'exact':
    case 'adjust':
      // No "-0,00".
      return formats.forField(value === 0 ? 0 : sign * value);
    case 'percent':
      return formats.percentForField(value);
    default:
      return String(value);
  }
}
