/** One settlement in the list: who gave whom how much, and whether the creditor has said so. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { SettlementView } from '#client/store/ledger-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { StatusMark } from '#client/ui/status-mark.tsx';
import type { People } from './use-people.ts';

export const SettlementRow = memo(function SettlementRow({
  settlement,
  people,
}: {
  readonly settlement: SettlementView;
  readonly people: People;
}) {
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  const { groupId, fromId, toId, status } = settlement;
  const home = `/g/${groupId}/contas`;
  return (
    <Link
      href={`${home}/saldos`}
      state={{ from: home }}
      className="flex items-center gap-3 px-4 py-3 active:opacity-75 focus-visible:outline-offset-[-2px]"
    >
      <Avatar picture="🤝" name="" />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate">
          {t('row.settled', { from: people.labelOf(fromId), to: people.nameOf(toId) })}
        </bdi>
        <span className="flex items-center gap-1 text-s text-muted">
          <span className="min-w-0 truncate">
            {t(settlement.confirmedBy === null ? 'row.waitingConfirm' : 'row.confirmed')}
          </span>
          {status && <StatusMark status={status} label={t(`status.${status}`)} />}
        </span>
      </span>
      <AmountText tone="muted">{money.amount(settlement.amountMinor)}</AmountText>
    </Link>
  );
});
