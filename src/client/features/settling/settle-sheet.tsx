/**
 * One payment between two people. Who pays sees the Pix code and says "paid"; who is paid reminds, and says "received";
 * for two others one only notes it. The amount may be a part of the debt.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Choice } from '#client/ui/choice.tsx';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { SETTLEMENT_METHODS, type SettlementMethod } from '#domain/expenses/ledger-rows.ts';
import { parseAmount } from '#domain/expenses/parse-amount.ts';
import { isPermitted } from '#domain/permissions.ts';
import { isPixKey } from '#domain/pix/pix-key.ts';
import { PIX_AMOUNT_MAX_MINOR } from '#domain/pix/write-pix-code.ts';
import { NoKeyPart } from './no-key-part.tsx';
import { PixCodePart } from './pix-code-part.tsx';
import { Reminder } from './reminder.tsx';
import { reminderText } from './reminder-text.ts';
import type { Transfer } from './settling-model.ts';
import { usePayments } from './use-payments.ts';

export interface SettleSheetProps {
  readonly group: GroupView;
  readonly transfer: Transfer;
  readonly onOpenKey: () => void;
  readonly onClose: () => void;
}

export function SettleSheet(props: SettleSheetProps) {
  const { t } = useTranslation('settling');
  const { from, to } = props.transfer;
  const names = { from: from.name, to: to.name };
  const title = from.own
    ? t('settle.titlePay', names)
    : to.own
      ? t('settle.titleCollect', names)
      : t('settle.titleOthers', names);
  return (
    <Sheet open isForReading onClose={props.onClose} title={title} closeLabel={t('close')}>
      <SettleForm {...props} />
    </Sheet>
  );
}

function SettleForm({ group, transfer, onOpenKey, onClose }: SettleSheetProps) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  const payments = usePayments(group.groupId);
  const now = useEngine().correctedNow();
  const { from, to } = transfer;
  const [typed, setTyped] = useState(() => money.forField(transfer.amountMinor));
  const [method, setMethod] = useState<SettlementMethod>('pix');
  const [isTried, setIsTried] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [isReminding, setIsReminding] = useState(false);

  const amountMinor = readAmount(typed);
  const debt = money.amount(transfer.amountMinor);
  const words = from.own
    ? { button: t('settle.paid'), done: t('settle.paidDone', { to: to.name }) }
    : to.own
      ? { button: t('settle.received'), done: t('settle.receivedDone') }
      : { button: t('settle.recorded'), done: t('settle.recordedDone') };
  const record = async (): Promise<void> => {
    setIsTried(true);
    if (amountMinor === undefined) return;
    const payment = { fromId: from.memberId, toId: to.memberId, amountMinor, method };
    const refused = await payments.record(payment, words.done);
    if (refused === undefined) onClose();
    else setFailure(refused);
  };

  if (isReminding) {
    return (
      <Reminder
        text={reminderText(t, {
          from,
          to,
          ownName: group.members.find(({ own }) => own)?.name ?? '',
          amountMinor: amountMinor ?? transfer.amountMinor,
          groupName: group.name,
          amount: money.amount(amountMinor ?? transfer.amountMinor),
        })}
      />
    );
  }
  const pixKey = to.pixKey && isPixKey(to.pixKey) ? to.pixKey : undefined;
  return (
    <div className="flex flex-col gap-4">
      <AmountField
        label={t('settle.amount')}
        unit="R$"
        value={typed}
        onChange={setTyped}
        error={amountMinor === undefined && (isTried || typed !== '') ? t('settle.amountWrong') : undefined}
      />
      <p className="-mt-2 text-s text-pretty text-muted">
        {t('settle.debt', { amount: debt })}{' '}
        {t((amountMinor ?? 0) > transfer.amountMinor ? 'settle.amountOver' : 'settle.amountHint')}
      </p>
      <Choice
        label={t('settle.method')}
        value={method}
        options={SETTLEMENT_METHODS.map((value) => ({ value, label: t(`settle.methods.${value}`) }))}
        onChange={setMethod}
      />
      {from.own && method === 'pix' && pixKey && amountMinor !== undefined && (
        <PixCodePart to={to} pixKey={pixKey} amountMinor={amountMinor} groupName={group.name} now={now} />
      )}
      {from.own && method === 'pix' && !pixKey && (
        <NoKeyPart to={to} amount={money.amount(amountMinor ?? transfer.amountMinor)} group={group} />
      )}
      {to.own && (
        <Button wide variant="quiet" onClick={() => setIsReminding(true)}>
          {t('remind.open', { from: from.name })}
        </Button>
      )}
      {to.own && !pixKey && (
        <p className="text-s text-pretty text-muted">
          {t('settle.ownKeyMissing', { from: from.name })}{' '}
          <Button variant="text" onClick={onOpenKey}>
            {t('settle.ownKeyOpen')}
          </Button>
        </p>
      )}
      {failure !== undefined && (
        <p role="alert" className="text-s text-bad">
          {failure}
        </p>
      )}
      {isPermitted('settlement.recorded', group.myRole, true) ? (
        <Button
          wide
          variant={from.own && method === 'pix' && pixKey ? 'quiet' : 'primary'}
          onClick={() => void record()}
        >
          {words.button}
        </Button>
      ) : (
        <p className="text-s text-pretty text-muted">{t('settle.guest')}</p>
      )}
    </div>
  );
}

/** What a Pix code can carry, whatever way is chosen: nobody settles ten billion otherwise. */
function readAmount(typed: string): number | undefined {
  const amountMinor = parseAmount(typed);
  const isPayable = amountMinor !== undefined && amountMinor > 0 && amountMinor <= PIX_AMOUNT_MAX_MINOR;
  return isPayable ? amountMinor : undefined;
}
