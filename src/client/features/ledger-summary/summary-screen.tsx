/** `/g/:id/contas/resumo`: what the group spent, by category, person and month, and the same as a text to send. */

import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { memberNames } from '#client/session/member-names.ts';
import { useObserved } from '#client/session/session-context.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { listMonths, type Month, summarise } from '#domain/expenses/summary.ts';
import { BreakdownPart } from './breakdown-part.tsx';
import { MonthsPart } from './months-part.tsx';
import { PeoplePart } from './people-part.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { SendPart } from './send-part.tsx';
import { TotalPart } from './total-part.tsx';

export interface SummaryScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function SummaryScreen({ groupId, connection }: SummaryScreenProps) {
  const { t } = useTranslation('summary');
  const whole = useObserved((reader) => reader.observeWholeLedger(groupId), [groupId]);
  return (
    <LedgerRoom groupId={groupId} title={t('title')} connection={connection} isRead={whole !== undefined}>
      {(group) => whole && <Summary group={group} whole={whole} />}
    </LedgerRoom>
  );
}

function Summary({ group, whole }: { readonly group: GroupView; readonly whole: WholeLedger }) {
  const { t } = useTranslation('summary');
  const months = useMemo(() => listMonths(whole.expenses), [whole]);
  // null: everything. Opens on the last month there is something of.
  const [chosen, setChosen] = useState<Month | null | undefined>();
  const period = chosen === undefined ? (months.at(-1)?.month ?? null) : chosen;
  const names = useMemo(() => memberNames(group, (name) => t('you', { name })), [group, t]);
  const summary = useMemo(() => {
    const { personOf } = names;
    return summarise(whole.expenses, period === null ? { personOf } : { personOf, month: period });
  }, [whole, period, names]);
  if (months.length === 0) {
    return (
      <EmptyState
        picture="📊"
        title={t('emptyTitle')}
        action={
          <Link href={`/g/${group.groupId}/contas`} className={buttonClasses('primary')}>
            {t('toAccounts')}
          </Link>
        }
      >
        {t('empty')}
      </EmptyState>
    );
  }
  return (
    <ScrollRegion label={t('title')} layout="flex flex-col gap-8 px-4 pt-4">
      <PeriodPicker months={months.map(({ month }) => month)} period={period} onPick={setChosen} />
      {whole.isArriving && <p className="text-s text-pretty text-wait">{t('arriving')}</p>}
      <TotalPart summary={summary} period={period} myMemberId={group.myMemberId} />
      {summary.categories.length > 0 && <BreakdownPart summary={summary} />}
      {summary.people.length > 0 && <PeoplePart summary={summary} nameOf={names.nameOf} />}
      <MonthsPart months={months} period={period} onPick={setChosen} />
      <SendPart group={group} whole={whole} period={period} />
    </ScrollRegion>
  );
}
