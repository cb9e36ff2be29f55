/** What most expenses do without, folded away: a note, that it is income, that it repeats. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { TextField } from '#client/ui/text-field.tsx';
import { INSTALLMENTS_MAX } from '#domain/expenses/split-installments.ts';
import { NOTE_MAX_CHARACTERS } from '#domain/expenses/words.ts';
import type { ExpenseDraft } from './expense-draft.ts';
import type { RepeatProblem } from './read-repeat.ts';
import { RepeatPart } from './repeat-part.tsx';

export interface MorePartProps {
  readonly draft: ExpenseDraft;
  /** undefined while it cannot be read. */
  readonly amountMinor: number | undefined;
  /** What is there does not begin to repeat. */
  readonly mayRepeat: boolean;
  readonly problem: RepeatProblem | undefined;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onChange: (changes: Partial<ExpenseDraft>) => void;
}

export function MorePart(props: MorePartProps) {
  const { draft, amountMinor, mayRepeat, problem, open, onOpen, onChange } = props;
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onOpen(!open)}
        className="target -mx-2 flex items-center gap-1 self-start rounded-m px-2 text-s font-semibold text-brand"
      >
        <ChevronDown aria-hidden="true" size={18} className={open ? 'rotate-180' : ''} />
        {t('form.more')}
      </button>
      {open && (
        <div className="flex flex-col gap-5">
          <TextField
            label={t('form.note')}
            value={draft.note}
            maxLength={NOTE_MAX_CHARACTERS}
            onChange={(event) => onChange({ note: event.target.value })}
          />
          <label className="target flex items-center gap-3 text-s font-semibold">
            <input
              type="checkbox"
              checked={draft.isIncome}
              onChange={(event) => onChange({ isIncome: event.target.checked })}
              className="size-5 accent-brand"
            />
            {t('form.income')}
          </label>
          {mayRepeat && (
            <RepeatPart
              draft={draft}
              amountMinor={amountMinor}
              money={money}
              problem={problem && t(`problem.${problem}`, { max: INSTALLMENTS_MAX })}
              onChange={onChange}
            />
          )}
        </div>
      )}
    </>
  );
}
