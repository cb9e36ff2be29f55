/** The card of a payment between two people that was read in a message. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { parseAmount } from '#domain/expenses/parse-amount.ts';
import type { ReadSettlement } from '#domain/expenses/reader/reading.ts';
import { CardFrame } from './card-frame.tsx';
import { MarkedText } from './marked-text.tsx';
import { PersonSelect } from './person-select.tsx';
import { peopleOf } from './read-own-message.ts';
import { UnknownPerson } from './unknown-person.tsx';

export interface SettlementCardProps {
  readonly group: GroupView;
  readonly message: MessageView;
  readonly read: ReadSettlement;
  readonly label: string;
  readonly today: string;
  readonly onSaved: (settlementId: string) => void;
  readonly onRefused: () => void;
  readonly onNamed: (name: string, memberId: string) => void;
}

export function SettlementCard({
  group,
  message,
  read,
  label,
  today,
  onSaved,
  onRefused,
  onNamed,
}: SettlementCardProps) {
  const { t } = useTranslation('reader');
  const { t: shell } = useTranslation();
  const engine = useEngine();
  const money = useMoneyFormats();
  const fail = useFailureToast();
  const toast = useToast();
  const people = peopleOf(group);
  const { groupId } = group;
  const [amountText, setAmountText] = useState(
    read.amountMinor === null ? '' : money.forField(read.amountMinor),
  );
  const [fromId, setFromId] = useState(read.fromId);
  const [toId, setToId] = useState(read.toId);
  const [unknown, setUnknown] = useState<string | undefined>(read.unknownPeople[0]);
  const [isTried, setIsTried] = useState(false);
  const amountMinor = parseAmount(amountText);
  const isAmount = amountMinor !== undefined && amountMinor > 0;
  const arePeople = fromId !== null && toId !== null && fromId !== toId;

  const confirm = async (): Promise<void> => {
    setIsTried(true);
    if (!isAmount || fromId === null || toId === null || fromId === toId) return;
    const settlementId = engine.newId();
    const body = {
      settlementId,
      fromId,
      toId,
      amountMinor,
      method: read.method ?? 'other',
      date: read.date ?? today,
    } as const;
    const saved = await engine.commit([{ type: 'settlement.recorded', groupId, body }]);
    if (!saved.ok) return fail(`commit.${saved.error}`);
    onSaved(settlementId);
    const undo = (): void =>
      void engine.commit([{ type: 'settlement.voided', groupId, body: { settlementId } }]);
    toast.show({ text: t('savedPayment'), action: { label: shell('undo'), run: undo } });
  };
  const nowKnown = (memberId: string): void => {
    if (unknown !== undefined) onNamed(unknown, memberId);
    if (fromId === null) setFromId(memberId);
    else setToId(memberId);
    setUnknown(undefined);
  };

  return (
    <CardFrame label={label}>
      <MarkedText text={message.text} spans={read.spans} />
      <AmountField
        label={t('amount')}
        unit="R$"
        value={amountText}
        onChange={setAmountText}
        error={isTried && !isAmount ? t('problem.noAmount') : undefined}
      />
      <div className="flex gap-2">
        <PersonSelect label={t('from')} people={people} value={fromId ?? ''} onChange={setFromId}>
          {fromId === null && <option value="">{t('unknown.choose')}</option>}
        </PersonSelect>
        <PersonSelect label={t('to')} people={people} value={toId ?? ''} onChange={setToId}>
          {toId === null && <option value="">{t('unknown.choose')}</option>}
        </PersonSelect>
      </div>
      {unknown !== undefined && (
        <UnknownPerson
          groupId={groupId}
          name={unknown}
          people={people}
          onKnown={nowKnown}
          onIgnored={() => setUnknown(undefined)}
        />
      )}
      {isTried && !arePeople && (
        <p role="alert" className="text-s text-bad">
          {t('problem.people')}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void confirm()}>{t('confirm')}</Button>
        <Button variant="text" onClick={onRefused}>
          {t('notPayment')}
        </Button>
      </div>
    </CardFrame>
  );
}
