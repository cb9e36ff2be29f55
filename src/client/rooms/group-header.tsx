/** Above each part of a group, alike in all of them: whose it is, a line and actions of the part's own, and the other parts. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { LinkTabs } from '#client/ui/tabs.tsx';

/** In the order of the tabs, each with its path below the group's. */
const PATHS = { conversation: '', ledger: '/contas', plans: '/planos', members: '/pessoas' } as const;
const PARTS = Object.keys(PATHS) as GroupPart[];

type GroupPart = keyof typeof PATHS;

export interface GroupHeaderProps {
  readonly group: GroupView;
  readonly part: GroupPart;
  readonly subtitle: ReactNode;
  readonly actions?: ReactNode;
  /** False: who is out of the group sees no more of it than this part. */
  readonly hasTabs?: boolean;
}

export function GroupHeader({ group, part: current, subtitle, actions, hasTabs = true }: GroupHeaderProps) {
  const { t } = useTranslation();
  const tabs = PARTS.map((part) => ({
    href: `/g/${group.groupId}${PATHS[part]}`,
    label: t(`groupTabs.${part}`),
    current: part === current,
  }));
  return (
    <>
      <ScreenHeader
        back={{ href: '/', label: t('back'), onlyNarrow: true }}
        picture={<Avatar picture={group.picture || undefined} name={group.name} size="m" />}
        title={<bdi>{group.name}</bdi>}
        subtitle={subtitle}
        actions={actions}
      />
      {hasTabs && <LinkTabs label={t('groupTabs.label')} tabs={tabs} />}
    </>
  );
}
