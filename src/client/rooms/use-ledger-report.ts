/** A group's accounts as a report, of a month or of everything: what is sent as a text, and the document behind it. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { reportDocument } from '#client/documents/report/report-document.ts';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { memberNames } from '#client/session/member-names.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { RichDocument } from '#domain/documents/document.ts';
import { foldBalances, joinPeople, netBalances } from '#domain/expenses/balances.ts';
import type { Debt, LedgerEntry } from '#domain/expenses/contributions.ts';
import { simplifyDebts } from '#domain/expenses/simplify-debts.ts';
import { type Month, type Summary, summarise } from '#domain/expenses/summary.ts';
import { useCategoryWords } from './use-category-words.ts';

export interface LedgerReport {
  readonly title: string;
  readonly total: string;
  readonly summary: Summary;
  /** As they are now, whatever the month. */
  readonly debts: readonly Debt[];
  readonly nameOf: (memberId: string) => string;
  readonly document: () => RichDocument;
}

/** `month` null: everything. */
export function useLedgerReport(group: GroupView): (whole: WholeLedger, month: Month | null) => LedgerReport {
  const { t, i18n } = useTranslation('summary');
  const money = useMoneyFormats();
  const categoryName = useCategoryWords();
  // Read by others: nobody is "you" in it.
  const names = useMemo(() => memberNames(group, (name) => name), [group]);
  return useCallback(
    (whole, month) => {
      const { personOf, nameOf } = names;
      const days = dayFormatsOf(i18n.language);
      const summary = summarise(whole.expenses, month === null ? { personOf } : { personOf, month });
      const debts = debtsOf(whole, personOf);
      const title =
        month === null
          ? t('message.titleAll', { group: group.name })
          : t('message.titleMonth', { group: group.name, month: days.month(month) });
      const total = t('message.total', { count: summary.count, amount: money.amount(summary.amountMinor) });
      const words = {
        title,
        total,
        category: t('category'),
        amount: t('amount'),
        person: t('person'),
        paid: t('paid'),
        share: t('share'),
        balances: t('report.balances'),
        even: t('message.even'),
        expenses: t('report.expenses'),
        day: t('report.day'),
        what: t('report.what'),
        whoPaid: t('report.whoPaid'),
        debt: (parts: { from: string; to: string; amount: string }) => t('message.debt', parts),
        money: money.amount,
        dayOf: days.short,
        categoryName,
        memberName: nameOf,
      };
      const { expenses } = whole;
      const document = () => reportDocument({ summary, debts, expenses, month }, words);
      return { title, total, summary, debts, nameOf, document };
    },
    [group, names, t, i18n, money, categoryName],
  );
}

function debtsOf({ expenses, settlements }: WholeLedger, personOf: (id: string) => string): readonly Debt[] {
  const entries = [
    ...expenses.map((row): LedgerEntry => ({ table: 'expenses', row })),
    ...settlements.map((row): LedgerEntry => ({ table: 'settlements', row })),
  ];
  return simplifyDebts(netBalances(joinPeople(foldBalances(entries), personOf)));
}
