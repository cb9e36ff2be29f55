/** What was assumed of records that come in. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { ReadProblem } from '#domain/expenses/exchange/foreign-ledger.ts';

const COUNTED = ['payers-reckoned', 'cents-adjusted'] as const;

export function AssumedPart({ problems }: { readonly problems: readonly ReadProblem[] }) {
  const { t } = useTranslation('files');
  const money = useMoneyFormats();
  const id = useId();
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2 text-s">
      <h3 id={id} className="text-m font-bold">
        {t('assumed.title')}
      </h3>
      <ul className="flex list-disc flex-col gap-1 ps-5 text-pretty">
        {problems.some(({ kind }) => kind === 'day-first-assumed') && (
          <li>{t('assumed.day-first-assumed')}</li>
        )}
        {COUNTED.map((kind) => {
          const count = problems.filter((problem) => problem.kind === kind).length;
          return count > 0 && <li key={kind}>{t(`assumed.${kind}`, { count })}</li>;
        })}
        {problems.map(
          (problem) =>
            problem.kind === 'total-differs' && (
              <li key={`${problem.line} ${problem.name}`}>
                {t('assumed.total-differs', { name: problem.name, amount: money.signed(problem.byMinor) })}
              </li>
            ),
        )}
      </ul>
    </section>
  );
}
