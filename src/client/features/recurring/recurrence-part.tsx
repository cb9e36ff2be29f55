/** The recurrences of a group: those that go on by their next day, then those that ended. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import type { RecurrenceRow } from '#domain/expenses/ledger-rows.ts';
import { nextEntryDay } from '#domain/expenses/recurrence-entries.ts';
import { ChangeSheet } from './change-sheet.tsx';

export function RecurrencePart({
  groupId,
  recurrences,
  today,
  nameOf,
  mayChange,
}: {
  readonly groupId: string;
  readonly recurrences: readonly RecurrenceRow[];
  readonly today: string;
  readonly nameOf: (memberId: string) => string;
  readonly mayChange: boolean;
}) {
  const { t } = useTranslation('recurring');
  const id = useId();
  const [openId, setOpenId] = useState<string>();
  const dated = recurrences.map((row) => ({ row, next: nextEntryDay(row, today) }));
  const going = dated
    .flatMap(({ row, next }) => (next === undefined ? [] : [{ row, next }]))
    .sort((a, b) => (a.next < b.next ? -1 : a.next > b.next ? 1 : 0));
  const ended = dated.filter(({ next }) => next === undefined).map(({ row }) => row);
  // What was changed meanwhile by somebody else has ended: its sheet goes with it.
  const open = going.find(({ row }) => row.id === openId)?.row;
  return (
    <>
      {going.length > 0 && (
        <section aria-labelledby={`${id}-going`} className="flex flex-col gap-2">
          <h2 id={`${id}-going`} className="text-l font-bold">
            {t('recurring')}
          </h2>
          <p className="text-s text-pretty text-muted">{t('about')}</p>
          <ul className="divide-y divide-line rounded-m border border-line">
            {going.map(({ row, next }) => (
              <li key={row.id}>
                {mayChange ? (
                  <button
                    type="button"
                    aria-haspopup="dialog"
                    onClick={() => setOpenId(row.id)}
                    className="flex w-full items-center gap-3 px-3 py-2 text-start"
                  >
                    <Line row={row} next={next} nameOf={nameOf} />
                  </button>
                ) : (
                  <div className="flex items-center gap-3 px-3 py-2">
                    <Line row={row} next={next} nameOf={nameOf} />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {ended.length > 0 && (
        <section aria-labelledby={`${id}-ended`} className="flex flex-col gap-2">
          <h2 id={`${id}-ended`} className="font-bold">
            {t('ended')}
          </h2>
          <ul className="divide-y divide-line rounded-m border border-line text-muted">
            {ended.map((row) => (
              <li key={row.id} className="flex items-center gap-3 px-3 py-2">
                <Line row={row} next={undefined} nameOf={nameOf} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {open && (
        <ChangeSheet
          key={open.id}
          groupId={groupId}
          row={open}
          today={today}
          onClose={() => setOpenId(undefined)}
        />
      )}
    </>
  );
}

function Line({
  row,
  next,
  nameOf,
}: {
  readonly row: RecurrenceRow;
  readonly next: string | undefined;
  readonly nameOf: (memberId: string) => string;
}) {
  const { t, i18n } = useTranslation('recurring');
  const money = useMoneyFormats();
  const days = dayFormatsOf(i18n.language);
  const people = new Intl.ListFormat(i18n.language).format(
    row.shares.map(({ memberId }) => nameOf(memberId)),
  );
  return (
    <>
      <span aria-hidden="true">{categoryEmoji(row.category)}</span>
      <span className="flex min-w-0 flex-1 flex-col">
        <bdi className="truncate">{row.description}</bdi>
        <span className="text-xs text-pretty text-muted tabular">
          {[t(`every.${row.every}`), ...whenWords(row, next)].join(' · ')}
        </span>
        <bdi className="truncate text-xs text-muted">{people}</bdi>
      </span>
      <AmountText size="s">{money.amount(row.amountMinor)}</AmountText>
    </>
  );

  function whenWords({ until, endedAfter, from }: RecurrenceRow, day: string | undefined): string[] {
    if (day !== undefined) {
      const last = endedAfter ?? until;
      return [
        t('next', { day: days.short(day) }),
        ...(last === undefined ? [] : [t('until', { day: days.short(last) })]),
      ];
    }
    const end = endedAfter ?? until ?? from;
    return [end < from ? t('overNever') : t('over', { day: days.short(end) })];
  }
}
