/**
 * Expenses: added and edited. Two people who edit one expense without knowing of each other change what each of them
 * touched; where both touched the same field, the last one in the log wins, and what it replaced stands in the row's history.
 */
import * as v from 'valibot';
import { ATTACHMENTS_MAX, type Attachment, attachmentSchema } from '../attachments/attachment.ts';
import { idSchema } from '../ids.ts';
import { defineOp, type OpContext, type RejectionKind } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { RowView } from '../rows.ts';
import { checkStoredMoney } from './check-money.ts';
import { type Day, daySchema } from './day.ts';
import { recurrenceExpenseId } from './derive-id.ts';
import { changeExpense, type ExpenseEdit } from './expense-changes.ts';
import type { ExpenseRow, Installment, RecurrenceEntry } from './ledger-rows.ts';
import { areKnown, expense, members, recurrence } from './ledger-targets.ts';
import { listPeople, type Money, moneyFields } from './money.ts';
import { categorySchema, descriptionSchema, noteSchema } from './words.ts';

export interface ExpenseAdded extends Money {
  readonly expenseId: string;
  readonly description: string;
  readonly date: Day;
  readonly category: string;
  readonly note?: string | undefined;
  readonly receipts?: readonly Attachment[] | undefined;
  /** The message it was read from. */
  readonly messageId?: string | undefined;
  /** One of several dated parts of one purchase; `index` 1 … `count`. */
  readonly installment?: Installment | undefined;
  /** The expenseId must be the derived one (`recurrenceExpenseId`). */
  readonly recurrence?: RecurrenceEntry | undefined;
  /** A line of a file: the expenseId is derived from it, and a second import of it adds nothing. */
  readonly importId?: string | undefined;
}

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(10_000));
const receipts = v.pipe(v.array(attachmentSchema), v.maxLength(ATTACHMENTS_MAX));

export const expenseAdded = defineOp<ExpenseAdded>({
  type: 'expense.added',
  v: 1,
  body: v.object({
    expenseId: idSchema,
    description: descriptionSchema,
    date: daySchema,
    category: categorySchema,
    note: v.optional(noteSchema),
    ...moneyFields,
    receipts: v.optional(receipts),
    messageId: v.optional(idSchema),
    installment: v.optional(v.object({ of: idSchema, index, count: index })),
    recurrence: v.optional(v.object({ of: idSchema, index })),
    importId: v.optional(idSchema),
  }),
  permission: PERMISSIONS['expense.added'],
  attaches: ({ receipts = [] }) => receipts,
  erases: { description: '', note: undefined, receipts: undefined },
  reads: (body) => [
    ...members(listPeople(body)),
    expense(body.expenseId),
    ...(body.recurrence ? [recurrence(body.recurrence.of)] : []),
  ],
  standsOn: ({ recurrence: entry }) => entry && recurrence(entry.of),
  line: ({ body: { expenseId, description, amountMinor, recurrence: entry, importId } }) =>
    // Hundreds of lines of a file would bury the conversation; what comes by itself may come twice, and is one.
    entry || importId !== undefined
      ? undefined
      : { what: 'expense-added', expenseId, description, amountMinor },
  check: ({ body }, rows) => {
    const isSaidAgain = rows.get('expenses', body.expenseId) !== undefined;
    // Two devices made the same entry: it is one, and nobody is told that theirs was refused.
    if (isSaidAgain) return body.recurrence || body.importId ? undefined : 'already-exists';
    if (body.recurrence && !isEntryOf(body.recurrence, body.expenseId)) return 'invalid';
    if (body.recurrence && !rows.get('recurrences', body.recurrence.of)) return 'unknown-target';
    return checkTerms(body, rows);
  },
  fold: (op, rows) => {
    const { expenseId, recurrence: entry, date } = op.body;
    const rule = entry && rows.get('recurrences', entry.of);
    // Its rule is older than all its entries: who has it has those that are there too.
    if (entry && !rule) return 'missing-target';
    // Made by a device that had not heard yet that it ended.
    const isPastEnd = rule?.endedAfter !== undefined && date > rule.endedAfter;
    if (isPastEnd || rows.get('expenses', expenseId)) return [];
    return [{ table: 'expenses', row: rowOf(op) }];
  },
});

export interface ExpenseEdited extends ExpenseEdit {
  readonly expenseId: string;
}

export const expenseEdited = defineOp<ExpenseEdited>({
  type: 'expense.edited',
  v: 1,
  body: v.object({
    expenseId: idSchema,
    description: v.optional(descriptionSchema),
    date: v.optional(daySchema),
    category: v.optional(categorySchema),
    note: v.optional(noteSchema),
    receipts: v.optional(receipts),
    money: v.optional(v.object(moneyFields)),
  }),
  permission: PERMISSIONS['expense.edited'],
  attaches: ({ receipts = [] }) => receipts,
  erases: { description: undefined, note: undefined, receipts: undefined },
  // A corrected word is told where the expense stands; the conversation tells what moves money.
  line: ({ body: { expenseId, money } }) =>
    money && { what: 'expense-edited', expenseId, amountMinor: money.amountMinor },
  reads: ({ expenseId, money }) => [...members(money ? listPeople(money) : []), expense(expenseId)],
  check: ({ body: { expenseId, ...edit } }, rows) => {
    if (!rows.get('expenses', expenseId)) return 'unknown-target';
    if (Object.values(edit).every((value) => value === undefined)) return 'invalid';
    return edit.money && checkTerms(edit.money, rows);
  },
  fold: (op, rows) => {
    const { expenseId, ...edit } = op.body;
    const row = rows.get('expenses', expenseId);
    if (!row) return 'missing-target';
    return [{ table: 'expenses', row: changeExpense(row, op, edit) }];
  },
});

function checkTerms(money: Money, rows: RowView): RejectionKind | undefined {
  if (checkStoredMoney(money).length > 0) return 'invalid';
  return areKnown(rows, listPeople(money)) ? undefined : 'unknown-target';
}

function isEntryOf({ of, index: at }: RecurrenceEntry, expenseId: string): boolean {
  return recurrenceExpenseId(of, at) === expenseId;
}

function rowOf({ groupId, actorId, at, version, body }: OpContext<ExpenseAdded>): ExpenseRow {
  const { expenseId, description, date, category, note, messageId, installment, importId } = body;
  const { amountMinor, payers, split, shares } = body;
  return {
    groupId,
    id: expenseId,
    version,
    rowVersion: version,
    description,
    date,
    category,
    amountMinor,
    payers,
    split,
    shares,
    ...(note && { note }),
    ...(body.receipts && body.receipts.length > 0 && { receipts: body.receipts }),
    addedBy: actorId,
    at,
    ...(messageId !== undefined && { messageId }),
    ...(installment && { installment }),
    ...(body.recurrence && { recurrence: body.recurrence }),
    ...(importId !== undefined && { importId }),
    voidedBy: null,
    history: [],
  };
}
