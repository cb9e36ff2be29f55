/** What was read, field by field, to be changed in place. Several payers and uneven parts are changed in the form. */
import { useTranslation } from 'react-i18next';
import type { GroupView } from '#client/store/read-types.ts';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import { MemberChips } from '#client/ui/money/member-chips.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import type { ExpenseProposal } from './expense-proposal.ts';
import { PersonSelect } from './person-select.tsx';
import { peopleOf } from './read-own-message.ts';
import { useCardWords } from './use-card-words.ts';

export interface ExpenseFieldsProps {
  readonly group: GroupView;
  readonly proposal: ExpenseProposal;
  readonly onChange: (part: Partial<ExpenseProposal>) => void;
  readonly amountError: string | undefined;
  readonly descriptionError: string | undefined;
}

export function ExpenseFields({
  group,
  proposal,
  onChange,
  amountError,
  descriptionError,
}: ExpenseFieldsProps) {
  const { t } = useTranslation('reader');
  const words = useCardWords(group);
  const people = peopleOf(group);
  return (
    <>
      <AmountField
        label={t('amount')}
        unit="R$"
        size="field"
        value={proposal.amountText}
        onChange={(amountText) => onChange({ amountText })}
        error={amountError}
      />
      <TextField
        label={t('description')}
        value={proposal.description}
        maxLength={200}
        onChange={(event) => onChange({ description: event.target.value })}
        error={descriptionError}
      />
      <div className="flex gap-2">
        {proposal.payers.length === 1 ? (
          <PersonSelect
            label={t('payer')}
            people={people}
            value={proposal.payers[0]?.memberId ?? ''}
            onChange={(memberId) => onChange({ payers: [{ memberId, amountMinor: 0 }] })}
          />
        ) : (
          <p className="flex-1 text-s">{t('paidBy', { list: words.parts(proposal.payers) })}</p>
        )}
        <div className="w-40 shrink-0">
          <TextField
            label={t('date')}
            type="date"
            value={proposal.date}
            onChange={(event) => event.target.value !== '' && onChange({ date: event.target.value })}
          />
        </div>
      </div>
      {proposal.split.mode === 'equal' ? (
        <details className="group/people" open={proposal.participantIds.length === 0}>
          <summary className="target flex cursor-pointer items-center justify-between gap-2 text-s font-semibold">
            {t('participants', { list: words.people(proposal.participantIds) })}
            <span aria-hidden="true" className="text-muted group-open/people:rotate-180">
              ▾
            </span>
          </summary>
          <MemberChips
            label={t('participantsLabel')}
            people={people.map(({ memberId, name, own }) => ({ memberId, name: own ? t('you') : name }))}
            chosenIds={proposal.participantIds}
            onChange={(participantIds) => onChange({ participantIds })}
          />
        </details>
      ) : (
        <p className="text-s">{t('splitBy', { list: words.split(proposal.split) })}</p>
      )}
      {proposal.installments > 1 && (
        <p className="text-s">{t('installments', { count: proposal.installments })}</p>
      )}
    </>
  );
}
