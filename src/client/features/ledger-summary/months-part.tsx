/** By month, newest first; each can be looked at. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { Month } from '#domain/expenses/summary.ts';
import { Bar } from './bar.tsx';

/** Two years: who wants older ones finds them in the list above. */
const SHOWN = 24;

export function MonthsPart({
  months,
  period,
  onPick,
}: {
  readonly months: readonly { readonly month: Month; readonly amountMinor: number }[];
  readonly period: Month | null;
  readonly onPick: (month: Month) => void;
}) {
  const { t, i18n } = useTranslation('summary');
  const money = useMoneyFormats();
  const days = dayFormatsOf(i18n.language);
  const id = useId();
  const shown = months.slice(-SHOWN).toReversed();
  const largest = Math.max(...shown.map(({ amountMinor }) => amountMinor));
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="text-l font-bold">
        {t('months')}
      </h2>
      <table aria-labelledby={id} className="w-full text-s">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 text-start font-semibold">
              {t('month')}
            </th>
            <th scope="col" className="py-1 text-end font-semibold">
              {t('amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ month, amountMinor }) => (
            <tr key={month} className="border-t border-line">
              <th scope="row" className="w-full py-1 pe-3 text-start font-normal">
                <button
                  type="button"
                  aria-current={month === period ? 'true' : undefined}
                  onClick={() => onPick(month)}
                  className="target flex w-full flex-col justify-center gap-1 text-start aria-[current]:font-bold"
                >
                  {days.month(month)}
                  <Bar part={amountMinor} of={largest} />
                </button>
              </th>
              <td className="py-1 text-end font-semibold tabular whitespace-nowrap">
                {money.amount(amountMinor)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
