/** `/g/:id/contas`: what one owes or is owed, and every expense by day. */

import Plus from 'lucide-react/icons/plus';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { GroupHeader } from '#client/rooms/group-header.tsx';
import { WithGroup } from '#client/rooms/with-group.tsx';
import { useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { BalanceCard } from './balance-card.tsx';
import { LedgerList } from './ledger-list.tsx';
import { LedgerMenu } from './ledger-menu.tsx';
import { usePeople } from './use-people.ts';

export interface ExpensesScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

const PAGE_ENTRIES = 100;

export default function ExpensesScreen({ groupId, connection }: ExpensesScreenProps) {
  const { t } = useTranslation('expenses');
  return (
    <WithGroup groupId={groupId} loading={t('loading')}>
      {(group) => <Expenses group={group} connection={connection} />}
    </WithGroup>
  );
}

function Expenses({ group, connection }: { readonly group: GroupView; readonly connection: ReactNode }) {
  const { t } = useTranslation('expenses');
  const { groupId } = group;
  const [limit, setLimit] = useState(PAGE_ENTRIES);
  const ledger = useLastSeen(useObserved((reader) => reader.observeLedger(groupId, limit), [groupId, limit]));
  const people = usePeople(group);
  const hasMore = ledger?.hasMore ?? false;
  const loadMore = useCallback(() => {
    if (hasMore) setLimit((shown) => shown + PAGE_ENTRIES);
  }, [hasMore]);
  const mayAdd = isPermitted('expense.added', group.myRole, true);
  return (
    <div className="relative flex h-full min-h-0 flex-1 flex-col">
      <GroupHeader
        group={group}
        part="ledger"
        subtitle={t('title')}
        actions={<LedgerMenu groupId={groupId} />}
      />
      {connection}
      {!ledger ? (
        <SkeletonRows count={6} label={t('loading')} />
      ) : ledger.entries.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <EmptyState
            picture="🧾"
            title={t('list.empty')}
            action={mayAdd && <AddLink groupId={groupId} label={t('add.open')} />}
          >
            {t(mayAdd ? 'list.emptyText' : 'list.guest')}
          </EmptyState>
        </div>
      ) : (
        <>
          <PartBoundary place="list">
            <LedgerList
              entries={ledger.entries}
              people={people}
              head={
                <>
                  <PartBoundary place="card" resetKeys={[ledger]}>
                    <BalanceCard netMinor={ledger.myNetMinor} groupId={groupId} />
                  </PartBoundary>
                  {ledger.isArriving && <p className="px-4 py-1 text-s text-muted">{t('list.older')}</p>}
                </>
              }
              onNearEnd={loadMore}
            />
          </PartBoundary>
          {mayAdd && (
            <div className="absolute end-4 bottom-[max(16px,env(safe-area-inset-bottom))] rounded-m shadow-raised">
              <AddLink groupId={groupId} label={t('add.open')} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function AddLink({ groupId, label }: { readonly groupId: string; readonly label: string }) {
  const home = `/g/${groupId}/contas`;
  return (
    <Link href={`${home}/nova`} state={{ from: home }} className={buttonClasses('primary')}>
      <Plus aria-hidden="true" size={20} />
      {label}
    </Link>
  );
}
