/** What an expense means to oneself: paid less borne. Positive: the others owe it. undefined: one has no part in it. */
import type { Money, Part } from '#domain/expenses/money.ts';

export function ownPartOf(
  { payers, shares }: Pick<Money, 'payers' | 'shares'>,
  isMe: (memberId: string) => boolean,
): number | undefined {
  const mine = (parts: readonly Part[]): readonly number[] =>
    parts.filter(({ memberId }) => isMe(memberId)).map(({ amountMinor }) => amountMinor);
  const [paid, borne] = [mine(payers), mine(shares)];
  if (paid.length === 0 && borne.length === 0) return undefined;
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  return sum(paid) - sum(borne);
}
