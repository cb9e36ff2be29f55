/** Once, in installments, or again and again. */
import { useTranslation } from 'react-i18next';
import type { MoneyFormats } from '#client/i18n/money-formats.ts';
import { Choice } from '#client/ui/choice.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { INSTALLMENTS_MAX } from '#domain/expenses/split-installments.ts';
import type { ExpenseDraft, Repeat } from './expense-draft.ts';
import { FormPart } from './form-part.tsx';
import { readCount } from './read-repeat.ts';

const KINDS = ['never', 'installments', 'week', 'month', 'year'] as const;
type Kind = (typeof KINDS)[number];

export function RepeatPart({
  draft,
  amountMinor,
  money,
  problem,
  onChange,
}: {
  readonly draft: ExpenseDraft;
  /** undefined while it cannot be read. */
  readonly amountMinor: number | undefined;
  readonly money: MoneyFormats;
  readonly problem: string | undefined;
  readonly onChange: (changes: Partial<ExpenseDraft>) => void;
}) {
  const { t } = useTranslation('expenses');
  const { repeat } = draft;
  const kind: Kind = repeat.kind === 'every' ? repeat.every : repeat.kind;
  const choose = (next: Kind): void => onChange({ repeat: repeatOf(next, repeat) });
  return (
    <FormPart title={t('form.repeat')} problem={problem}>
      <Choice
        label={t('form.repeat')}
        value={kind}
        options={KINDS.map((one) => ({ value: one, label: t(`form.repeatKind.${one}`) }))}
        onChange={choose}
      />
      {repeat.kind === 'installments' && (
        <TextField
          label={t('form.installments')}
          inputMode="numeric"
          maxLength={String(INSTALLMENTS_MAX).length}
          value={repeat.count}
          hint={hintOf(repeat.count)}
          onChange={(event) => onChange({ repeat: { ...repeat, count: event.target.value } })}
        />
      )}
      {repeat.kind === 'every' && (
        <TextField
          label={t('form.until')}
          type="date"
          min={draft.date}
          value={repeat.until}
          onChange={(event) => onChange({ repeat: { ...repeat, until: event.target.value } })}
        />
      )}
    </FormPart>
  );

  function hintOf(text: string): string | undefined {
    const count = readCount(text);
    if (count === undefined || amountMinor === undefined) return undefined;
    const amount = money.amount(Math.floor(amountMinor / count));
    return t(amountMinor % count === 0 ? 'form.installmentsAbout' : 'form.installmentsAboutUneven', {
      count,
      amount,
    });
  }
}

function repeatOf(kind: Kind, before: Repeat): Repeat {
  if (kind === 'never') return { kind };
  if (kind === 'installments') return { kind, count: before.kind === 'installments' ? before.count : '' };
  return { kind: 'every', every: kind, until: before.kind === 'every' ? before.until : '' };
}
