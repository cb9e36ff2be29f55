/** Everybody's balance now and after the import. */
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { MemberNames } from '#client/session/member-names.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import { foldBalances, joinPeople, netBalances } from '#domain/expenses/balances.ts';
import type { LedgerEntry } from '#domain/expenses/contributions.ts';

export function BalancePreview({
  whole,
  moves,
  names,
}: {
  readonly whole: WholeLedger;
  readonly moves: ReadonlyMap<string, number>;
  readonly names: MemberNames;
}) {
  const { t } = useTranslation('files');
  const money = useMoneyFormats();
  const id = useId();
  const now = useMemo(() => {
    const entries = [
      ...whole.expenses.map((row): LedgerEntry => ({ table: 'expenses', row })),
      ...whole.settlements.map((row): LedgerEntry => ({ table: 'settlements', row })),
    ];
    return netBalances(joinPeople(foldBalances(entries), names.personOf));
  }, [names, whole]);
  const rows = [...new Set([...now.keys(), ...moves.keys()])]
    .map((memberId) => {
      const before = now.get(memberId) ?? 0;
      return { memberId, before, after: before + (moves.get(memberId) ?? 0) };
    })
    .sort((a, b) => b.after - a.after || (a.memberId < b.memberId ? -1 : 1));
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="font-bold">
        {t('balances.title')}
      </h3>
      {whole.isArriving && <p className="text-s text-pretty text-wait">{t('balances.arriving')}</p>}
      <table className="w-full text-s">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 text-start font-semibold">
              {t('balances.person')}
            </th>
            <th scope="col" className="py-1 text-end font-semibold">
              {t('balances.now')}
            </th>
            <th scope="col" className="py-1 text-end font-semibold">
              {t('balances.then')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ memberId, before, after }) => (
            <tr key={memberId}>
              <th scope="row" className="max-w-32 truncate py-2 text-start font-normal">
                <bdi>{names.nameOf(memberId)}</bdi>
              </th>
              <td className="py-2 text-end text-muted tabular">{money.signed(before)}</td>
              <td className="py-2 text-end font-semibold tabular">{money.signed(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
