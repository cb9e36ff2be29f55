/** What comes in: how much of what, and each entry as it will stand. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { Button } from '#client/ui/button.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import type { ForeignLedger } from '#domain/expenses/exchange/foreign-ledger.ts';
import { type ImportPlan, idOf } from '#domain/expenses/exchange/plan-import.ts';

const PAGE = 30;

export function EntryPreview({
  plan,
  nameOf,
  ledger,
  memberIds,
  groupId,
}: {
  readonly plan: ImportPlan;
  readonly nameOf: (memberId: string) => string;
  readonly ledger: ForeignLedger;
  readonly memberIds: readonly (string | null)[];
  readonly groupId: string;
}) {
  const { t, i18n } = useTranslation('files');
  const money = useMoneyFormats();
  const days = dayFormatsOf(i18n.language);
  const id = useId();
  const [shown, setShown] = useState(PAGE);
  const coming = new Set(
    plan.ops.map(({ body }) => ('expenseId' in body ? body.expenseId : body.settlementId)),
  );
  const entries = ledger.entries.filter((entry) => coming.has(idOf(groupId, entry)));
  const expenses = entries.filter(({ kind }) => kind === 'expense');
  const payments = entries.filter(({ kind }) => kind === 'payment');
  const restored = plan.ops.filter(({ type }) => type.endsWith('.restored')).length;
  const sum = (list: typeof entries): string =>
    money.amount(list.reduce((all, { amountMinor }) => all + amountMinor, 0));
  const personName = (person: number): string => nameOf(memberIds[person] ?? '');
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h3 id={id} className="font-bold">
        {t('what.title')}
      </h3>
      <ul className="flex flex-col gap-1 text-s">
        {expenses.length > 0 && (
          <li>{t('what.expenses', { count: expenses.length, amount: sum(expenses) })}</li>
        )}
        {payments.length > 0 && (
          <li>{t('what.payments', { count: payments.length, amount: sum(payments) })}</li>
        )}
        {restored > 0 && <li>{t('what.restored', { count: restored })}</li>}
        {plan.alreadyHere > 0 && <li>{t('what.here', { count: plan.alreadyHere })}</li>}
        {entries.length === 0 && <li>{t(plan.alreadyHere > 0 ? 'what.nothing' : 'what.none')}</li>}
      </ul>
      {entries.length > 0 && (
        <ol aria-label={t('what.list')} className="divide-y divide-line rounded-m border border-line">
          {entries.slice(0, shown).map((entry) => (
            <li key={entry.key} className="flex items-center gap-3 px-3 py-2">
              <span aria-hidden="true">
                {entry.kind === 'payment' ? '🤝' : categoryEmoji(categoryIn(plan, idOf(groupId, entry)))}
              </span>
              <span className="flex min-w-0 flex-1 flex-col">
                <bdi className="truncate">
                  {entry.kind === 'payment'
                    ? t('what.payment', { from: personName(entry.from), to: personName(entry.to) })
                    : entry.description}
                </bdi>
                <span className="text-xs text-muted tabular">{days.short(entry.date)}</span>
              </span>
              <AmountText size="s">{money.amount(entry.amountMinor)}</AmountText>
            </li>
          ))}
        </ol>
      )}
      {entries.length > shown && (
        <Button variant="quiet" onClick={() => setShown((count) => count + 200)}>
          {t('what.more', { count: Math.min(200, entries.length - shown) })}
        </Button>
      )}
    </section>
  );
}

function categoryIn({ ops }: ImportPlan, expenseId: string): string {
  const op = ops.find((one) => one.type === 'expense.added' && one.body.expenseId === expenseId);
  return op?.type === 'expense.added' ? op.body.category : 'outros';
}
