/**
 * The fewest transfers that make everybody even.
 *
 *   ≤ 12 people who are not even   exact: as many groups as possible that are even among themselves (subset dynamic
 *                                  programming, 2^n states); each group of k takes k − 1 transfers, and no plan takes fewer
 *   more                           pairs that cancel, then largest debtor with largest creditor: at most n − 1
 *
 * Stable: within a group debtors and creditors are met in id order, so when one suggestion is recorded, whole or in part, the others
 * stay as they were. (When by chance other people make each other even too, there are several plans as short, and one is chosen anew.)
 */
import type { MemberId } from '../ids.ts';
import { compareIds } from './compute-shares.ts';
import type { Debt } from './contributions.ts';

export const EXACT_MAX_PEOPLE = 12;

interface Net {
  readonly id: MemberId;
  readonly net: number;
}

/** `nets` must sum to zero (positive: is owed). By debtor, then creditor. */
export function simplifyDebts(nets: ReadonlyMap<MemberId, number>): Debt[] {
  const open = [...nets]
    .map(([id, net]): Net => ({ id, net }))
    .filter(({ net }) => net !== 0)
    .sort((a, b) => compareIds(a.id, b.id));
  const groups = open.length <= EXACT_MAX_PEOPLE ? splitIntoEvenGroups(open) : cancelPairs(open);
  const debts = groups.flatMap((group) =>
    group.length <= EXACT_MAX_PEOPLE ? settleInOrder(group) : settleLargest(group),
  );
  return debts.sort((a, b) => compareIds(a.fromId, b.fromId) || compareIds(a.toId, b.toId));
}

/** The largest number of disjoint subsets that sum to zero. `most[mask]`: how many, when exactly `mask` is used. */
function splitIntoEvenGroups(open: readonly Net[]): Net[][] {
  const full = 2 ** open.length - 1;
  const sums = new Float64Array(full + 1);
  const most = new Int8Array(full + 1);
  const lastAdded = new Int8Array(full + 1);
  for (let mask = 1; mask <= full; mask++) {
    const low = 31 - Math.clz32(mask & -mask);
    sums[mask] = (sums[mask & (mask - 1)] ?? 0) + (open[low]?.net ?? 0);
    let best = -1;
    // The order in which people are added: each time the running sum is zero, a group is closed.
    for (let i = 0; i < open.length; i++) {
      if ((mask & (1 << i)) === 0) continue;
      const before = most[mask ^ (1 << i)] ?? 0;
      if (before > best) {
        best = before;
        lastAdded[mask] = i;
      }
    }
    most[mask] = best + (sums[mask] === 0 ? 1 : 0);
  }
  const groups: Net[][] = [];
  let group: Net[] = [];
  for (let mask = full; mask > 0; ) {
    if (sums[mask] === 0 && group.length > 0) {
      groups.push(group);
      group = [];
    }
    const i = lastAdded[mask] ?? 0;
    const person = open[i];
    if (person) group.push(person);
    mask ^= 1 << i;
  }
  if (group.length > 0) groups.push(group);
  return groups.map((one) => one.sort((a, b) => compareIds(a.id, b.id)));
}

/** Two people who cancel each other exactly are a group of their own; all others are one. */
function cancelPairs(open: readonly Net[]): Net[][] {
  const rest = new Map(open.map((person) => [person.id, person]));
  const pairs: Net[][] = [];
  for (const person of open) {
    if (!rest.has(person.id)) continue;
    const other = [...rest.values()].find(({ net }) => net === -person.net);
    if (!other) continue;
    rest.delete(person.id);
    rest.delete(other.id);
    pairs.push([person, other]);
  }
  return rest.size === 0 ? pairs : [...pairs, [...rest.values()]];
}

/** First debtor with first creditor, until one of them is even: each transfer makes at least one so, the last one two. */
function settleInOrder(group: readonly Net[]): Debt[] {
  return settle(group, (people) => people);
}

function settleLargest(group: readonly Net[]): Debt[] {
  return settle(group, (people) =>
    people.toSorted((a, b) => Math.abs(b.net) - Math.abs(a.net) || compareIds(a.id, b.id)),
  );
}

function settle(group: readonly Net[], order: (people: readonly Net[]) => readonly Net[]): Debt[] {
  let open: readonly Net[] = group;
  const debts: Debt[] = [];
  for (;;) {
    const ordered = order(open);
    const debtor = ordered.find(({ net }) => net < 0);
    const creditor = ordered.find(({ net }) => net > 0);
    if (!debtor || !creditor) return debts;
    const amountMinor = Math.min(-debtor.net, creditor.net);
    debts.push({ fromId: debtor.id, toId: creditor.id, amountMinor });
    open = open
      .map(({ id, net }) => {
        if (id === debtor.id) return { id, net: net + amountMinor };
        return id === creditor.id ? { id, net: net - amountMinor } : { id, net };
      })
      .filter(({ net }) => net !== 0);
  }
}
