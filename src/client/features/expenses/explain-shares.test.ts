import { expect, it } from 'vitest';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import type { Split } from '#domain/expenses/money.ts';
import { explainShares } from './explain-shares.ts';

function explain(amountMinor: number, split: Split) {
  const shares = computeShares(amountMinor, split, [{ memberId: 'a', amountMinor }], 'e');
  return explainShares({ amountMinor, split, shares });
}
const parts = (...values: number[]) => values.map((value, i) => ({ memberId: 'abc'[i] ?? '', value }));

it('a split that divides leaves nothing to explain', () => {
  expect(explain(900, { mode: 'equal', parts: parts(0, 0, 0) })).toEqual({ isEven: true, raisedIds: [] });
  expect(explain(1_000, { mode: 'exact', parts: parts(1, 999) })).toEqual({ isEven: true, raisedIds: [] });
});

it('names who got an odd centavo: not who paid, as long as there are others', () => {
  const { raisedIds } = explain(100, { mode: 'equal', parts: parts(0, 0, 0) });
  expect(raisedIds).toHaveLength(1);
  expect(raisedIds).not.toContain('a');
  expect(explain(-200, { mode: 'equal', parts: parts(0, 0, 0) }).raisedIds).toEqual(['b', 'c']);
});

it('also by weights, percentages and adjustments', () => {
  expect(explain(100, { mode: 'shares', parts: parts(1, 2) }).raisedIds).toHaveLength(1);
  expect(explain(101, { mode: 'percent', parts: parts(5_000, 5_000) }).raisedIds).toEqual(['b']);
  expect(explain(1_001, { mode: 'adjust', parts: parts(100, 0) }).raisedIds).toEqual(['b']);
});
