/**
 * The rows of a group's ledger. A row that was voided stays, so that it can be restored and its history told; it counts for
 * nothing meanwhile.
 */
import type { Attachment } from '../attachments/attachment.ts';
import type { MemberId, MessageId } from '../ids.ts';
import type { RowBase } from '../rows.ts';
import type { Day } from './day.ts';
import type { Money } from './money.ts';

export type RecurrenceId = string;

/** What of an expense can be edited: each is one register, last in log order wins. */
export interface ExpenseFields {
  readonly description: string;
  readonly date: Day;
  readonly category: string;
  /** Empty: none. */
  readonly note: string;
  readonly receipts: readonly Attachment[];
  readonly money: Money;
}
export type ExpenseField = keyof ExpenseFields;

export interface ExpenseRow extends RowBase, Money {
  readonly description: string;
  readonly date: Day;
  /** Open: a newer app may know more than `CATEGORIES`. */
  readonly category: string;
  readonly note?: string;
  readonly receipts?: readonly Attachment[];
  readonly addedBy: MemberId;
  /** Epoch ms, by the device that added it. */
  readonly at: number;
  /** The message it was read from. */
  readonly messageId?: MessageId;
  /** One of several dated parts of one purchase; `index` 1 … `count`. */
  readonly installment?: Installment;
  /** Made by a recurrence; `index` from 0. */
  readonly recurrence?: RecurrenceEntry;
  /** A line of an imported file. */
  readonly importId?: string;
  readonly voidedBy: MemberId | null;
  /** Oldest first; of many the oldest are forgotten (`HISTORY_MAX`). */
  readonly history: readonly ExpenseChange[];
}

export interface Installment {
  readonly of: string;
  readonly index: number;
  readonly count: number;
}

export interface RecurrenceEntry {
  readonly of: RecurrenceId;
  readonly index: number;
}

export interface ExpenseChange {
  readonly what: 'edited' | 'voided' | 'restored';
  readonly by: MemberId;
  readonly at: number;
  readonly opId: string;
  readonly version: number;
  /** The fields this change replaced, as they were. */
  readonly before: Partial<ExpenseFields>;
}

export const SETTLEMENT_METHODS = ['pix', 'cash', 'other'] as const;
export type SettlementMethod = (typeof SETTLEMENT_METHODS)[number];

/** Money that went from one member to another. It counts as soon as it is recorded; `confirmedBy` is the creditor's word. */
export interface SettlementRow extends RowBase {
  readonly fromId: MemberId;
  readonly toId: MemberId;
  readonly amountMinor: number;
  readonly method: SettlementMethod;
  readonly date: Day;
  readonly note?: string;
  /** A line of an imported file. */
  readonly importId?: string;
  readonly recordedBy: MemberId;
  readonly at: number;
  /** null: one-sided so far, and shown as such. */
  readonly confirmedBy: MemberId | null;
  readonly voidedBy: MemberId | null;
}

export const RECURRENCE_STEPS = ['week', 'month', 'year'] as const;
export type RecurrenceStep = (typeof RECURRENCE_STEPS)[number];

/** An expense that comes again: see `recurrence-entries.ts`. */
export interface RecurrenceRow extends RowBase, Money {
  readonly description: string;
  readonly category: string;
  readonly note?: string;
  readonly every: RecurrenceStep;
  /** The day of its first entry. */
  readonly from: Day;
  /** The last day an entry may have. */
  readonly until?: Day;
  readonly addedBy: MemberId;
  readonly at: number;
  /** Ended early: no entry after this day. */
  readonly endedAfter?: Day;
  readonly endedBy?: MemberId;
}
