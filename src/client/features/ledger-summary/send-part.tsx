/** The summary as a text: to the share sheet where there is one, else copied; it can always be seen and selected. */
import Share2 from 'lucide-react/icons/share-2';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShareText } from '#client/errors/use-share-text.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useCategoryWords } from '#client/rooms/use-category-words.ts';
import { useLedgerReport } from '#client/rooms/use-ledger-report.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import type { Month } from '#domain/expenses/summary.ts';
import { ReportPart } from './report-part.tsx';
import { summaryText } from './summary-text.ts';

export function SendPart({
  group,
  whole,
  period,
}: {
  readonly group: GroupView;
  readonly whole: WholeLedger;
  readonly period: Month | null;
}) {
  const { t } = useTranslation('summary');
  const money = useMoneyFormats();
  const categoryName = useCategoryWords();
  const reportOf = useLedgerReport(group);
  const report = useMemo(() => reportOf(whole, period), [reportOf, whole, period]);
  const text = summaryText(report.summary, report.debts, {
    title: report.title,
    total: report.total,
    categories: t('message.categories'),
    category: (parts) => t('message.category', parts),
    people: t('message.people'),
    person: (parts) => t('message.person', parts),
    balances: t('message.balances'),
    debt: (parts) => t('message.debt', parts),
    even: t('message.even'),
    amount: money.amount,
    categoryName,
    memberName: report.nameOf,
  });
  const { copy, share } = useShareText();

  return (
    <section className="flex flex-col gap-3">
      <Button
        variant="quiet"
        icon={<Share2 aria-hidden="true" size={20} />}
        onClick={() => (share ? share({ text }, t('copied')) : copy(text, t('copied')))}
      >
        {t(share ? 'send' : 'copy')}
      </Button>
      <ReportPart document={report.document} />
      <details className="rounded-m border border-line">
        <summary className="target flex cursor-pointer items-center px-4 text-s font-semibold">
          {t('text')}
        </summary>
        <pre className="px-4 pb-4 font-[inherit] text-s wrap-anywhere whitespace-pre-wrap select-text">
          {text}
        </pre>
      </details>
    </section>
  );
}
