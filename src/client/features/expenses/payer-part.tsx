/** Who paid: one tap for one person, an amount each for several. */
import { useTranslation } from 'react-i18next';
import { Choice } from '#client/ui/choice.tsx';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import type { MemberChip } from '#client/ui/money/member-chips.tsx';
import type { ExpenseDraft } from './expense-draft.ts';
import { FormPart } from './form-part.tsx';

export interface PayerPartProps {
  readonly draft: ExpenseDraft;
  readonly people: readonly MemberChip[];
  readonly onChange: (changes: Partial<ExpenseDraft>) => void;
  /** What is wrong with who paid, in words. */
  readonly problem: string | undefined;
}

/** No member's id. */
const SEVERAL = 'several';

export function PayerPart({ draft, people, onChange, problem }: PayerPartProps) {
  const { t } = useTranslation('expenses');
  const label = t(draft.isIncome ? 'form.receiver' : 'form.payer');
  const options = people.map(({ memberId, name }) => ({ value: memberId, label: name }));
  const choose = (value: string): void => {
    if (value !== SEVERAL) {
      onChange({ payerId: value });
      return;
    }
    // What one person paid so far is theirs; the others fill in the rest.
    const isFresh = Object.keys(draft.paid).length === 0;
    const paid = isFresh && draft.payerId !== null ? { [draft.payerId]: draft.amount } : draft.paid;
    onChange({ payerId: null, paid });
  };
  return (
    <FormPart title={label} problem={draft.payerId === null ? problem : undefined}>
      <Choice
        label={label}
        value={draft.payerId ?? SEVERAL}
        options={people.length > 1 ? [...options, { value: SEVERAL, label: t('form.several') }] : options}
        onChange={choose}
      />
      {draft.payerId === null && (
        <ul className="divide-y divide-line">
          {people.map(({ memberId, name }) => (
            <li key={memberId} className="flex min-h-12 items-center gap-3 py-1">
              <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
              <AmountField
                size="row"
                unit="R$"
                label={t('form.paidBy', { name })}
                value={draft.paid[memberId] ?? ''}
                onChange={(text) => onChange({ paid: { ...draft.paid, [memberId]: text } })}
              />
            </li>
          ))}
        </ul>
      )}
    </FormPart>
  );
}
