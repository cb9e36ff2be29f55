/** One expense in the list: picture, what it was, who paid, the whole amount, and what it means to oneself. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { ExpenseView } from '#client/store/ledger-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { StatusMark } from '#client/ui/status-mark.tsx';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import { payersLine } from './expense-words.ts';
import { ownPartOf } from './own-part.ts';
import type { People } from './use-people.ts';

export const ExpenseRow = memo(function ExpenseRow({
  expense,
  people,
}: {
  readonly expense: ExpenseView;
  readonly people: People;
}) {
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  const { installment, status } = expense;
  const isEdited = expense.history.some(({ what }) => what === 'edited');
  const home = `/g/${expense.groupId}/contas`;
  const about = [
    ...(installment ? [t('row.installment', { index: installment.index, count: installment.count })] : []),
    payersLine(expense, people, t),
    ...(isEdited ? [t('row.edited')] : []),
  ];
  return (
    <Link
      href={`${home}/${expense.id}`}
      state={{ from: home }}
      className="flex items-center gap-3 px-4 py-3 active:opacity-75 focus-visible:outline-offset-[-2px]"
    >
      <Avatar picture={categoryEmoji(expense.category)} name={expense.description} />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-semibold">{expense.description}</bdi>
        <span className="flex items-center gap-1 text-s text-muted">
          <bdi className="min-w-0 truncate">{about.join(' · ')}</bdi>
          {status && <StatusMark status={status} label={t(`status.${status}`)} />}
        </span>
      </span>
      <span className="flex shrink-0 flex-col items-end">
        <AmountText>{money.amount(expense.amountMinor)}</AmountText>
        <OwnPart amountMinor={ownPartOf(expense, people.isMe)} />
      </span>
    </Link>
  );
});

/** A sign and a colour for the eye, words for who hears it. */
function OwnPart({ amountMinor }: { readonly amountMinor: number | undefined }) {
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  if (amountMinor === undefined) return <span className="text-xs text-muted">{t('row.nothing')}</span>;
  if (amountMinor === 0) return <span className="text-xs text-muted">{t('row.even')}</span>;
  const isOwed = amountMinor > 0;
  const amount = money.amount(Math.abs(amountMinor));
  return (
    <span>
      <span aria-hidden="true">
        <AmountText size="s" tone={isOwed ? 'good' : 'bad'}>
          {money.signed(amountMinor)}
        </AmountText>
      </span>
      <span className="sr-only">{t(isOwed ? 'row.owed' : 'row.owe', { amount })}</span>
    </span>
  );
}
