/** Who changed what, from what to what, newest first; an older value can be put back. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { ExpenseDetail } from '#client/store/ledger-types.ts';
import { Button } from '#client/ui/button.tsx';
import { knownCategory } from '#domain/expenses/categories.ts';
import type { ExpenseEdit } from '#domain/expenses/expense-changes.ts';
import type { Money } from '#domain/expenses/money.ts';
import { joinNames, payersLine } from './expense-words.ts';
import { type FieldChange, type HistoryLine, listHistory } from './history-lines.ts';
import { useDayWords } from './use-day-words.ts';
import type { People } from './use-people.ts';

export interface HistoryPartProps {
  readonly expense: ExpenseDetail;
  readonly people: People;
  /** Absent: nothing may be changed here. */
  readonly onPutBack:
    | ((edit: ExpenseEdit, said: { readonly text: string; readonly back: ExpenseEdit }) => void)
    | undefined;
}

export function HistoryPart({ expense, people, onPutBack }: HistoryPartProps) {
  const { t } = useTranslation('expenses');
  const titleId = useId();
  const lines = listHistory(expense);
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className="text-s font-semibold text-muted">
        {t('history.title')}
      </h2>
      <ol aria-labelledby={titleId} className="divide-y divide-line">
        {lines.map((line) => (
          <Line
            key={line.key}
            line={line}
            expense={expense}
            people={people}
            onPutBack={onPutBack}
            isAfterSettling={isAfter(line, expense.settledAt)}
          />
        ))}
      </ol>
    </section>
  );
}

/** It moved money that somebody had settled before. */
function isAfter({ version, what, changes }: HistoryLine, settledAt: number | null): boolean {
  const movesMoney =
    what === 'voided' || what === 'restored' || changes.some(({ field }) => field === 'money');
  return settledAt !== null && movesMoney && version > settledAt;
}

function Line({
  line,
  people,
  onPutBack,
  isAfterSettling,
}: HistoryPartProps & { readonly line: HistoryLine; readonly isAfterSettling: boolean }) {
  const { t } = useTranslation('expenses');
  const days = useDayWords();
  const valueWords = useValueWords(people);
  return (
    <li className="flex flex-col gap-1 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <bdi className="font-semibold">{t(`history.${line.what}`, { name: people.labelOf(line.by) })}</bdi>
        <time dateTime={new Date(line.at).toISOString()} className="text-xs text-muted tabular">
          {days.moment(line.at)}
        </time>
      </p>
      {isAfterSettling && <p className="text-s text-wait">{t('expense.afterSettling')}</p>}
      {line.changes.map((change) => {
        const { from, to } = valueWords(change);
        return (
          <div key={change.field} className="text-s">
            <p className="wrap-anywhere">
              {t('history.fromTo', { field: t(`history.field.${change.field}`), from, to })}
            </p>
            {onPutBack && change.differs && (
              <div className="-mx-2">
                <Button
                  variant="text"
                  aria-label={`${t('history.putBack')}: ${from}`}
                  onClick={() =>
                    onPutBack(
                      { [change.field]: change.from },
                      { text: t('history.putBackDone'), back: { [change.field]: change.to } },
                    )
                  }
                >
                  {t('history.putBack')}
                </Button>
              </div>
            )}
          </div>
        );
      })}
    </li>
  );
}

function useValueWords(people: People): (change: FieldChange) => { from: string; to: string } {
  const { t } = useTranslation('expenses');
  const days = useDayWords();
  const money = useMoneyFormats();
  const orNothing = (text: string): string => (text === '' ? t('history.empty') : `“${text}”`);
  return (change) => {
    switch (change.field) {
      case 'description':
      case 'note':
        return { from: orNothing(change.from), to: orNothing(change.to) };
      case 'date':
        return { from: days.date(change.from), to: days.date(change.to) };
      case 'category':
        return {
          from: t(`category.${knownCategory(change.from)}`),
          to: t(`category.${knownCategory(change.to)}`),
        };
      case 'receipts':
        return {
          from: t('history.receipts', { count: change.from.length }),
          to: t('history.receipts', { count: change.to.length }),
        };
      case 'money':
        return moneyWords(change.from, change.to, (value) => ({
          amount: money.amount(value.amountMinor),
          payers: payersLine(value, people, t),
          split: t(`form.mode.${value.split.mode}`),
          people: joinNames(
            value.split.parts.map(({ memberId }) => people.nameOf(memberId)),
            t,
          ),
        }));
    }
  };
}

interface MoneyFacts {
  readonly amount: string;
  readonly payers: string;
  readonly split: string;
  readonly people: string;
}

/** Only what differs; when nothing that is told does (an amount of one's own moved), the whole of it. */
function moneyWords(
  from: Money,
  to: Money,
  factsOf: (money: Money) => MoneyFacts,
): { from: string; to: string } {
  const [before, after] = [factsOf(from), factsOf(to)];
  const facts = Object.keys(before) as (keyof MoneyFacts)[];
  const differing = facts.filter((fact) => before[fact] !== after[fact]);
  const told = differing.length > 0 ? differing : facts;
  const words = (one: MoneyFacts): string => told.map((fact) => one[fact]).join(', ');
  return { from: words(before), to: words(after) };
}
