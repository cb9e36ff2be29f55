/** `/g/:id/contas/recorrentes`: what comes again, what is paid in parts; to be changed from now on, or ended. */

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { localDateOf } from '#client/i18n/local-date.ts';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { memberNames } from '#client/session/member-names.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { listSchedules } from '#domain/expenses/list-schedules.ts';
import { isPermitted } from '#domain/permissions.ts';
import { RecurrencePart } from './recurrence-part.tsx';
import { SchedulePart } from './schedule-part.tsx';

export interface RecurringScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function RecurringScreen({ groupId, connection }: RecurringScreenProps) {
  const { t } = useTranslation('recurring');
  const whole = useObserved((reader) => reader.observeWholeLedger(groupId), [groupId]);
  return (
    <LedgerRoom groupId={groupId} title={t('title')} connection={connection} isRead={whole !== undefined}>
      {(group) => whole && <Recurring group={group} whole={whole} />}
    </LedgerRoom>
  );
}

function Recurring({ group, whole }: { readonly group: GroupView; readonly whole: WholeLedger }) {
  const { t } = useTranslation('recurring');
  const engine = useEngine();
  const today = localDateOf(engine.correctedNow());
  const schedules = listSchedules(whole.expenses, today);
  const mayChange = isPermitted('recurrence.ended', group.myRole, true);
  if (whole.recurrences.length === 0 && schedules.length === 0) {
    return (
      <EmptyState
        picture="🔁"
        title={t('emptyTitle')}
        action={
          mayChange && (
            <Link href={`/g/${group.groupId}/contas/nova`} className={buttonClasses('primary')}>
              {t('add')}
            </Link>
          )
        }
      >
        {t('empty')}
      </EmptyState>
    );
  }
  const { nameOf } = memberNames(group, (name) => name);
  return (
    <ScrollRegion label={t('title')} layout="flex flex-col gap-8 px-4 pt-4">
      <RecurrencePart
        groupId={group.groupId}
        recurrences={whole.recurrences}
        today={today}
        nameOf={nameOf}
        mayChange={mayChange}
      />
      <SchedulePart groupId={group.groupId} schedules={schedules} />
    </ScrollRegion>
  );
}
