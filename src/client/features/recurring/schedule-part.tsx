/** Purchases in installments, each with how far it is; it leads to the part that is next. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import type { Schedule } from '#domain/expenses/list-schedules.ts';

export function SchedulePart({
  groupId,
  schedules,
}: {
  readonly groupId: string;
  readonly schedules: readonly Schedule[];
}) {
  const { t, i18n } = useTranslation('recurring');
  const money = useMoneyFormats();
  const days = dayFormatsOf(i18n.language);
  const id = useId();
  if (schedules.length === 0) return null;
  const home = `/g/${groupId}/contas`;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="text-l font-bold">
        {t('installments')}
      </h2>
      <ul className="divide-y divide-line rounded-m border border-line">
        {schedules.map(({ of, description, category, past, count, leftMinor, next, expenseId }) => (
          <li key={of}>
            <Link
              href={`${home}/${expenseId}`}
              state={{ from: `${home}/recorrentes` }}
              className="flex items-center gap-3 px-3 py-2"
            >
              <span aria-hidden="true">{categoryEmoji(category)}</span>
              <span className="flex min-w-0 flex-1 flex-col">
                <bdi className="truncate">{description}</bdi>
                <span className="text-xs text-pretty text-muted tabular">
                  {[
                    t('progress', { done: past, count }),
                    next === undefined ? t('allPast') : t('nextPart', { day: days.short(next) }),
                  ].join(' · ')}
                </span>
              </span>
              {next !== undefined && (
                <span className="text-s whitespace-nowrap text-muted tabular">
                  {t('left', { amount: money.amount(leftMinor) })}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
