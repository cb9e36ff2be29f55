/**
 * What is wrong with an amount, its payers and its split, and by how much: the form shows it live, the server refuses by it.
 * `by` is signed: +1 means that the parts are one centavo over, −1000 that ten per cent are missing.
 */
import { AMOUNT_MAX_MINOR, type Money, type Part, type Split, sumOf } from './money.ts';

export type MoneyProblem =
  | { readonly what: 'zero-amount' | 'amount-too-large' | 'no-payers' | 'no-participants' | 'named-twice' }
  /** A part that is not an integer, is missing, or points the other way than the amount. */
  | { readonly what: 'odd-part'; readonly memberId: string }
  /** centavos */
  | { readonly what: 'payers-sum' | 'exact-sum' | 'shares-sum'; readonly by: number }
  /** basis points */
  | { readonly what: 'percent-sum'; readonly by: number }
  /** What the adjustments take beyond the whole amount, in centavos. */
  | { readonly what: 'adjust-sum'; readonly by: number }
  /** A stored share that the split does not give: neither floor nor ceiling of its ideal. */
  | { readonly what: 'odd-share'; readonly memberId: string };

/** Of what a person has typed so far, without the shares: they are reckoned from it. Empty: it may be saved. */
export function checkMoney({ amountMinor, payers, split }: Omit<Money, 'shares'>): MoneyProblem[] {
  return [
    ...checkAmount(amountMinor),
    ...checkPayers(amountMinor, payers),
    ...checkSplit(amountMinor, split),
  ];
}

/** Of money in an op: also whether its shares are what the split gives, whoever got the odd centavos. */
export function checkStoredMoney(money: Money): MoneyProblem[] {
  const problems = checkMoney(money);
  return problems.length > 0 ? problems : checkShares(money);
}

function checkAmount(amountMinor: number): MoneyProblem[] {
  if (amountMinor === 0) return [{ what: 'zero-amount' }];
  const isInRange = Number.isSafeInteger(amountMinor) && Math.abs(amountMinor) <= AMOUNT_MAX_MINOR;
  return isInRange ? [] : [{ what: 'amount-too-large' }];
}

function checkPayers(amountMinor: number, payers: readonly Part[]): MoneyProblem[] {
  if (payers.length === 0) return [{ what: 'no-payers' }];
  if (hasTwice(payers)) return [{ what: 'named-twice' }];
  const odd = payers.flatMap(({ memberId, amountMinor: part }) =>
    isAlong(part, amountMinor) ? [] : [{ what: 'odd-part' as const, memberId }],
  );
  const by = overBy(sumOf(payers), amountMinor);
  return [...odd, ...(by === 0 ? [] : [{ what: 'payers-sum' as const, by }])];
}

function checkSplit(amountMinor: number, { mode, parts }: Split): MoneyProblem[] {
  if (parts.length === 0) return [{ what: 'no-participants' }];
  if (hasTwice(parts)) return [{ what: 'named-twice' }];
  if (mode === 'equal') return [];
  const odd = parts.flatMap(({ memberId, value = 0 }) =>
    isValueOf(mode, value, amountMinor) ? [] : [{ what: 'odd-part' as const, memberId }],
  );
  if (odd.length > 0) return odd;
  const sum = parts.reduce((total, { value = 0 }) => total + value, 0);
  switch (mode) {
    case 'exact': {
      const by = overBy(sum, amountMinor);
      return by === 0 ? [] : [{ what: 'exact-sum', by }];
    }
    case 'percent':
      return sum === WHOLE_BP ? [] : [{ what: 'percent-sum', by: sum - WHOLE_BP }];
    case 'shares':
      return sum > 0 ? [] : [{ what: 'no-participants' }];
    case 'adjust':
      return checkAdjustments(amountMinor, parts, sum);
  }
}

const WHOLE_BP = 10_000;
/** A weight above is a slip of the finger; with a hundred of them and the largest amount everything stays exact. */
const WEIGHT_MAX = 1_000_000;

function isValueOf(mode: Exclude<Split['mode'], 'equal'>, value: number, amountMinor: number): boolean {
  if (!Number.isSafeInteger(value)) return false;
  switch (mode) {
    case 'exact':
      return isAlong(value, amountMinor);
    case 'percent':
      return value >= 0 && value <= WHOLE_BP;
    case 'shares':
      return value >= 0 && value <= WEIGHT_MAX;
    case 'adjust':
      return Math.abs(value) <= AMOUNT_MAX_MINOR;
  }
}

/** The rest that is split equally, and each share, must point the way the amount does. */
function checkAdjustments(amountMinor: number, parts: Split['parts'], sum: number): MoneyProblem[] {
  const rest = amountMinor - sum;
  const sign = Math.sign(amountMinor);
  if (rest * sign < 0) return [{ what: 'adjust-sum', by: -rest * sign }];
  const equal = Math.trunc(rest / parts.length);
  return parts.flatMap(({ memberId, value = 0 }) =>
    (value + equal) * sign < 0 ? [{ what: 'odd-part' as const, memberId }] : [],
  );
}

function checkShares({ amountMinor, split, shares }: Money): MoneyProblem[] {
  const by = overBy(sumOf(shares), amountMinor);
  if (by !== 0) return [{ what: 'shares-sum', by }];
  const members = new Set(split.parts.map(({ memberId }) => memberId));
  if (hasTwice(shares) || shares.length !== members.size) return [{ what: 'named-twice' }];
  const shareOf = new Map(shares.map(({ memberId, amountMinor: share }) => [memberId, share]));
  return split.parts.flatMap((part) => {
    const share = shareOf.get(part.memberId);
    const isQuota = share !== undefined && isWithinQuota(share, part, amountMinor, split);
    return isQuota ? [] : [{ what: 'odd-share' as const, memberId: part.memberId }];
  });
}

/** Floor or ceiling of the ideal: |share · total − amount · weight| < total. */
function isWithinQuota(
  share: number,
  { value = 0 }: Split['parts'][number],
  amountMinor: number,
  { mode, parts }: Split,
): boolean {
  if (mode === 'exact') return share === value;
  const sum = parts.reduce((total, part) => total + (part.value ?? 0), 0);
  if (mode === 'adjust') return isQuotaOf(share - value, amountMinor - sum, 1, parts.length);
  return mode === 'equal'
    ? isQuotaOf(share, amountMinor, 1, parts.length)
    : isQuotaOf(share, amountMinor, value, sum);
}

function isQuotaOf(share: number, amountMinor: number, weight: number, total: number): boolean {
  const off = BigInt(share) * BigInt(total) - BigInt(amountMinor) * BigInt(weight);
  return (off < 0n ? -off : off) < BigInt(total);
}

/** Of the amount's sign, or nothing. */
function isAlong(part: number, amountMinor: number): boolean {
  return Number.isSafeInteger(part) && part * Math.sign(amountMinor) >= 0;
}

/** In the direction of the amount: of a refund of −10, parts of −11 are 1 over. */
function overBy(sum: number, amountMinor: number): number {
  return (sum - amountMinor) * (amountMinor < 0 ? -1 : 1) || 0;
}

function hasTwice(parts: readonly { readonly memberId: string }[]): boolean {
  return new Set(parts.map(({ memberId }) => memberId)).size !== parts.length;
}
