/** Every record that does not come in, with its line and why. Nothing is dropped unsaid. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { Button } from '#client/ui/button.tsx';
import type { LeftOut } from '#domain/expenses/exchange/foreign-ledger.ts';
import type { PlanProblem } from '#domain/expenses/exchange/plan-import.ts';

/** Of the file, or of the plan. */
export type LeftOutRecord = { readonly line: number; readonly excerpt: string } & (
  | LeftOut
  | Pick<PlanProblem, 'kind'>
);

const PAGE = 20;

export function LeftOutPart({ problems }: { readonly problems: readonly LeftOutRecord[] }) {
  const { t } = useTranslation('files');
  const money = useMoneyFormats();
  const id = useId();
  const [shown, setShown] = useState(PAGE);
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h3 id={id} className="font-bold">
        {t('out.title', { count: problems.length })}
      </h3>
      <p className="text-s text-pretty text-muted">{t('out.about')}</p>
      <ul className="divide-y divide-line rounded-m border border-line text-s">
        {problems.slice(0, shown).map((problem) => (
          <li key={`${problem.line} ${problem.kind}`} className="flex flex-col gap-1 px-3 py-2">
            <span className="flex gap-2">
              <span className="shrink-0 text-muted tabular">{t('out.line', { line: problem.line })}</span>
              <bdi className="min-w-0 truncate">{problem.excerpt}</bdi>
            </span>
            <span className="text-pretty">
              {t(`out.${problem.kind}`, {
                cell: 'cell' in problem ? problem.cell : '',
                currency: 'currency' in problem ? problem.currency : '',
                amount: 'byMinor' in problem ? money.signed(problem.byMinor) : '',
              })}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > shown && (
        <Button variant="quiet" onClick={() => setShown((count) => count + 200)}>
          {t('what.more', { count: Math.min(200, problems.length - shown) })}
        </Button>
      )}
    </section>
  );
}
