/** The proposal in two lines; a tap shows its fields. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { parseAmount } from '#domain/expenses/parse-amount.ts';
import type { ExpenseProposal } from './expense-proposal.ts';
import { useCardWords } from './use-card-words.ts';

export interface ExpenseSummaryProps {
  readonly group: GroupView;
  readonly proposal: ExpenseProposal;
  readonly today: string;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

export function ExpenseSummary({ group, proposal, today, isOpen, onToggle }: ExpenseSummaryProps) {
  const { t, i18n } = useTranslation('reader');
  const money = useMoneyFormats();
  const words = useCardWords(group);
  const { amountText, description, payers, participantIds, split, installments, date } = proposal;
  const amountMinor = parseAmount(amountText);
  const amount = amountMinor === undefined ? t('noAmount') : money.amount(amountMinor);
  const [payer, ...others] = payers;
  const paid =
    payer && others.length === 0
      ? t(payer.memberId === group.myMemberId ? 'youPaid' : 'paid', { name: words.name(payer.memberId) })
      : t('paidBy', { list: words.parts(payers) });
  const shared =
    split.mode === 'equal'
      ? t('participants', { list: words.people(participantIds) })
      : t('splitBy', { list: words.split(split) });
  const day = date === today ? undefined : dayOf(date, i18n.language);
  const parts = installments > 1 ? t('installments', { count: installments }) : undefined;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      className="target flex w-full items-center gap-2 text-start"
      onClick={() => onToggle(!isOpen)}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="font-semibold break-words">
          <span className="tabular">{amount}</span> {description}
        </span>
        <span className="text-s text-muted break-words">
          {[paid, shared, day, parts].filter((words) => words !== undefined).join(' · ')}
        </span>
      </span>
      <ChevronDown aria-hidden="true" size={18} className={isOpen ? 'rotate-180' : ''} />
    </button>
  );
}

function dayOf(date: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${date}T12:00:00Z`));
}
