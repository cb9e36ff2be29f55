/** The accounts as they stood: who was up and down, and what was in them. */
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { memberNames } from '#client/session/member-names.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { foldBalances, joinPeople, netBalances } from '#domain/expenses/balances.ts';
import type { LedgerEntry } from '#domain/expenses/contributions.ts';
import type { PastAccounts as Accounts } from './build-past.ts';

export function PastAccounts({
  group,
  accounts,
}: {
  readonly group: GroupView;
  readonly accounts: Accounts;
}) {
  const { t, i18n } = useTranslation('history');
  const money = useMoneyFormats();
  const days = dayFormatsOf(i18n.language);
  const { nameOf } = memberNames(group, () => t('you'));
  const entries: LedgerEntry[] = [
    ...accounts.expenses.map((row) => ({ table: 'expenses' as const, row })),
    ...accounts.settlements.map((row) => ({ table: 'settlements' as const, row })),
  ];
  const claimers = new Map(group.members.map(({ memberId, claimedBy }) => [memberId, claimedBy]));
  const nets = netBalances(joinPeople(foldBalances(entries), (id) => claimers.get(id) ?? id));
  const lines = [
    ...accounts.expenses
      .filter(({ voidedBy }) => voidedBy === null)
      .map(({ id, date, version, description, amountMinor }) => {
        return { id, date, version, amountMinor, text: description };
      }),
    ...accounts.settlements
      .filter(({ voidedBy }) => voidedBy === null)
      .map(({ id, date, version, fromId, toId, amountMinor }) => {
        const text = t('settled', { from: nameOf(fromId), to: nameOf(toId) });
        return { id, date, version, amountMinor, text };
      }),
  ].sort((a, b) => (a.date === b.date ? b.version - a.version : a.date < b.date ? 1 : -1));
  return (
    <div className="flex flex-col gap-4 py-2">
      <section aria-label={t('balances')} className="flex flex-col gap-1">
        <h2 className="px-4 text-s font-semibold text-muted">{t('balances')}</h2>
        {nets.size === 0 && <p className="px-4">{t('allEven')}</p>}
        <ul aria-label={t('balances')} className="divide-y divide-line">
          {[...nets].map(([memberId, net]) => (
            <li key={memberId} className="flex items-center justify-between gap-3 px-4 py-2">
              <bdi className="min-w-0 truncate">{nameOf(memberId)}</bdi>
              <AmountText tone={net < 0 ? 'bad' : 'good'}>{money.signed(net)}</AmountText>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={t('entries')} className="flex flex-col gap-1">
        <h2 className="px-4 text-s font-semibold text-muted">{t('entries')}</h2>
        {lines.length === 0 && <p className="px-4">{t('noEntries')}</p>}
        <ul aria-label={t('entries')} className="divide-y divide-line">
          {lines.map(({ id, date, text, amountMinor }) => (
            <li key={id} className="flex items-center justify-between gap-3 px-4 py-2">
              <span className="min-w-0">
                <bdi className="block truncate">{text}</bdi>
                <span className="text-xs text-muted tabular">{days.short(date)}</span>
              </span>
              <AmountText>{money.amount(amountMinor)}</AmountText>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
