import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { PositionCard } from '#client/ui/money/position-card.tsx';

/** `netMinor`: positive, the group owes one. */
export function OwnPosition({ netMinor }: { readonly netMinor: number }) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  return (
    <PositionCard
      label={t('position.label')}
      netMinor={netMinor}
      amount={money.amount(Math.abs(netMinor))}
      words={{
        owe: t('position.owe'),
        owed: t('position.owed'),
        even: t('position.even'),
        evenText: t('position.evenText'),
      }}
    />
  );
}
