/** Changes a recurrence from its next entry on, or ends it. What is in the accounts stays. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useEngine } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { canChangeAmount, changeDay, changeRecurrence } from '#domain/expenses/change-recurrence.ts';
import type { RecurrenceRow } from '#domain/expenses/ledger-rows.ts';
import { parseAmount } from '#domain/expenses/parse-amount.ts';
import { DESCRIPTION_MAX_CHARACTERS } from '#domain/expenses/words.ts';

export function ChangeSheet({
  groupId,
  row,
  today,
  onClose,
}: {
  readonly groupId: string;
  readonly row: RecurrenceRow;
  readonly today: string;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation('recurring');
  const money = useMoneyFormats();
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const [description, setDescription] = useState(row.description);
  const [amount, setAmount] = useState(money.forField(row.amountMinor));
  const [isEnding, setEnding] = useState(false);
  const [isTried, setTried] = useState(false);
  const from = changeDay(row, today);
  const isFixed = !canChangeAmount(row);
  const amountMinor = isFixed ? row.amountMinor : parseAmount(amount);
  const amountError =
    amountMinor === undefined ? t('edit.amountBad') : amountMinor === 0 ? t('edit.amountZero') : undefined;
  const wordsError = description.trim() === '' ? t('edit.descriptionBad') : undefined;

  const commit = async (intents: Parameters<typeof engine.commit>[0], text: string): Promise<void> => {
    const result = await engine.commit(intents);
    if (!result.ok) {
      fail(`commit.${result.error}`);
      return;
    }
    toast.show({ text });
    onClose();
  };

  const save = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (amountMinor === undefined || amountError !== undefined || wordsError !== undefined) return;
    const words = { recurrenceId: engine.newId(), description: description.trim(), amountMinor };
    const change = changeRecurrence(row, today, words);
    if (!change) return;
    void commit(
      [
        { type: 'recurrence.ended', groupId, body: change.ended },
        { type: 'recurrence.added', groupId, body: change.added },
      ],
      t('edit.saved'),
    );
  };

  const end = (): void => {
    const body = { recurrenceId: row.id, after: today };
    const text = t('edit.endedToast', { name: row.description });
    void commit([{ type: 'recurrence.ended', groupId, body }], text);
  };

  if (isEnding) {
    return (
      <Sheet
        open
        onClose={onClose}
        title={t('edit.endAsk', { name: row.description })}
        closeLabel={t('close')}
      >
        <p className="text-pretty">{t('edit.endAbout')}</p>
        <div className="mt-4 flex flex-col gap-2">
          <Button wide variant="danger" onClick={end}>
            {t('edit.endConfirm')}
          </Button>
          <Button wide variant="quiet" onClick={() => setEnding(false)}>
            {t('edit.keep')}
          </Button>
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet open onClose={onClose} title={t('edit.title')} closeLabel={t('close')}>
      <form onSubmit={save} className="flex flex-col gap-4">
        {from !== undefined && (
          <>
            <p className="text-s text-pretty text-muted">
              {t('edit.about', { day: dayFormatsOf(i18n.language).short(from) })}
            </p>
            <TextField
              label={t('edit.description')}
              value={description}
              maxLength={DESCRIPTION_MAX_CHARACTERS}
              onChange={(event) => setDescription(event.target.value)}
              error={isTried ? wordsError : undefined}
            />
            <AmountField
              label={t('edit.amount')}
              unit="R$"
              value={amount}
              onChange={setAmount}
              disabled={isFixed}
              error={isTried ? amountError : undefined}
            />
            <p className="text-s text-pretty text-muted">
              {t(isFixed ? 'edit.splitExact' : 'edit.splitKept')}
            </p>
            <Button wide type="submit">
              {t('edit.save')}
            </Button>
          </>
        )}
        <Button wide variant="danger" onClick={() => setEnding(true)}>
          {t('edit.end')}
        </Button>
      </form>
    </Sheet>
  );
}
