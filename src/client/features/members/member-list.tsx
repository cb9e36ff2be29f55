/** Who is in the group: oneself first, then by name; who left stands apart. */
import { useTranslation } from 'react-i18next';
import { usePresence } from '#client/session/session-context.ts';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';

export function MemberList({ group }: { readonly group: GroupView }) {
  const { t } = useTranslation('members');
  const { online } = usePresence(group.groupId);
  const active = group.members.filter(({ status }) => status === 'active');
  const left = group.members.filter(({ status }) => status === 'left');
  const ownFirst = [...active.filter(({ own }) => own), ...active.filter(({ own }) => !own)];
  return (
    <section aria-labelledby="members-title">
      <h2 id="members-title" className="px-4 pb-1 text-s font-semibold text-muted">
        {t('count', { count: active.length })}
      </h2>
      <ul aria-label={t('list')} className="divide-y divide-line">
        {ownFirst.map((member) => (
          <MemberRow
            key={member.memberId}
            member={member}
            online={!member.own && online.has(member.memberId)}
          />
        ))}
      </ul>
      {left.length > 0 && (
        <>
          <h2 id="left-title" className="px-4 pt-5 pb-1 text-s font-semibold text-muted">
            {t('left')}
          </h2>
          <ul aria-labelledby="left-title" className="divide-y divide-line">
            {left.map((member) => (
              <MemberRow key={member.memberId} member={member} online={false} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function MemberRow({ member, online }: { readonly member: MemberView; readonly online: boolean }) {
  const { t } = useTranslation('members');
  return (
    <li className="flex min-h-16 items-center gap-3 px-4 py-2">
      <Avatar name={member.name} size="m" online={online} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">
          <bdi>{member.name}</bdi>
          {member.own && <span className="font-normal text-muted"> ({t('you')})</span>}
        </span>
        {online && <span className="block text-s text-brand">{t('online')}</span>}
      </span>
      {/* Taking part is what everybody does: only what differs is said. */}
      {member.role !== 'member' && <span className="text-s text-muted">{t(`role.${member.role}`)}</span>}
    </li>
  );
}
