/** `/`: every group, the liveliest first. On a wide screen it stays beside what is open. */
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import { useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { latePiece } from '#client/ui/late-piece.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { GroupRow } from './group-row.tsx';

const CreateGroupSheet = latePiece(() => import('./create-group-sheet.tsx'));

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
      <ScreenHeader
        title={t('title')}
        actions={
          <Link
            href="/buscar"
            aria-label={t('search')}
            title={t('search')}
            className="target -me-2 grid place-items-center"
          >
            <Search aria-hidden="true" size={22} />
          </Link>
        }
      />
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
              <li key={group.groupId}>
                <RowBoundary what="row" resetKeys={[group]}>
                  <GroupRow group={group} open={group.groupId === openGroupId} />
                </RowBoundary>
              </li>
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
      {creating && <CreateGroupSheet onClose={() => setCreating(false)} reopen={() => setCreating(true)} />}
    </div>
  );
}
