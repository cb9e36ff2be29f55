/**
 * Balances of a group, kept entry by entry: every row of the ledger adds its debts, and a row that changes takes the old ones
 * back first. Nothing is ever reckoned again from the beginning, and nothing depends on the order in which rows came.
 *
 *   pairs   `a b` (a < b) → centavos: positive, b owes a; negative, a owes b        "como está"
 *   nets    member → centavos: positive, the group owes them                       from the pairs; sums to zero by construction
 */
import type { MemberId } from '../ids.ts';
import { compareIds } from './compute-shares.ts';
import { type Debt, debtsOf, type LedgerEntry } from './contributions.ts';

/** Only pairs that are not even. Plain, so that it can be stored as it is. */
export interface Balances {
  readonly pairs: Readonly<Record<string, number>>;
}

export const NO_BALANCES: Balances = { pairs: {} };

/** `entry` as it stands now in the place of `before`; undefined: it was not there, or is not there any more. */
export interface EntryChange {
  readonly before: LedgerEntry | undefined;
  readonly after: LedgerEntry | undefined;
}

export function applyEntries(balances: Balances, changes: readonly EntryChange[]): Balances {
  const pairs: Record<string, number> = { ...balances.pairs };
  for (const { before, after } of changes) {
    if (before) addDebts(pairs, debtsOf(before), -1);
    if (after) addDebts(pairs, debtsOf(after), 1);
  }
  return { pairs };
}

/** From nothing. Rows that are void count for nothing. */
export function foldBalances(entries: Iterable<LedgerEntry>): Balances {
  const pairs: Record<string, number> = {};
  for (const entry of entries) addDebts(pairs, debtsOf(entry), 1);
  return { pairs };
}

/** Of everybody who is not even; in id order. */
export function netBalances({ pairs }: Balances): Map<MemberId, number> {
  const nets = new Map<MemberId, number>();
  for (const [pair, amountMinor] of Object.entries(pairs)) {
    const [a = '', b = ''] = pair.split(' ');
    nets.set(a, (nets.get(a) ?? 0) + amountMinor);
    nets.set(b, (nets.get(b) ?? 0) - amountMinor);
  }
  return new Map([...nets].filter(([, net]) => net !== 0).sort(([a], [b]) => compareIds(a, b)));
}

/** Who owes whom as things stand, one debt per pair at most; by debtor, then creditor. */
export function pairwiseDebts({ pairs }: Balances): Debt[] {
  const debts = Object.entries(pairs).map(([pair, amountMinor]): Debt => {
    const [a = '', b = ''] = pair.split(' ');
    return amountMinor > 0
      ? { fromId: b, toId: a, amountMinor }
      : { fromId: a, toId: b, amountMinor: -amountMinor };
  });
  return debts.sort((a, b) => compareIds(a.fromId, b.fromId) || compareIds(a.toId, b.toId));
}

/**
 * People whom somebody said to be count as that person: `personOf` tells who a member is (a claimed row's claimer), themself
 * for all others. What they owed themself is nothing.
 */
export function joinPeople(balances: Balances, personOf: (memberId: MemberId) => MemberId): Balances {
  const pairs: Record<string, number> = {};
  const debts = pairwiseDebts(balances).map(({ fromId, toId, amountMinor }) => {
    return { fromId: personOf(fromId), toId: personOf(toId), amountMinor };
  });
  addDebts(pairs, debts, 1);
  return { pairs };
}

function addDebts(pairs: Record<string, number>, debts: readonly Debt[], sign: 1 | -1): void {
  for (const { fromId, toId, amountMinor } of debts) {
    if (fromId === toId) continue;
    const isForward = toId < fromId;
    const pair = isForward ? `${toId} ${fromId}` : `${fromId} ${toId}`;
    const sum = (pairs[pair] ?? 0) + sign * (isForward ? amountMinor : -amountMinor);
    if (sum === 0) delete pairs[pair];
    else pairs[pair] = sum;
  }
}
