/** A draft as it is kept on the disk, and back: what another build kept, or damage, reads as none. */
import * as v from 'valibot';
import { attachmentSchema } from '#domain/attachments/attachment.ts';
import { RECURRENCE_STEPS } from '#domain/expenses/ledger-rows.ts';
import { moneyFields, SPLIT_MODES } from '#domain/expenses/money.ts';
import type { JsonObject } from '#domain/json.ts';
import type { EditBase } from './draft-intents.ts';
import type { ExpenseDraft } from './expense-draft.ts';

/** With the id it will be saved under: it decides the odd centavo that the form shows. */
export interface KeptDraft {
  readonly expenseId: string;
  readonly messageId: string | null;
  readonly draft: ExpenseDraft;
  /** Of a present expense: as it was when the form was opened. */
  readonly base: EditBase | null;
}

const texts = v.record(v.string(), v.string());

const schema = v.object({
  expenseId: v.string(),
  messageId: v.nullable(v.string()),
  base: v.nullable(
    v.object({
      description: v.string(),
      date: v.string(),
      category: v.string(),
      note: v.optional(v.string()),
      receipts: v.optional(v.array(attachmentSchema)),
      amountMinor: moneyFields.amountMinor,
      payers: moneyFields.payers,
      split: moneyFields.split,
    }),
  ),
  draft: v.object({
    amount: v.string(),
    isIncome: v.boolean(),
    description: v.string(),
    category: v.nullable(v.string()),
    date: v.string(),
    note: v.string(),
    receipts: v.array(attachmentSchema),
    payerId: v.nullable(v.string()),
    paid: texts,
    mode: v.picklist(SPLIT_MODES),
    participantIds: v.array(v.string()),
    values: v.partial(v.object({ equal: texts, exact: texts, percent: texts, shares: texts, adjust: texts })),
    repeat: v.variant('kind', [
      v.object({ kind: v.literal('never') }),
      v.object({ kind: v.literal('installments'), count: v.string() }),
      v.object({ kind: v.literal('every'), every: v.picklist(RECURRENCE_STEPS), until: v.string() }),
    ]),
  }),
});

export function parseKeptDraft(kept: JsonObject): KeptDraft | null {
  const parsed = v.safeParse(schema, kept);
  return parsed.success ? (parsed.output as KeptDraft) : null;
}

export function keptOf(kept: KeptDraft): JsonObject {
  // Nothing in it but what JSON says.
  return JSON.parse(JSON.stringify(kept));
}
