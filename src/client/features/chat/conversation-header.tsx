/** Whose conversation this is, who is here, what may be done with the group, and its other parts. */
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical';
import FileDown from 'lucide-react/icons/file-down';
import History from 'lucide-react/icons/history';
import LogOut from 'lucide-react/icons/log-out';
import PencilLine from 'lucide-react/icons/pencil-line';
import Search from 'lucide-react/icons/search';
import UserPlus from 'lucide-react/icons/user-plus';
import Users from 'lucide-react/icons/users';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { GroupHeader } from '#client/rooms/group-header.tsx';
import { usePresence } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { MenuButton, type MenuItem } from '#client/ui/menu.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { RenameGroupSheet } from './rename-group-sheet.tsx';

export function ConversationHeader({ group }: { readonly group: GroupView }) {
  const [renaming, setRenaming] = useState(false);
  const isIn = group.state === 'member' || group.state === 'joining';
  return (
    <>
      <GroupHeader
        group={group}
        part="conversation"
        // Who is out of it does not know who is there.
        subtitle={isIn ? <WhoIsHere group={group} /> : undefined}
        actions={isIn && <GroupMenu group={group} onRename={() => setRenaming(true)} />}
        hasTabs={isIn}
      />
      <RenameGroupSheet open={renaming} group={group} onClose={() => setRenaming(false)} />
    </>
  );
}

/** Who is typing, else how many are online, else how many there are. */
function WhoIsHere({ group }: { readonly group: GroupView }) {
  const { t } = useTranslation('chat');
  const { typing, online } = usePresence(group.groupId);
  const others = group.members.filter((member) => member.status === 'active' && !member.own);
  const writing = others.filter(({ memberId }) => typing.has(memberId)).map(({ name }) => name);
  if (writing.length > 0) {
    return (
      <span className="font-semibold text-brand">
        {t('header.typing', { count: writing.length, names: writing.slice(0, 3).join(', ') })}
      </span>
    );
  }
  const here = others.filter(({ memberId }) => online.has(memberId)).length;
  const people = t('header.people', { count: others.length + 1 });
  return here > 0 ? `${people} · ${t('header.online', { count: here })}` : people;
}

function GroupMenu({ group, onRename }: { readonly group: GroupView; readonly onRename: () => void }) {
  const { t } = useTranslation('chat');
  const [, navigate] = useLocation();
  // In place, as the tabs do: the way back leads out of the group.
  const openMembers = (open?: 'invite' | 'leave'): void =>
    navigate(`/g/${group.groupId}/pessoas`, { replace: true, state: { ...history.state, open } });
  const items: MenuItem[] = [
    {
      label: t('header.invite'),
      icon: <UserPlus aria-hidden="true" size={20} />,
      run: () => openMembers('invite'),
    },
    {
      label: t('header.members'),
      icon: <Users aria-hidden="true" size={20} />,
      run: () => openMembers(),
    },
    {
      label: t('header.search'),
      icon: <Search aria-hidden="true" size={20} />,
      run: () => navigate('/buscar', { state: { from: `/g/${group.groupId}`, groupId: group.groupId } }),
    },
    {
      label: t('header.history'),
      icon: <History aria-hidden="true" size={20} />,
      run: () => navigate(`/g/${group.groupId}/historico`, { state: { from: `/g/${group.groupId}` } }),
    },
    {
      label: t('header.export'),
      icon: <FileDown aria-hidden="true" size={20} />,
      run: () => navigate(`/g/${group.groupId}/exportar?tudo`, { state: { from: `/g/${group.groupId}` } }),
    },
    {
      label: t('header.leave'),
      icon: <LogOut aria-hidden="true" size={20} />,
      danger: true,
      run: () => openMembers('leave'),
    },
  ];
  if (isPermitted('group.renamed', group.myRole, false)) {
    items.unshift({
      label: t('header.rename'),
      icon: <PencilLine aria-hidden="true" size={20} />,
      run: onRename,
    });
  }
  return (
    <MenuButton
      label={t('header.menu')}
      icon={<EllipsisVertical aria-hidden="true" size={22} />}
      items={items}
    />
  );
}
