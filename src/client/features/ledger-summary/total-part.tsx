/** What it came to, and what of it was one's own. */
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import type { Month, Summary } from '#domain/expenses/summary.ts';

export function TotalPart({
  summary,
  period,
  myMemberId,
}: {
  readonly summary: Summary;
  readonly period: Month | null;
  readonly myMemberId: string;
}) {
  const { t, i18n } = useTranslation('summary');
  const money = useMoneyFormats();
  const mine = summary.people.find(({ memberId }) => memberId === myMemberId);
  if (summary.count === 0 && period !== null) {
    return <p className="text-muted">{t('nothing', { month: dayFormatsOf(i18n.language).month(period) })}</p>;
  }
  return (
    <section aria-label={t('total')} className="flex flex-col gap-1 rounded-l bg-surface p-4">
      <p className="text-s text-muted">{t('total')}</p>
      <AmountText size="xl">{money.amount(summary.amountMinor)}</AmountText>
      <p className="text-s text-muted">{t('count', { count: summary.count })}</p>
      <dl className="mt-2 grid grid-cols-2 gap-2 text-s">
        <div>
          <dt className="text-muted">{t('mine')}</dt>
          <dd>
            <AmountText>{money.amount(mine?.shareMinor ?? 0)}</AmountText>
          </dd>
        </div>
        <div>
          <dt className="text-muted">{t('iPaid')}</dt>
          <dd>
            <AmountText>{money.amount(mine?.paidMinor ?? 0)}</AmountText>
          </dd>
        </div>
      </dl>
    </section>
  );
}
