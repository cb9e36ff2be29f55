/** People without the app: entered by name, until one of those who are in says "that is me". */
import UserPlus from 'lucide-react/icons/user-plus';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { Button } from '#client/ui/button.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { NamePersonSheet } from './name-person-sheet.tsx';
import { PersonSheet } from './person-sheet.tsx';
import { whoIsIt } from './who-is-it.ts';

export interface PeopleSectionProps {
  readonly group: GroupView;
  readonly leavingIds: ReadonlySet<string>;
  /** Removes after the time to undo. */
  readonly onRemove: (member: MemberView) => void;
}

export function PeopleSection({ group, leavingIds, onRemove }: PeopleSectionProps) {
  const { t } = useTranslation('members');
  const [open, setOpen] = useState<string>();
  const named = group.members.filter(
    ({ status, memberId }) => status === 'named' && !leavingIds.has(memberId),
  );
  const mayAdd = isPermitted('member.added', group.myRole, true);
  const opened = named.find(({ memberId }) => memberId === open);
  const close = (): void => setOpen(undefined);
  if (named.length === 0 && !mayAdd) return null;
  return (
    <section aria-labelledby="people-title">
      <h2 id="people-title" className="px-4 pb-1 text-s font-semibold text-muted">
        {t('people.title')}
      </h2>
      {named.length === 0 && <p className="px-4 pb-2 text-s text-pretty text-muted">{t('people.text')}</p>}
      <ul aria-labelledby="people-title" className="divide-y divide-line">
        {named.map((member) => (
          <li key={member.memberId}>
            <button
              type="button"
              onClick={() => setOpen(member.memberId)}
              className="flex min-h-16 w-full items-center gap-3 px-4 py-2 text-start active:opacity-75"
            >
              <Avatar name={member.name} size="m" />
              <span className="min-w-0 flex-1">
                <bdi className="block truncate font-semibold">{member.name}</bdi>
                <span className="block text-s text-muted">{whoIsIt(group, member, t)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {mayAdd && (
        <div className="px-4 pt-2">
          <Button
            wide
            variant="quiet"
            icon={<UserPlus aria-hidden="true" size={18} />}
            onClick={() => setOpen('new')}
          >
            {t('people.add')}
          </Button>
        </div>
      )}
      <NamePersonSheet open={open === 'new'} groupId={group.groupId} onClose={close} />
      {opened && <PersonSheet group={group} person={opened} onClose={close} onRemove={onRemove} />}
    </section>
  );
}
