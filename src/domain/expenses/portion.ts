/**
 * `amount` over `lefts`, in proportion, in whole numbers that sum to it: largest remainder, ties by place. No part is more than
 * its left, as long as `amount` is not more than all of them together; so it can be asked again of what is left.
 */
export function portion(amount: number, lefts: readonly number[]): number[] {
  const open = lefts.reduce((sum, left) => sum + left, 0);
  if (open === 0) return lefts.map(() => 0);
  const ideals = lefts.map((left, i) => {
    const product = BigInt(amount) * BigInt(left);
    return { i, floor: Number(product / BigInt(open)), remainder: product % BigInt(open) };
  });
  const parts = ideals.map(({ floor }) => floor);
  const leftOver = amount - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = ideals.toSorted((a, b) => Number(b.remainder - a.remainder) || a.i - b.i);
  for (const { i } of byRemainder.slice(0, leftOver)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}
