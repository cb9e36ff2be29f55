/**
 * From balances to what the screen shows: where each person stands, and who pays whom. Pure.
 *
 *   simplified   the fewest payments that make everybody even
 *   as-is        each debt between two people
 */
import { type Balances, netBalances, pairwiseDebts } from '#domain/expenses/balances.ts';
import { simplifyDebts } from '#domain/expenses/simplify-debts.ts';
import type { People, Person } from './settling-people.ts';

export type DebtView = 'simplified' | 'as-is';

export interface Position {
  readonly person: Person;
  /** Positive: the group owes them. */
  readonly netMinor: number;
}

export interface Transfer {
  readonly from: Person;
  readonly to: Person;
  readonly amountMinor: number;
}

export interface Settling {
  /** Oneself first, then by name: everybody who is in the group or not even. */
  readonly positions: readonly Position[];
  /** Those one pays first, then those one is paid, then those of others. */
  readonly transfers: readonly Transfer[];
}

/** `balances`: of people, as the reader gives them: a claimed name's are those of who claimed it. */
export function buildSettling(
  balances: Balances,
  people: People,
  { presentIds, view }: { readonly presentIds: readonly string[]; readonly view: DebtView },
): Settling {
  const nets = netBalances(balances);
  const debts = view === 'simplified' ? simplifyDebts(nets) : pairwiseDebts(balances);
  const transfers = debts.map(({ fromId, toId, amountMinor }): Transfer => {
    return { from: people.get(fromId), to: people.get(toId), amountMinor };
  });
  const ids = new Set([...presentIds.map(people.personOf), ...nets.keys()]);
  const positions = [...ids].map((id): Position => ({ person: people.get(id), netMinor: nets.get(id) ?? 0 }));
  return {
    positions: positions.sort((a, b) => rankOf(a.person) - rankOf(b.person) || byName(a.person, b.person)),
    transfers: transfers.sort(
      (a, b) => turnOf(a) - turnOf(b) || byName(a.from, b.from) || byName(a.to, b.to),
    ),
  };
}

const rankOf = (person: Person): number => (person.own ? 0 : 1);

function turnOf({ from, to }: Transfer): number {
  if (from.own) return 0;
  return to.own ? 1 : 2;
}

/** By id where two have one name, so that no row changes places by itself. */
function byName(a: Person, b: Person): number {
  return a.name.localeCompare(b.name) || (a.memberId < b.memberId ? -1 : a.memberId > b.memberId ? 1 : 0);
}
