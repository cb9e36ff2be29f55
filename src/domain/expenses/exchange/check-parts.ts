/** What a reader asks of every bill before it takes it: the sums, the signs, nobody twice. */
import { AMOUNT_MAX_MINOR } from '../money.ts';
import type { ForeignPart, LeftOut } from './foreign-ledger.ts';
import { sumOf } from './split-by-moves.ts';

export function checkParts(
  amountMinor: number,
  payers: readonly ForeignPart[],
  shares: readonly ForeignPart[],
): LeftOut | undefined {
  if (amountMinor === 0) return { kind: 'no-effect' };
  if (!Number.isSafeInteger(amountMinor) || Math.abs(amountMinor) > AMOUNT_MAX_MINOR) {
    return { kind: 'bad-amount', cell: String(amountMinor) };
  }
  if (payers.length === 0) return { kind: 'payer-unknown' };
  if (shares.length === 0) return { kind: 'nobody-owes' };
  const paidMinor = sumOf(payers);
  if (paidMinor !== amountMinor) return { kind: 'payers-differ', byMinor: paidMinor - amountMinor };
  const sharedMinor = sumOf(shares);
  if (sharedMinor !== amountMinor) return { kind: 'shares-differ', byMinor: sharedMinor - amountMinor };
  const odd = [...payers, ...shares].some(
    (part) => !Number.isSafeInteger(part.amountMinor) || part.amountMinor * Math.sign(amountMinor) < 0,
  );
  return odd || isTwice(payers) || isTwice(shares) ? { kind: 'not-a-record' } : undefined;
}

const isTwice = (parts: readonly ForeignPart[]): boolean =>
  new Set(parts.map(({ person }) => person)).size !== parts.length;
