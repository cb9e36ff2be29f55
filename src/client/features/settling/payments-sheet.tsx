/** Every payment that was noted, the last one first: taken out of the accounts and put back by whoever may change them. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { SettlementView } from '#client/store/ledger-types.ts';
import { Button } from '#client/ui/button.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { middayOf } from './midday-of.ts';
import type { People } from './settling-people.ts';
import { usePayments } from './use-payments.ts';

const PAGE_PAYMENTS = 50;

export interface PaymentsSheetProps {
  readonly groupId: string;
  /** Guests look on. */
  readonly mayChange: boolean;
  readonly people: People;
  readonly onClose: () => void;
}

export function PaymentsSheet({ groupId, mayChange, people, onClose }: PaymentsSheetProps) {
  const { t } = useTranslation('settling');
  const payments = useObserved((reader) => reader.observeSettlements(groupId), [groupId]);
  const { takeOut, putBack } = usePayments(groupId);
  const [limit, setLimit] = useState(PAGE_PAYMENTS);
  return (
    <Sheet open onClose={onClose} title={t('payments.title')} closeLabel={t('close')}>
      {payments?.length === 0 && <p>{t('payments.empty')}</p>}
      <ul aria-label={t('payments.title')} className="divide-y divide-line">
        {payments?.slice(0, limit).map((payment) => (
          <PaymentRow
            key={payment.id}
            payment={payment}
            people={people}
            onTakeOut={mayChange ? () => takeOut(payment.id, t('payments.takenOut')) : undefined}
            onPutBack={mayChange ? () => putBack(payment.id) : undefined}
          />
        ))}
      </ul>
      {payments && payments.length > limit && (
        <Button wide variant="quiet" onClick={() => setLimit((shown) => shown + PAGE_PAYMENTS)}>
          {t('why.more')}
        </Button>
      )}
    </Sheet>
  );
}

interface PaymentRowProps {
  readonly payment: SettlementView;
  readonly people: People;
  readonly onTakeOut: (() => void) | undefined;
  readonly onPutBack: (() => void) | undefined;
}

function PaymentRow({ payment, people, onTakeOut, onPutBack }: PaymentRowProps) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  const formats = useFormats();
  const now = useEngine().correctedNow();
  const { fromId, toId, amountMinor, method, date, confirmedBy, voidedBy } = payment;
  const [from, to] = [people.get(fromId), people.get(toId)];
  const isOut = voidedBy !== null;
  const amount = money.amount(amountMinor);
  const kind = from.own ? 'youPaid' : to.own ? 'paidYou' : 'others';
  const line = t(`payments.${kind}`, { from: from.name, to: to.name });
  const state = isOut ? 'out' : confirmedBy === null ? 'unconfirmed' : 'confirmed';
  const act = isOut ? onPutBack : onTakeOut;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <span className="min-w-0 flex-1">
        <bdi className="block wrap-anywhere">{line}</bdi>
        <span className="block text-s text-muted tabular">
          {[formats.day(middayOf(date), now), t(`settle.methods.${method}`), t(`payments.${state}`)].join(
            ' · ',
          )}
        </span>
      </span>
      <AmountText size="s" tone={isOut ? 'muted' : 'plain'}>
        {amount}
      </AmountText>
      {act && (
        <Button
          variant="text"
          aria-label={t(isOut ? 'payments.putBackName' : 'payments.takeOutName', { line, amount })}
          onClick={act}
        >
          {t(isOut ? 'payments.putBack' : 'payments.takeOut')}
        </Button>
      )}
    </li>
  );
}
