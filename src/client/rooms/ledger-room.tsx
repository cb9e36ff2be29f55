/** A room of a group's accounts: its head, how the connection stands, and what `children` makes of the group once it is here. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useGroup } from '#client/session/use-group.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { GroupMissing } from './group-missing.tsx';

export interface LedgerRoomProps {
  readonly groupId: string;
  readonly title: string;
  /** Where back leads; absent: to the list of the accounts. */
  readonly back?: string;
  /** Below the title; absent: the group's name. */
  readonly subtitle?: string | undefined;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
  /** Whether what the room shows of the group is read; absent: nothing but the group. */
  readonly isRead?: boolean;
  readonly children: (group: GroupView) => ReactNode;
}

export function LedgerRoom({
  groupId,
  title,
  subtitle,
  back = `/g/${groupId}/contas`,
  connection,
  isRead = true,
  children,
}: LedgerRoomProps) {
  const { t } = useTranslation();
  const group = useGroup(groupId);
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col">
      <ScreenHeader
        back={{ href: back, label: t('back') }}
        title={title}
        subtitle={group ? <bdi>{subtitle ?? group.name}</bdi> : undefined}
      />
      {connection}
      {group === null ? (
        <GroupMissing />
      ) : group && isRead ? (
        children(group)
      ) : (
        <SkeletonRows count={6} label={t('loading')} />
      )}
    </div>
  );
}
