/** `/g/:id/pessoas`: who is in the group, the way in for others, one's own name here, and the way out. */

import KeyRound from 'lucide-react/icons/key-round';
import LogOut from 'lucide-react/icons/log-out';
import PencilLine from 'lucide-react/icons/pencil-line';
import ScrollText from 'lucide-react/icons/scroll-text';
import Trash2 from 'lucide-react/icons/trash-2';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { GroupHeader } from '#client/rooms/group-header.tsx';
import { WithGroup } from '#client/rooms/with-group.tsx';
import type { GroupView } from '#client/store/read-types.ts';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { isPermitted, TRAIL_READERS } from '#domain/permissions.ts';
import { DeleteGroupSheet } from './delete-group-sheet.tsx';
import { InviteSection } from './invite-section.tsx';
import { LeaveGroupSheet } from './leave-group-sheet.tsx';
import { MemberList } from './member-list.tsx';
import { MemberSheet } from './member-sheet.tsx';
import { PeopleSection } from './people-section.tsx';
import { RenameSelfSheet } from './rename-self-sheet.tsx';
import { RequestsSection } from './requests-section.tsx';
import { useUndoableRemoval } from './use-undoable-removal.ts';

export interface MembersScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

/** What another screen sent the person here for. Said once: coming back by the tab is not asking again. */
function useArrivedFor(): 'invite' | 'leave' | undefined {
  const [arrivedFor] = useState((): unknown => history.state?.open);
  useEffect(() => {
    const { open, ...rest } = history.state ?? {};
    if (open !== undefined) history.replaceState(rest, '');
  }, []);
  return arrivedFor === 'invite' || arrivedFor === 'leave' ? arrivedFor : undefined;
}

export default function MembersScreen({ groupId, connection }: MembersScreenProps) {
  const { t } = useTranslation('members');
  return (
    <WithGroup groupId={groupId} loading={t('loading')}>
      {(group) => <Members key={groupId} group={group} connection={connection} />}
    </WithGroup>
  );
}

function Members({ group, connection }: { readonly group: GroupView; readonly connection: ReactNode }) {
  const { t } = useTranslation('members');
  const arrivedFor = useArrivedFor();
  const [open, setOpen] = useState<'rename' | 'leave' | 'delete' | null>(
    arrivedFor === 'leave' ? 'leave' : null,
  );
  const home = `/g/${group.groupId}`;
  const me = group.members.find(({ own }) => own);
  const active = group.members.filter(({ status }) => status === 'active').length;
  const close = (): void => setOpen(null);
  const [openedId, setOpenedId] = useState<string>();
  const opened = group.members.find(({ memberId }) => memberId === openedId);
  const removal = useUndoableRemoval(group.groupId);
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col">
      <GroupHeader group={group} part="members" subtitle={t('count', { count: active })} />
      {connection}
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto pt-3 pb-[max(24px,env(safe-area-inset-bottom))]">
        <RequestsSection group={group} />
        <InviteSection group={group} wanted={arrivedFor === 'invite'} />
        <MemberList group={group} leavingIds={removal.leavingIds} onOpen={setOpenedId} />
        <PeopleSection
          group={group}
          leavingIds={removal.leavingIds}
          onRemove={(member) => removal.remove(member, false)}
        />
        <div className="flex flex-col gap-2 px-4">
          {me && (
            <Button
              wide
              variant="quiet"
              icon={<PencilLine aria-hidden="true" size={18} />}
              onClick={() => setOpen('rename')}
            >
              {t('rename.open')}
            </Button>
          )}
          {me && (
            <Link
              href={`${home}/contas/saldos`}
              state={{ open: 'pix-key' }}
              className={buttonClasses('quiet', true)}
            >
              <KeyRound aria-hidden="true" size={18} />
              {t('pixKey')}
            </Link>
          )}
          {TRAIL_READERS.includes(group.myRole) && (
            <Link href={`${home}/pessoas/registro`} className={buttonClasses('quiet', true)}>
              <ScrollText aria-hidden="true" size={18} />
              {t('trail.open')}
            </Link>
          )}
          <Button
            wide
            variant="danger"
            icon={<LogOut aria-hidden="true" size={18} />}
            onClick={() => setOpen('leave')}
          >
            {t('leave.open')}
          </Button>
          {isPermitted('group.deleted', group.myRole, true) && (
            <Button
              wide
              variant="danger"
              icon={<Trash2 aria-hidden="true" size={18} />}
              onClick={() => setOpen('delete')}
            >
              {t('delete.open')}
            </Button>
          )}
        </div>
      </div>
      {me && (
        <RenameSelfSheet open={open === 'rename'} groupId={group.groupId} name={me.name} onClose={close} />
      )}
      <LeaveGroupSheet open={open === 'leave'} group={group} onClose={close} />
      <DeleteGroupSheet open={open === 'delete'} group={group} onClose={close} />
      {opened && (
        <MemberSheet
          group={group}
          member={opened}
          onClose={() => setOpenedId(undefined)}
          onRemove={removal.remove}
        />
      )}
    </div>
  );
}
