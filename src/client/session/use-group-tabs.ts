/** The parts of a group, for `LinkTabs`: every screen of a group shows the same ones. */
import { useTranslation } from 'react-i18next';

export type GroupPart = 'conversation' | 'ledger' | 'plans' | 'members';

const PATHS: Readonly<Record<GroupPart, string>> = {
  conversation: '',
  ledger: '/contas',
  plans: '/planos',
  members: '/pessoas',
};

export interface GroupTabs {
  readonly label: string;
  readonly tabs: readonly { readonly href: string; readonly label: string; readonly current: boolean }[];
}

export function useGroupTabs(groupId: string, current: GroupPart): GroupTabs {
  const { t } = useTranslation();
  const parts = ['conversation', 'ledger', 'plans', 'members'] as const satisfies readonly GroupPart[];
  return {
    label: t('groupTabs.label'),
    tabs: parts.map((part) => ({
      href: `/g/${groupId}${PATHS[part]}`,
      label: t(`groupTabs.${part}`),
      current: part === current,
    })),
  };
}
