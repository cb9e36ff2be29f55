/** What a message became: the saved expense, one tap from its page. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { LedgerEntryView } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import { useCardWords } from './use-card-words.ts';

export function SavedLine({ group, entry }: { readonly group: GroupView; readonly entry: LedgerEntryView }) {
  const { t } = useTranslation('reader');
  const money = useMoneyFormats();
  const words = useCardWords(group);
  const amount = money.amount(entry.row.amountMinor);
  const className = 'ms-auto mt-1 flex w-fit max-w-full items-center gap-2 text-s text-muted';
  if (entry.kind === 'settlement') {
    const { fromId, toId } = entry.row;
    return (
      <p className={className}>
        {t('savedPaymentLine', { amount, from: words.name(fromId), to: words.name(toId) })}
      </p>
    );
  }
  const { id, description, category } = entry.row;
  return (
    <Link
      href={`/g/${group.groupId}/contas/${id}`}
      className={`${className} target underline-offset-4 hover:underline`}
    >
      <span aria-hidden="true">{categoryEmoji(category)}</span>
      <span className="truncate">{t('savedLine', { description, amount })}</span>
    </Link>
  );
}
