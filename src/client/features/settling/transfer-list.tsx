/** Who pays whom, one line each, with what one may do about it. */
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { Button } from '#client/ui/button.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import type { Transfer } from './settling-model.ts';

export interface TransferListProps {
  readonly transfers: readonly Transfer[];
  /** Guests pay and remind, and write nothing down. */
  readonly mayRecord: boolean;
  readonly onOpen: (transfer: Transfer) => void;
}

export function TransferList({ transfers, mayRecord, onOpen }: TransferListProps) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  return (
    <ul aria-label={t('transfers.label')} className="divide-y divide-line border-y border-line">
      {transfers.map((transfer) => {
        const { from, to, amountMinor } = transfer;
        const words = { from: from.name, to: to.name, amount: money.amount(amountMinor) };
        const kind = from.own ? 'pay' : to.own ? 'collect' : 'record';
        const line = { pay: 'youPay', collect: 'paysYou', record: 'others' } as const;
        return (
          <li key={`${from.memberId} ${to.memberId}`} className="flex items-center gap-3 px-4 py-3">
            <span className="min-w-0 flex-1">
              <bdi className="block wrap-anywhere">{t(`transfers.${line[kind]}`, words)}</bdi>
              <AmountText tone={from.own ? 'bad' : to.own ? 'good' : 'plain'}>{words.amount}</AmountText>
            </span>
            {(mayRecord || kind !== 'record') && (
              <Button
                variant={kind === 'pay' ? 'primary' : 'quiet'}
                aria-label={t(`transfers.${kind}Name`, words)}
                onClick={() => onOpen(transfer)}
              >
                {t(`transfers.${kind}`)}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
