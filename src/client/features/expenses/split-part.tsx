/** For whom, and how it is divided: equally without a word more, or by amounts, percentages, parts or adjustments. */
import { useTranslation } from 'react-i18next';
import type { MoneyFormats } from '#client/i18n/money-formats.ts';
import { Button } from '#client/ui/button.tsx';
import { Choice } from '#client/ui/choice.tsx';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { type MemberChip, MemberChips } from '#client/ui/money/member-chips.tsx';
import { type Part, SPLIT_MODES, type SplitMode } from '#domain/expenses/money.ts';
import type { ExpenseDraft } from './expense-draft.ts';
import { FormPart } from './form-part.tsx';

export interface SplitPartProps {
  readonly draft: ExpenseDraft;
  readonly people: readonly MemberChip[];
  readonly money: MoneyFormats;
  /** What each bears as it stands; empty while that cannot be said. */
  readonly shares: readonly Part[];
  readonly problem: string | undefined;
  readonly onChange: (changes: Partial<ExpenseDraft>) => void;
}

export function SplitPart(props: SplitPartProps) {
  const { draft, people, money, shares, problem, onChange } = props;
  const { t } = useTranslation('expenses');
  const everybody = people.map(({ memberId }) => memberId);
  const isEverybody = draft.participantIds.length === everybody.length;
  const done = draft.mode === 'equal' ? eachOf(shares, money, t) : t('problem.done');
  return (
    <>
      <FormPart title={t('form.for')} problem={draft.participantIds.length === 0 ? problem : undefined}>
        <MemberChips
          label={t('form.for')}
          people={people}
          chosenIds={draft.participantIds}
          onChange={(participantIds) => onChange({ participantIds })}
        />
        {people.length > 2 && (
          <div className="-mx-2">
            <Button variant="text" onClick={() => onChange({ participantIds: isEverybody ? [] : everybody })}>
              {t(isEverybody ? 'form.nobody' : 'form.everybody')}
            </Button>
          </div>
        )}
      </FormPart>
      <FormPart
        title={t('form.split')}
        problem={draft.participantIds.length === 0 ? undefined : problem}
        done={shares.length > 0 ? done : undefined}
      >
        <Choice<SplitMode>
          label={t('form.split')}
          value={draft.mode}
          options={SPLIT_MODES.map((mode) => ({ value: mode, label: t(`form.mode.${mode}`) }))}
          onChange={(mode) => onChange({ mode })}
        />
        {draft.mode !== 'equal' && (
          <>
            <p className="text-s text-pretty text-muted">{t(`form.modeAbout.${draft.mode}`)}</p>
            <Values {...props} mode={draft.mode} />
          </>
        )}
      </FormPart>
    </>
  );
}

function Values({
  draft,
  people,
  money,
  shares,
  mode,
  onChange,
}: SplitPartProps & { readonly mode: Exclude<SplitMode, 'equal'> }) {
  const { t } = useTranslation('expenses');
  const values = draft.values[mode] ?? {};
  const chosen = new Set(draft.participantIds);
  const shareOf = new Map(shares.map(({ memberId, amountMinor }) => [memberId, amountMinor]));
  return (
    <ul className="divide-y divide-line">
      {people
        .filter(({ memberId }) => chosen.has(memberId))
        .map(({ memberId, name }) => {
          const share = shareOf.get(memberId);
          return (
            <li key={memberId} className="flex min-h-12 items-center gap-3 py-1">
              <span className="min-w-0 flex-1">
                <bdi className="block truncate">{name}</bdi>
                {mode !== 'exact' && share !== undefined && (
                  <AmountText size="s" tone="muted">
                    {money.amount(share)}
                  </AmountText>
                )}
              </span>
              <AmountField
                size="row"
                {...UNITS[mode]}
                // Number keys have no minus.
                inputMode={mode === 'adjust' ? 'text' : mode === 'shares' ? 'numeric' : 'decimal'}
                label={t(`form.value.${mode}`, { name })}
                placeholder={mode === 'shares' ? '1' : '0'}
                value={values[memberId] ?? ''}
                onChange={(text) =>
                  onChange({ values: { ...draft.values, [mode]: { ...values, [memberId]: text } } })
                }
              />
            </li>
          );
        })}
    </ul>
  );
}

const UNITS = {
  exact: { unit: 'R$' },
  percent: { unit: '%', unitAtEnd: true },
  shares: { unit: '×', unitAtEnd: true },
  adjust: { unit: '±' },
} as const;

/** "R$ 40,00 para cada um", or the two amounts when it does not divide. */
function eachOf(
  shares: readonly Part[],
  money: MoneyFormats,
  t: ReturnType<typeof useTranslation<'expenses'>>['t'],
): string | undefined {
  const amounts = [...new Set(shares.map(({ amountMinor }) => amountMinor))].sort((a, b) => a - b);
  const [least, most] = [amounts[0], amounts.at(-1)];
  if (least === undefined || most === undefined || most === 0) return undefined;
  return least === most
    ? t('form.each', { amount: money.amount(least) })
    : t('form.eachBetween', { from: money.amount(least), to: money.amount(most) });
}
