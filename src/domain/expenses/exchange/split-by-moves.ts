/**
 * Splitwise's file says of each person only what a bill put them up or down by, not what they paid and owed. This makes the
 * simplest bill of that cost that moves everybody by exactly as much:
 *
 *   down by x      owed x, paid nothing
 *   up, alone      paid all of it, owed what is not covered by the others
 *   up, several    what the others do not cover was eaten by those who paid, in equal parts; each paid that and what they are up
 *
 * Balances come out to the centavo whatever was guessed.
 */
import type { ForeignPart, LeftOut } from './foreign-ledger.ts';

export type SplitMoves =
  | {
      readonly ok: true;
      readonly payers: readonly ForeignPart[];
      readonly shares: readonly ForeignPart[];
      readonly isReckoned: boolean;
    }
  | { readonly ok: false; readonly problem: LeftOut };

/** `moves`: nobody twice. A negative cost is a refund: its moves are turned round, and back. */
export function splitByMoves(costMinor: number, moves: readonly ForeignPart[]): SplitMoves {
  const sign = costMinor < 0 ? -1 : 1;
  const sum = sumOf(moves);
  if (sum !== 0) return { ok: false, problem: { kind: 'not-zero', byMinor: sum } };
  const turned = moves.filter(({ amountMinor }) => amountMinor !== 0).map((part) => scale(part, sign));
  const up = turned.filter(({ amountMinor }) => amountMinor > 0);
  if (up.length === 0) return { ok: false, problem: { kind: 'no-effect' } };
  const ownMinor = Math.abs(costMinor) - sumOf(up);
  if (ownMinor < 0) return { ok: false, problem: { kind: 'shares-differ', byMinor: -ownMinor } };
  const own = up.map(({ person }, i) => ({ person, amountMinor: equalPart(ownMinor, up.length, i) }));
  const payers = up.map(({ person, amountMinor }, i) => ({
    person,
    amountMinor: amountMinor + (own[i]?.amountMinor ?? 0),
  }));
  const down = turned.filter(({ amountMinor }) => amountMinor < 0).map((part) => scale(part, -1));
  const shares = [...own.filter(({ amountMinor }) => amountMinor !== 0), ...down];
  return {
    ok: true,
    payers: payers.map((part) => scale(part, sign)),
    shares: shares.map((part) => scale(part, sign)),
    isReckoned: up.length > 1,
  };
}

export function sumOf(parts: readonly ForeignPart[]): number {
  return parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function equalPart(totalMinor: number, count: number, index: number): number {
  return Math.floor(totalMinor / count) + (index < totalMinor % count ? 1 : 0);
}

function scale({ person, amountMinor }: ForeignPart, sign: 1 | -1): ForeignPart {
  return { person, amountMinor: amountMinor * sign };
}
