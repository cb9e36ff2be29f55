/** Short lines about an expense, for rows, cards and screens. */
import type { TFunction } from 'i18next';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import type { People } from './use-people.ts';

/** "você pagou", "Ana e Bia pagaram", "João recebeu" */
export function payersLine(
  { payers, amountMinor }: Pick<ExpenseRow, 'payers' | 'amountMinor'>,
  people: People,
  t: TFunction<'expenses'>,
): string {
  const isIncome = amountMinor < 0;
  const [only, ...others] = payers;
  if (only && others.length === 0) {
    if (people.isMe(only.memberId)) return t(isIncome ? 'row.youReceived' : 'row.youPaid');
    return t(isIncome ? 'row.received' : 'row.paid', { names: people.nameOf(only.memberId) });
  }
  const names = joinNames(
    payers.map(({ memberId }) => people.nameOf(memberId)),
    t,
  );
  return t(isIncome ? 'row.receivedMany' : 'row.paidMany', { names });
}

/** "Ana, Bia e você" */
export function joinNames(names: readonly string[], t: TFunction<'expenses'>): string {
  const last = names.at(-1) ?? '';
  if (names.length < 2) return last;
  return t('row.and', { names: names.slice(0, -1).join(', '), last });
}
