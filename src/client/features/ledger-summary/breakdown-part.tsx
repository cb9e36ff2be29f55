/** By category: a table whose rows are bars. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useCategoryWords } from '#client/rooms/use-category-words.ts';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import type { Summary } from '#domain/expenses/summary.ts';
import { Bar } from './bar.tsx';

export function BreakdownPart({ summary }: { readonly summary: Summary }) {
  const { t, i18n } = useTranslation('summary');
  const money = useMoneyFormats();
  const categoryWord = useCategoryWords();
  const id = useId();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  const largest = summary.categories[0]?.amountMinor ?? 0;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="text-l font-bold">
        {t('categories')}
      </h2>
      <table aria-labelledby={id} className="w-full text-s">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 text-start font-semibold">
              {t('category')}
            </th>
            <th scope="col" className="py-1 text-end font-semibold">
              {t('amount')}
            </th>
            <th scope="col" className="w-14 py-1 text-end font-semibold">
              {t('part')}
            </th>
          </tr>
        </thead>
        <tbody>
          {summary.categories.map(({ category, amountMinor }) => (
            <tr key={category} className="border-t border-line align-top">
              <th scope="row" className="py-2 pe-3 text-start font-normal">
                <span className="mb-1 flex gap-2">
                  <span aria-hidden="true">{categoryEmoji(category)}</span>
                  {categoryWord(category)}
                </span>
                <Bar part={amountMinor} of={largest} />
              </th>
              <td className="py-2 text-end font-semibold tabular whitespace-nowrap">
                {money.amount(amountMinor)}
              </td>
              <td className="py-2 text-end text-muted tabular">
                {summary.amountMinor > 0 && amountMinor >= 0
                  ? percent.format(amountMinor / summary.amountMinor)
                  : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
