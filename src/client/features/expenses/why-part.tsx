/** "Por quê?": how the shares came about, down to the odd centavo. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { joinNames } from './expense-words.ts';
import { explainShares } from './explain-shares.ts';
import type { People } from './use-people.ts';

export function WhyPart({ expense, people }: { readonly expense: ExpenseRow; readonly people: People }) {
  const { t } = useTranslation('expenses');
  const [open, setOpen] = useState(false);
  const textId = useId();
  const { isEven, raisedIds } = explainShares(expense);
  const names = joinNames(
    raisedIds.map((memberId) => people.nameOf(memberId)),
    t,
  );
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={textId}
        onClick={() => setOpen(!open)}
        className="target -mx-2 flex items-center gap-1 rounded-m px-2 text-s font-semibold text-brand"
      >
        <ChevronDown aria-hidden="true" size={18} className={open ? 'rotate-180' : ''} />
        {t('expense.why')}
      </button>
      <div id={textId} hidden={!open} className="flex flex-col gap-2 text-s text-pretty">
        <p>
          <strong>{t(`form.mode.${expense.split.mode}`)}</strong>: {t(`form.modeAbout.${expense.split.mode}`)}
        </p>
        {isEven ? (
          <p>{t('expense.whyEven')}</p>
        ) : (
          <>
            <p>{t('expense.whyRest', { count: raisedIds.length, names })}</p>
            <p className="text-muted">{t('expense.whyRule')}</p>
          </>
        )}
        <p className="text-muted">{t('expense.whyStored')}</p>
      </div>
    </>
  );
}
