/** By person: what was theirs, and what they paid. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { Summary } from '#domain/expenses/summary.ts';
import { Bar } from './bar.tsx';

export function PeoplePart({
  summary,
  nameOf,
}: {
  readonly summary: Summary;
  readonly nameOf: (memberId: string) => string;
}) {
  const { t } = useTranslation('summary');
  const money = useMoneyFormats();
  const id = useId();
  const largest = summary.people[0]?.shareMinor ?? 0;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="text-l font-bold">
        {t('people')}
      </h2>
      <table aria-labelledby={id} className="w-full text-s">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 text-start font-semibold">
              {t('person')}
            </th>
            <th scope="col" className="py-1 text-end font-semibold">
              {t('share')}
            </th>
            <th scope="col" className="py-1 ps-3 text-end font-semibold">
              {t('paid')}
            </th>
          </tr>
        </thead>
        <tbody>
          {summary.people.map(({ memberId, shareMinor, paidMinor }) => (
            <tr key={memberId} className="border-t border-line align-top">
              <th scope="row" className="w-full max-w-0 py-2 pe-3 text-start font-normal">
                <bdi className="mb-1 block truncate">{nameOf(memberId)}</bdi>
                <Bar part={shareMinor} of={largest} />
              </th>
              <td className="py-2 text-end font-semibold tabular whitespace-nowrap">
                {money.amount(shareMinor)}
              </td>
              <td className="py-2 ps-3 text-end text-muted tabular whitespace-nowrap">
                {money.amount(paidMinor)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
