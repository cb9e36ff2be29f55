/** `/g/:id/contas/lixeira`: expenses that were taken out; any of them can come back. */

import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { useObserved } from '#client/session/session-context.ts';
import type { ExpenseView } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import { isPermitted } from '#domain/permissions.ts';
import { useLedgerCommands } from './use-ledger-commands.ts';
import { usePeople } from './use-people.ts';

export interface TrashScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

const PAGE_EXPENSES = 50;

export default function TrashScreen({ groupId, connection }: TrashScreenProps) {
  const { t } = useTranslation('expenses');
  const voided = useObserved((reader) => reader.observeVoided(groupId), [groupId]);
  return (
    <LedgerRoom
      groupId={groupId}
      title={t('trash.title')}
      connection={connection}
      isRead={voided !== undefined}
    >
      {(group) =>
        voided?.length === 0 ? (
          <div className="min-h-0 flex-1 overflow-y-auto">
            <EmptyState picture="🗑️" title={t('trash.empty')}>
              {t('trash.emptyText')}
            </EmptyState>
          </div>
        ) : (
          voided && <Voided group={group} voided={voided} />
        )
      }
    </LedgerRoom>
  );
}

function Voided({ group, voided }: { readonly group: GroupView; readonly voided: readonly ExpenseView[] }) {
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  const people = usePeople(group);
  const commands = useLedgerCommands(group.groupId);
  const [limit, setLimit] = useState(PAGE_EXPENSES);
  const mayRestore = isPermitted('expense.restored', group.myRole, true);
  const here = `/g/${group.groupId}/contas/lixeira`;
  return (
    <ScrollRegion label={t('trash.title')}>
      <p className="px-4 py-3 text-s text-pretty text-muted">{t('trash.about')}</p>
      <ul aria-label={t('trash.title')} className="divide-y divide-line">
        {voided.slice(0, limit).map((expense) => (
          <li key={expense.id} className="flex items-center gap-3 px-4 py-2">
            <Link
              href={`/g/${group.groupId}/contas/${expense.id}`}
              state={{ from: here }}
              className="flex min-h-12 min-w-0 flex-1 items-center gap-3"
            >
              <Avatar picture={categoryEmoji(expense.category)} name={expense.description} size="m" />
              <span className="min-w-0 flex-1">
                <bdi className="block truncate font-semibold">{expense.description}</bdi>
                <bdi className="block truncate text-s text-muted">
                  {money.amount(expense.amountMinor)}
                  {expense.voidedBy !== null &&
                    ` · ${t('trash.deletedBy', { name: people.labelOf(expense.voidedBy) })}`}
                </bdi>
              </span>
            </Link>
            {mayRestore && (
              <Button
                variant="quiet"
                aria-label={t('trash.restoreOf', { name: expense.description })}
                onClick={() => void commands.restoreExpense(expense.id)}
              >
                {t('expense.restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {voided.length > limit && (
        <div className="p-4">
          <Button wide variant="quiet" onClick={() => setLimit((shown) => shown + PAGE_EXPENSES)}>
            {t('trash.more')}
          </Button>
        </div>
      )}
    </ScrollRegion>
  );
}
