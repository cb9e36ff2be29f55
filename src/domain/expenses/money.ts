/**
 * What stands in an op about money: integer centavos, who paid, how it is split, and each one's share.
 *
 *   amountMinor = Σ payers.amountMinor = Σ shares.amountMinor          all three of one sign; negative: income, a refund
 *
 * The shares are reckoned once, on the device that makes the op, and are the truth from then on: no later code and no
 * other edit moves a centavo of them. `split` says how they came about, so that a form can show it again.
 */
import * as v from 'valibot';
import { idSchema, type MemberId } from '../ids.ts';

/**
 * R$ 999.999.999,99. Ninety thousand such entries fit into one balance before it would leave the integers that a number
 * holds exactly (2^53 − 1); a higher bound would let a few entries break every balance of a group.
 */
export const AMOUNT_MAX_MINOR = 99_999_999_999;
/** With payers, split and shares of a hundred an op stays well below the 32 KB that one may weigh. */
export const PARTS_MAX = 100;

export interface Part {
  readonly memberId: MemberId;
  readonly amountMinor: number;
}

export const SPLIT_MODES = ['equal', 'exact', 'percent', 'shares', 'adjust'] as const;
export type SplitMode = (typeof SPLIT_MODES)[number];

export interface SplitPart {
  readonly memberId: MemberId;
  /** exact: centavos. percent: basis points. shares: a weight. adjust: centavos on top of the equal split of the rest. */
  readonly value?: number | undefined;
}

export interface Split {
  readonly mode: SplitMode;
  readonly parts: readonly SplitPart[];
}

/** One register of an expense: these four change together or not at all. */
export interface Money {
  readonly amountMinor: number;
  readonly payers: readonly Part[];
  readonly split: Split;
  readonly shares: readonly Part[];
}

export const amountSchema = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(-AMOUNT_MAX_MINOR),
  v.maxValue(AMOUNT_MAX_MINOR),
);

const partSchema = v.object({ memberId: idSchema, amountMinor: amountSchema });
const partsSchema = v.pipe(v.array(partSchema), v.minLength(1), v.maxLength(PARTS_MAX));

export const splitSchema = v.object({
  mode: v.picklist(SPLIT_MODES),
  parts: v.pipe(
    v.array(v.object({ memberId: idSchema, value: v.optional(amountSchema) })),
    v.minLength(1),
    v.maxLength(PARTS_MAX),
  ),
});

export const moneyFields = {
  amountMinor: amountSchema,
  payers: partsSchema,
  split: splitSchema,
  shares: partsSchema,
} as const;

/** Everybody this money is about, each once. */
export function listPeople({ payers, split, shares }: Money): MemberId[] {
  return [...new Set([...payers, ...split.parts, ...shares].map(({ memberId }) => memberId))];
}

export function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
