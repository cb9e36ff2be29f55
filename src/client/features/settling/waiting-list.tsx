/** Payments without the creditor's word: who is paid says whether it came, who paid may take it back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import type { People } from './settling-people.ts';
import { usePayments } from './use-payments.ts';

export interface WaitingListProps {
  readonly groupId: string;
  /** Guests confirm what came to them, and take nothing out. */
  readonly mayChange: boolean;
  readonly people: People;
}

export function WaitingList({ groupId, mayChange, people }: WaitingListProps) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  const { confirm, takeOut } = usePayments(groupId);
  const [deniedId, setDeniedId] = useState<string>();
  const payments = useObserved((reader) => reader.observeSettlements(groupId), [groupId]) ?? [];
  const mine = payments.filter(({ fromId, toId, confirmedBy, voidedBy, importId }) => {
    // What came out of a file was settled elsewhere.
    if (confirmedBy !== null || voidedBy !== null || importId !== undefined) return false;
    const [from, to] = [people.get(fromId), people.get(toId)];
    return to.own || (from.own && to.isHere);
  });
  const denied = mine.find(({ id }) => id === deniedId);
  if (mine.length === 0) return null;
  return (
    <section aria-label={t('waiting.label')} className="mx-4 flex flex-col gap-2">
      <h2 className="text-s font-semibold text-muted">{t('waiting.label')}</h2>
      <ul className="flex flex-col gap-2">
        {mine.map(({ id, fromId, toId, amountMinor }) => {
          const [from, to] = [people.get(fromId), people.get(toId)];
          const words = { from: from.name, to: to.name, amount: money.amount(amountMinor) };
          return (
            <li key={id} className="flex flex-col gap-2 rounded-l border border-line bg-surface p-4">
              <p className="font-semibold text-pretty">
                {t(to.own ? 'waiting.toYou' : 'waiting.byYou', words)}
              </p>
              <p className="text-s text-pretty text-muted">
                {to.own ? t('waiting.check') : t('waiting.waits', words)}
              </p>
              <div className="flex flex-wrap gap-2">
                {to.own ? (
                  <>
                    <Button onClick={() => confirm(id)}>{t('waiting.received')}</Button>
                    {mayChange && (
                      <Button variant="quiet" onClick={() => setDeniedId(id)}>
                        {t('waiting.notReceived')}
                      </Button>
                    )}
                  </>
                ) : (
                  <Button variant="quiet" onClick={() => takeOut(id, t('waiting.takenBack'))}>
                    {t('waiting.takeBack')}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {denied && (
        <ConfirmSheet
          open
          danger
          title={t('waiting.notReceivedTitle')}
          closeLabel={t('close')}
          cancelLabel={t('cancel')}
          confirmLabel={t('waiting.notReceivedConfirm')}
          onClose={() => setDeniedId(undefined)}
          onConfirm={() => {
            takeOut(denied.id, t('waiting.notReceivedDone'));
            setDeniedId(undefined);
          }}
        >
          {t('waiting.notReceivedText', { amount: money.amount(denied.amountMinor) })}
        </ConfirmSheet>
      )}
    </section>
  );
}
