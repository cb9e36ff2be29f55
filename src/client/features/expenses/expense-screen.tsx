/** `/g/:id/contas/:expenseId`: one expense: who paid, each share and why, and everything that ever happened to it. */

import PencilLine from 'lucide-react/icons/pencil-line';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Trash2 from 'lucide-react/icons/trash-2';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import PhotoStrip from '#client/photos/photo-strip.tsx';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { useObserved } from '#client/session/session-context.ts';
import type { ExpenseDetail } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { Notice } from '#client/ui/banner.tsx';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { StatusMark } from '#client/ui/status-mark.tsx';
import { categoryEmoji, knownCategory } from '#domain/expenses/categories.ts';
import { isPermitted } from '#domain/permissions.ts';
import { HistoryPart } from './history-part.tsx';
import { ExpenseMissing } from './not-here.tsx';
import { PartList } from './part-list.tsx';
import { useDayWords } from './use-day-words.ts';
import { useGoBack } from './use-go-back.ts';
import { useLedgerCommands } from './use-ledger-commands.ts';
import { type People, usePeople } from './use-people.ts';
import { WhyPart } from './why-part.tsx';

export interface ExpenseScreenProps {
  readonly groupId: string;
  readonly expenseId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function ExpenseScreen({ groupId, expenseId, connection }: ExpenseScreenProps) {
  const { t } = useTranslation('expenses');
  const expense = useObserved((reader) => reader.observeExpense(groupId, expenseId), [groupId, expenseId]);
  return (
    <LedgerRoom
      groupId={groupId}
      title={t('expense.title')}
      connection={connection}
      isRead={expense !== undefined}
    >
      {(group) =>
        expense ? <Expense group={group} expense={expense} /> : <ExpenseMissing groupId={groupId} />
      }
    </LedgerRoom>
  );
}

function Expense({ group, expense }: { readonly group: GroupView; readonly expense: ExpenseDetail }) {
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  const people = usePeople(group);
  const commands = useLedgerCommands(group.groupId);
  const goBack = useGoBack(`/g/${group.groupId}/contas`);
  const here = `/g/${group.groupId}/contas/${expense.id}`;
  const isVoid = expense.voidedBy !== null;
  const isIncome = expense.amountMinor < 0;
  const may = (type: 'expense.edited' | 'expense.voided' | 'expense.restored'): boolean =>
    isPermitted(type, group.myRole, true);
  return (
    <ScrollRegion label={t('expense.title')} layout="flex flex-col gap-5 px-4 pt-2">
      {isVoid && <Notice tone="wait">{t('expense.isDeleted')}</Notice>}
      <section aria-label={expense.description} className="flex items-start gap-3">
        <Avatar picture={categoryEmoji(expense.category)} name={expense.description} />
        <div className="min-w-0 flex-1">
          <h2 className="text-l font-bold wrap-anywhere">
            <bdi>{expense.description}</bdi>
          </h2>
          <p className={isVoid ? 'line-through' : undefined}>
            <AmountText size="xl">{money.amount(Math.abs(expense.amountMinor))}</AmountText>
            {isIncome && <span className="ms-2 text-s text-muted">{t('expense.income')}</span>}
          </p>
          <Facts expense={expense} people={people} />
        </div>
      </section>
      <PartList
        title={t(isIncome ? 'expense.receivedBy' : 'expense.paidBy')}
        parts={expense.payers}
        people={people}
      />
      <PartList title={t('expense.shares')} parts={expense.shares} people={people}>
        <PartBoundary place="card" resetKeys={[expense]}>
          <WhyPart expense={expense} people={people} />
        </PartBoundary>
      </PartList>
      {expense.note !== undefined && (
        <section aria-label={t('expense.note')}>
          <h2 className="text-s font-semibold text-muted">{t('expense.note')}</h2>
          <bdi className="block wrap-anywhere whitespace-pre-wrap">{expense.note}</bdi>
        </section>
      )}
      {expense.receipts && (
        <section aria-label={t('history.field.receipts')} className="flex flex-col gap-2">
          <h2 className="text-s font-semibold text-muted">{t('history.field.receipts')}</h2>
          <PartBoundary place="card" resetKeys={[expense]}>
            <PhotoStrip
              groupId={group.groupId}
              photos={expense.receipts}
              author={people.isMe(expense.addedBy) ? null : people.nameOf(expense.addedBy)}
              isSending={expense.status === 'waiting'}
            />
          </PartBoundary>
        </section>
      )}
      <div className="flex gap-2">
        {!isVoid && may('expense.edited') && (
          <Link href={`${here}/editar`} state={{ from: here }} className={buttonClasses('quiet', true)}>
            <PencilLine aria-hidden="true" size={18} />
            {t('expense.edit')}
          </Link>
        )}
        {!isVoid && may('expense.voided') && (
          <Button
            wide
            variant="danger"
            icon={<Trash2 aria-hidden="true" size={18} />}
            onClick={() => {
              goBack();
              void commands.voidExpense(expense.id);
            }}
          >
            {t('expense.delete')}
          </Button>
        )}
        {isVoid && may('expense.restored') && (
          <Button
            wide
            icon={<RotateCcw aria-hidden="true" size={18} />}
            onClick={() => void commands.restoreExpense(expense.id)}
          >
            {t('expense.restore')}
          </Button>
        )}
      </div>
      <PartBoundary place="card" resetKeys={[expense]}>
        <HistoryPart
          expense={expense}
          people={people}
          onPutBack={
            !isVoid && may('expense.edited')
              ? (edit, said) => void commands.editExpense(expense.id, edit, said)
              : undefined
          }
        />
      </PartBoundary>
    </ScrollRegion>
  );
}

/** "Mercado · 3 de maio · parcela 1 de 3", and how far it came. */
function Facts({ expense, people }: { readonly expense: ExpenseDetail; readonly people: People }) {
  const { t } = useTranslation('expenses');
  const days = useDayWords();
  const { installment, status } = expense;
  const facts = [
    t(`category.${knownCategory(expense.category)}`),
    days.date(expense.date),
    ...(installment
      ? [t('expense.installment', { index: installment.index, count: installment.count })]
      : []),
    ...(expense.recurrence ? [t('expense.recurring')] : []),
  ];
  return (
    <>
      <p className="text-s text-muted">{facts.join(' · ')}</p>
      <p className="flex items-center gap-1 text-s text-muted">
        <bdi className="min-w-0 truncate">
          {t('expense.added', { name: people.labelOf(expense.addedBy), day: days.moment(expense.at) })}
        </bdi>
        {status && <StatusMark status={status} label={t(`status.${status}`)} />}
      </p>
    </>
  );
}
