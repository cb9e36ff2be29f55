/**
 * Why everybody bears what they bear: what each would bear to the fraction, and who got the centavos that did not divide.
 * It explains the shares that are stored, which another build may have reckoned; it reckons none.
 */
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';

export interface Explained {
  /** Of what is split by weight: everybody's share without the odd centavos differs from member to member, or not. */
  readonly isEven: boolean;
  /** Who bears one centavo more than the whole centavos of their ideal share. */
  readonly raisedIds: readonly string[];
}

export function explainShares({
  amountMinor,
  split,
  shares,
}: Pick<ExpenseRow, 'amountMinor' | 'split' | 'shares'>): Explained {
  if (split.mode === 'exact') return { isEven: true, raisedIds: [] };
  const sum = split.parts.reduce((total, { value = 0 }) => total + value, 0);
  const isAdjust = split.mode === 'adjust';
  const shared = isAdjust ? amountMinor - sum : amountMinor;
  const total = split.mode === 'equal' || isAdjust ? split.parts.length : sum;
  const values = new Map(split.parts.map(({ memberId, value = 0 }) => [memberId, value]));
  const raisedIds = shares
    .filter(({ memberId, amountMinor: share }) => {
      const value = values.get(memberId) ?? 0;
      const weight = split.mode === 'equal' || isAdjust ? 1 : value;
      const own = isAdjust ? share - value : share;
      // |own| · total > |shared| · weight: more than the ideal.
      return BigInt(Math.abs(own)) * BigInt(total) > BigInt(Math.abs(shared)) * BigInt(weight);
    })
    .map(({ memberId }) => memberId);
  return { isEven: raisedIds.length === 0, raisedIds };
}
