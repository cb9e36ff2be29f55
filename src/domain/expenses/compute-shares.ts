/**
 * Who bears how much: the one function that form, reader, import and export ask.
 *
 *   weights w ─→ ideal share = amount · w / Σw ─→ floor of each ─→ what is left over, one centavo each, to the largest remainders
 *
 * Every share is the floor or the ceiling of its ideal (the quota rule) and they sum to the amount. Equal remainders: first who
 * did not pay, and among those in turn by a hash of the expense's id, so that no member is the one who always bears the odd
 * centavo. Order of the lists, time zone and locale change nothing: members are compared by id, in code units.
 * A negative amount is split as its positive is, with the sign put back. Products are exact: past 2^53 they are BigInts.
 */
import type { MemberId } from '../ids.ts';
import type { Part, Split, SplitPart } from './money.ts';

/** `split` must be one without problems (`checkMoney`); of what has some, the shares mean nothing, but nothing throws. */
export function computeShares(
  amountMinor: number,
  split: Split,
  payers: readonly Part[],
  expenseId: string,
): Part[] {
  const parts = split.parts.toSorted((a, b) => compareIds(a.memberId, b.memberId));
  if (split.mode === 'exact')
    return parts.map(({ memberId, value = 0 }) => ({ memberId, amountMinor: value }));
  if (split.mode === 'adjust') {
    const rest = amountMinor - parts.reduce((sum, { value = 0 }) => sum + value, 0);
    const equal = allot(rest, parts.map(withWeight('equal')), payers, expenseId);
    return parts.map(({ memberId, value = 0 }, i) => ({ memberId, amountMinor: value + (equal[i] ?? 0) }));
  }
  const shares = allot(amountMinor, parts.map(withWeight(split.mode)), payers, expenseId);
  return parts.map(({ memberId }, i) => ({ memberId, amountMinor: shares[i] ?? 0 }));
}

interface Weighted {
  readonly memberId: MemberId;
  readonly weight: number;
}

const withWeight =
  (mode: 'equal' | 'percent' | 'shares') =>
  ({ memberId, value = 0 }: SplitPart): Weighted => ({ memberId, weight: mode === 'equal' ? 1 : value });

/** In the order of `people`, who are sorted by id. */
function allot(
  amountMinor: number,
  people: readonly Weighted[],
  payers: readonly Part[],
  expenseId: string,
): number[] {
  const total = people.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) return people.map(() => 0);
  const sign = amountMinor < 0 ? -1 : 1;
  const amount = Math.abs(amountMinor);
  const ideals = people.map(({ weight }) => divide(amount, weight, total));
  const leftOver = amount - ideals.reduce((sum, { floor }) => sum + floor, 0);
  const order = orderOfRemainders(people, ideals, payers, expenseId);
  const raised = new Set(order.slice(0, leftOver));
  // Not −0, which no JSON can say.
  return ideals.map(({ floor }, i) => sign * (floor + (raised.has(i) ? 1 : 0)) || 0);
}

/** `amount · weight / total`, exactly. */
function divide(amount: number, weight: number, total: number): { floor: number; remainder: number } {
  const product = amount * weight;
  if (Number.isSafeInteger(product))
    return { floor: Math.floor(product / total), remainder: product % total };
  const exact = BigInt(amount) * BigInt(weight);
  return { floor: Number(exact / BigInt(total)), remainder: Number(exact % BigInt(total)) };
}

/** Indexes of `people`, who gets the first odd centavo first. */
function orderOfRemainders(
  people: readonly Weighted[],
  ideals: readonly { readonly remainder: number }[],
  payers: readonly Part[],
  expenseId: string,
): number[] {
  const paid = new Set(payers.map(({ memberId }) => memberId));
  const turn = hashOf(expenseId);
  const groups = new Map<string, number[]>();
  for (const [i, { memberId }] of people.entries()) {
    const tie = `${paid.has(memberId)} ${ideals[i]?.remainder}`;
    groups.set(tie, [...(groups.get(tie) ?? []), i]);
  }
  const ties = [...groups.values()].map((group) => {
    const start = turn % group.length;
    return { group: [...group.slice(start), ...group.slice(0, start)], first: group[0] ?? 0 };
  });
  const remainder = (i: number): number => ideals[i]?.remainder ?? 0;
  const payerLast = (i: number): number => (paid.has(people[i]?.memberId ?? '') ? 1 : 0);
  ties.sort((a, b) => remainder(b.first) - remainder(a.first) || payerLast(a.first) - payerLast(b.first));
  return ties.flatMap(({ group }) => group);
}

/** FNV-1a, 32 bits: the same on every machine. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
