/**
 * Our own JSON of a group's ledger: complete to the centavo, for another group, another app, or years from now. Documented in
 * docs/export.md; the version is raised when a field changes its meaning, and every version stays readable.
 */
import * as v from 'valibot';
import { idSchema } from '../../ids.ts';
import { daySchema } from '../day.ts';
import { SETTLEMENT_METHODS } from '../ledger-rows.ts';
import { amountSchema, moneyFields } from '../money.ts';
import { categorySchema, descriptionSchema, noteSchema } from '../words.ts';

export const OWN_FILE_VERSION = 1;

export const ownExpenseSchema = v.object({
  id: idSchema,
  date: daySchema,
  description: descriptionSchema,
  category: categorySchema,
  note: v.optional(noteSchema),
  ...moneyFields,
});

export const ownPaymentSchema = v.object({
  id: idSchema,
  date: daySchema,
  fromId: idSchema,
  toId: idSchema,
  amountMinor: v.pipe(amountSchema, v.minValue(1)),
  method: v.picklist(SETTLEMENT_METHODS),
  note: v.optional(noteSchema),
});

export const ownPersonSchema = v.object({ id: idSchema, name: v.string() });

export interface OwnFile {
  readonly racha: 'ledger';
  readonly version: typeof OWN_FILE_VERSION;
  /** Epoch ms. */
  readonly madeAt: number;
  readonly groupName: string;
  readonly currency: 'BRL';
  readonly people: readonly v.InferOutput<typeof ownPersonSchema>[];
  readonly expenses: readonly v.InferOutput<typeof ownExpenseSchema>[];
  readonly payments: readonly v.InferOutput<typeof ownPaymentSchema>[];
}
