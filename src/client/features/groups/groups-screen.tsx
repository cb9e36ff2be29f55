/** `/`: every group, the liveliest first. On a wide screen it stays beside what is open. */
import Plus from 'lucide-react/icons/plus';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { GroupRow } from './group-row.tsx';

const CreateGroupSheet = lazy(() => import('./create-group-sheet.tsx'));

export interface GroupsScreenProps {
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
  /** The group open beside the list. */
  readonly openGroupId: string | null;
  /** Opens with the sheet for a new group: the home-screen shortcut asks for it. */
  readonly startCreating: boolean;
}

export function GroupsScreen({ connection, openGroupId, startCreating }: GroupsScreenProps) {
  const { t } = useTranslation('groups');
  const groups = useObserved((reader) => reader.observeGroups(), []);
  const [creating, setCreating] = useState(startCreating);
  return (
    <div className="relative flex h-full flex-col">
      <ScreenHeader title={t('title')} />
      {connection}
      <div className="min-h-0 flex-1 overflow-y-auto pb-24">
        {groups === undefined && <SkeletonRows count={6} label={t('loading')} />}
        {groups?.length === 0 && (
          <EmptyState
            picture="💬"
            title={t('empty.title')}
            action={<Button onClick={() => setCreating(true)}>{t('newLabel')}</Button>}
          >
            {t('empty.text')}
          </EmptyState>
        )}
        {groups && groups.length > 0 && (
          <ul aria-label={t('list')} className="divide-y divide-line">
            {groups.map((group) => (
              <GroupRow key={group.groupId} group={group} open={group.groupId === openGroupId} />
            ))}
          </ul>
        )}
      </div>
      {groups && groups.length > 0 && (
        <div className="absolute end-4 bottom-4 rounded-l shadow-raised">
          <Button
            icon={<Plus aria-hidden="true" size={20} />}
            aria-label={t('newLabel')}
            onClick={() => setCreating(true)}
          >
            {t('new')}
          </Button>
        </div>
      )}
      {creating && (
        <Suspense>
          <CreateGroupSheet onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </div>
  );
}
