/** One's own position in the group, and the way to settling it. */
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { PositionCard } from '#client/ui/money/position-card.tsx';

export function BalanceCard({
  netMinor,
  groupId,
}: {
  /** Positive: the group owes one. */
  readonly netMinor: number;
  readonly groupId: string;
}) {
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  const home = `/g/${groupId}/contas`;
  return (
    <div className="my-2">
      <PositionCard
        label={t('balance.label')}
        netMinor={netMinor}
        amount={money.amount(Math.abs(netMinor))}
        words={{
          owe: t('balance.owe'),
          owed: t('balance.owed'),
          even: t('balance.even'),
          evenText: t('balance.evenText'),
        }}
      >
        <Link
          href={`${home}/saldos`}
          state={{ from: home }}
          className="target -mx-2 -mb-3 inline-flex items-center gap-1 rounded-m px-2 text-s font-semibold text-brand"
        >
          {t('balance.open')}
          <ChevronRight aria-hidden="true" size={16} className="rtl:-scale-x-100" />
        </Link>
      </PositionCard>
    </div>
  );
}
