/**
 * ledger: rows of a group's accounts and of its plans, newest first, for a device that has them not (all) yet: after a snapshot,
 * and after the update that brought them. A page whose `asOf` is above the device's cursor waits for the cursor. Since protocol 4;
 * plans since 5. The texts of plans come by `plan-text`.
 */
import * as v from 'valibot';
import { attachmentSchema } from '../domain/attachments/attachment.ts';
import { daySchema } from '../domain/expenses/day.ts';
import { HISTORY_MAX } from '../domain/expenses/expense-changes.ts';
import { RECURRENCE_STEPS, SETTLEMENT_METHODS } from '../domain/expenses/ledger-rows.ts';
import { amountSchema, moneyFields } from '../domain/expenses/money.ts';
import { idSchema } from '../domain/ids.ts';
import type { PagedChange } from '../domain/rows.ts';
import { textSchema } from '../domain/text.ts';
import { epochMsSchema } from '../domain/time.ts';
import { goneSchema } from './catch-up.ts';
import { epochSchema, versionSchema } from './fields.ts';
import { waitSchema } from './kinds.ts';
import { LIMITS } from './limits.ts';
import { planChangeSchemas } from './plan-rows.ts';

const rowBase = { groupId: idSchema, id: idSchema, version: versionSchema, rowVersion: versionSchema };
/** As an op's, which a newer app may have made; an erasure leaves it empty. */
const words = { description: textSchema, category: textSchema };
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const changeSchema = v.strictObject({
  what: v.picklist(['edited', 'voided', 'restored']),
  by: idSchema,
  at: epochMsSchema,
  opId: idSchema,
  version: versionSchema,
  before: v.strictObject({
    description: v.exactOptional(textSchema),
    date: v.exactOptional(daySchema),
    category: v.exactOptional(textSchema),
    note: v.exactOptional(textSchema),
    receipts: v.exactOptional(v.array(attachmentSchema)),
    money: v.exactOptional(v.strictObject(moneyFields)),
  }),
});

const expenseRowSchema = v.strictObject({
  ...rowBase,
  ...words,
  ...moneyFields,
  date: daySchema,
  note: v.exactOptional(textSchema),
  receipts: v.exactOptional(v.array(attachmentSchema)),
  addedBy: idSchema,
  at: epochMsSchema,
  messageId: v.exactOptional(idSchema),
  installment: v.exactOptional(v.strictObject({ of: idSchema, index, count: index })),
  recurrence: v.exactOptional(v.strictObject({ of: idSchema, index })),
  importId: v.exactOptional(idSchema),
  voidedBy: v.nullable(idSchema),
  history: v.pipe(v.array(changeSchema), v.maxLength(HISTORY_MAX)),
});

const settlementRowSchema = v.strictObject({
  ...rowBase,
  fromId: idSchema,
  toId: idSchema,
  amountMinor: amountSchema,
  method: v.picklist(SETTLEMENT_METHODS),
  date: daySchema,
  note: v.exactOptional(textSchema),
  importId: v.exactOptional(idSchema),
  recordedBy: idSchema,
  at: epochMsSchema,
  confirmedBy: v.nullable(idSchema),
  voidedBy: v.nullable(idSchema),
});

const recurrenceRowSchema = v.strictObject({
  ...rowBase,
  ...words,
  ...moneyFields,
  note: v.exactOptional(textSchema),
  every: v.picklist(RECURRENCE_STEPS),
  from: daySchema,
  until: v.exactOptional(daySchema),
  addedBy: idSchema,
  at: epochMsSchema,
  endedAfter: v.exactOptional(daySchema),
  endedBy: v.exactOptional(idSchema),
});

/** Exactly the domain's rows, by this type: a drift fails to compile. */
export const ledgerChangeSchema: v.GenericSchema<PagedChange> = v.variant('table', [
  v.strictObject({ table: v.literal('expenses'), row: expenseRowSchema }),
  v.strictObject({ table: v.literal('settlements'), row: settlementRowSchema }),
  v.strictObject({ table: v.literal('recurrences'), row: recurrenceRowSchema }),
  ...planChangeSchemas,
]);

export const ledgerRequestSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  olderThan: versionSchema,
  maxRows: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LIMITS.rowsPageMaxRows)),
});
export type LedgerRequest = v.InferOutput<typeof ledgerRequestSchema>;

export const ledgerPageSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  /** The head when these rows were read. */
  asOf: versionSchema,
  /** Newest first in time, listed oldest to newest. */
  rows: v.pipe(v.array(ledgerChangeSchema), v.maxLength(LIMITS.rowsPageMaxRows)),
  /** Ask for the page before this version next; null: the beginning is reached. */
  olderThan: v.nullable(versionSchema),
});
export type LedgerPage = v.InferOutput<typeof ledgerPageSchema>;
export const ledgerReplySchema = v.union([ledgerPageSchema, goneSchema, waitSchema]);
export type LedgerReply = v.InferOutput<typeof ledgerReplySchema>;
