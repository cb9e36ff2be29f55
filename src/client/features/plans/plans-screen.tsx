/** `/g/:id/planos`: the plans of a group, by folder, each in the order the group gave them. */
import Plus from 'lucide-react/icons/plus';
import { memo, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { GroupHeader } from '#client/rooms/group-header.tsx';
import { WithGroup } from '#client/rooms/with-group.tsx';
import { usePlanLooks } from '#client/session/plan-looks.ts';
import { useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import type { PlansView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { ArchivedPart } from './archived-part.tsx';
import { CreatePlanSheet } from './create-plan-sheet.tsx';
import { ImportSheet } from './import-sheet.tsx';
import { listFolders } from './list-folders.ts';
import { MovePlanSheet } from './move-plan-sheet.tsx';
import { OrderList } from './order-list.tsx';
import { PlanList } from './plan-list.tsx';
import { changedAt } from './plan-news.ts';
import { PlansMenu } from './plans-menu.tsx';
import { RenamePlanSheet } from './rename-plan-sheet.tsx';
import { type PlanCommands, usePlanCommands } from './use-plan-commands.ts';

export interface PlansScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

/** What is laid over the list. */
type Open =
  | { readonly what: 'create' | 'import' }
  | { readonly what: 'rename' | 'move'; readonly planId: string };

export default function PlansScreen({ groupId, connection }: PlansScreenProps) {
  const { t } = useTranslation('plans');
  return (
    <WithGroup groupId={groupId} loading={t('loading')}>
      {(group) => <Plans group={group} connection={connection} />}
    </WithGroup>
  );
}

function Plans({ group, connection }: { readonly group: GroupView; readonly connection: ReactNode }) {
  const { t } = useTranslation('plans');
  const { groupId } = group;
  const view = useLastSeen(useObserved((reader) => reader.observePlans(groupId), [groupId]));
  const commands = usePlanCommands(group, view?.plans ?? []);
  const [, navigate] = useLocation();
  const mayWrite = isPermitted('plan.created', group.myRole, true);
  const [open, setOpen] = useState<Open>();
  const [isOrdering, setIsOrdering] = useState(false);
  const close = (): void => setOpen(undefined);
  const opened = open && 'planId' in open ? view?.plans.find(({ id }) => id === open.planId) : undefined;
  return (
    <div className="relative flex h-full min-h-0 flex-1 flex-col">
      <GroupHeader
        group={group}
        part="plans"
        subtitle={t('title')}
        actions={
          <PlansMenu
            mayWrite={mayWrite}
            mayOrder={(view?.plans.length ?? 0) > 1}
            onImport={() => setOpen({ what: 'import' })}
            onOrder={() => setIsOrdering(true)}
            onExport={() => navigate(`/g/${groupId}/exportar`)}
          />
        }
      />
      {connection}
      {view ? (
        <PartBoundary place="list">
          <Shelf
            isCovered={open?.what === 'import'}
            group={group}
            view={view}
            commands={commands}
            mayWrite={mayWrite}
            isOrdering={isOrdering}
            onOrdered={() => setIsOrdering(false)}
            onOpen={setOpen}
          />
        </PartBoundary>
      ) : (
        <SkeletonRows count={6} label={t('loading')} />
      )}
      {open?.what === 'create' && (
        <CreatePlanSheet plans={view?.plans ?? []} commands={commands} onClose={close} />
      )}
      {open?.what === 'import' && <ImportSheet group={group} plans={view?.plans ?? []} onClose={close} />}
      {open?.what === 'rename' && opened && (
        <RenamePlanSheet plan={opened} commands={commands} onClose={close} />
      )}
      {open?.what === 'move' && opened && (
        <MovePlanSheet plan={opened} plans={view?.plans ?? []} commands={commands} onClose={close} />
      )}
    </div>
  );
}

interface ShelfProps {
  /** Files come in over it, hundreds perhaps: it is drawn anew when they are in, not with each of them. */
  readonly isCovered: boolean;
  readonly group: GroupView;
  readonly view: PlansView;
  readonly commands: PlanCommands;
  readonly mayWrite: boolean;
  readonly isOrdering: boolean;
  readonly onOrdered: () => void;
  readonly onOpen: (open: Open) => void;
}

const Shelf = memo(DrawnShelf, (_, next) => next.isCovered);

function DrawnShelf({ group, view, commands, mayWrite, isOrdering, onOrdered, onOpen }: ShelfProps) {
  const { t, i18n } = useTranslation('plans');
  const looks = useLooks(group.groupId, view);
  const shown = view.plans.map((plan) =>
    commands.archivingIds.has(plan.id) ? { ...plan, archivedAt: 0 } : plan,
  );
  const { folders, archived } = listFolders(shown, i18n.language);
  const away = archived.filter(({ id }) => !commands.archivingIds.has(id));
  const create = (
    <Button icon={<Plus aria-hidden="true" size={20} />} onClick={() => onOpen({ what: 'create' })}>
      {t('create.open')}
    </Button>
  );
  if (isOrdering) return <OrderList folders={folders} onPlace={commands.place} onDone={onOrdered} />;
  return (
    <>
      <ScrollRegion label={t('list.label')} isUnderButton={mayWrite}>
        {!mayWrite && <p className="px-4 py-2 text-s text-pretty text-muted">{t('list.guest')}</p>}
        {folders.length === 0 ? (
          <EmptyState picture="🗺️" title={t('list.empty')} action={mayWrite && create}>
            {t(mayWrite ? 'list.emptyText' : 'list.emptyGuest')}
          </EmptyState>
        ) : (
          <PlanList
            group={group}
            folders={folders}
            looks={looks}
            mayWrite={mayWrite}
            commands={commands}
            onRename={(planId) => onOpen({ what: 'rename', planId })}
            onMove={(planId) => onOpen({ what: 'move', planId })}
          />
        )}
        {view.isArriving && <p className="px-4 py-3 text-s text-muted">{t('list.arriving')}</p>}
        {away.length > 0 && (
          <ArchivedPart group={group} plans={away} mayWrite={mayWrite} commands={commands} />
        )}
      </ScrollRegion>
      {mayWrite && folders.length > 0 && (
        <div className="absolute end-4 bottom-[max(16px,env(safe-area-inset-bottom))] rounded-m shadow-raised">
          {create}
        </div>
      )}
    </>
  );
}

/** What was there when the plans were first listed here counts as looked at. */
function useLooks(
  groupId: string,
  { plans, isArriving }: PlansView,
): ReturnType<typeof usePlanLooks>['looks'] {
  const { looks, begin } = usePlanLooks(groupId);
  const newest = Math.max(0, ...plans.filter(({ isPending }) => !isPending).map(changedAt));
  const isFirst = looks === null && !isArriving;
  useEffect(() => {
    if (isFirst) begin(newest);
  }, [isFirst, begin, newest]);
  return looks;
}
