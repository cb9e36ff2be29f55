/** Who is in the group: oneself first, then by name; who left or was removed stands apart. A row opens what one may do. */
import { useTranslation } from 'react-i18next';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import { usePresence } from '#client/session/session-context.ts';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';

export interface MemberListProps {
  readonly group: GroupView;
  /** Members who are about to be removed, while that can still be undone. */
  readonly leavingIds: ReadonlySet<string>;
  readonly onOpen: (memberId: string) => void;
}

export function MemberList({ group, leavingIds, onOpen }: MemberListProps) {
  const { t } = useTranslation('members');
  const { online } = usePresence(group.groupId);
  const active = group.members.filter(
    ({ status, memberId }) => status === 'active' && !leavingIds.has(memberId),
  );
  const out = group.members.filter(({ status }) => status === 'left' || status === 'removed');
  const ownFirst = [...active.filter(({ own }) => own), ...active.filter(({ own }) => !own)];
  const isOnline = (member: MemberView): boolean => !member.own && online.has(member.memberId);
  return (
    <section aria-labelledby="members-title">
      <h2 id="members-title" className="px-4 pb-1 text-s font-semibold text-muted">
        {t('count', { count: active.length })}
      </h2>
      <ul aria-label={t('list')} className="divide-y divide-line">
        {ownFirst.map((member) => (
          <li key={member.memberId}>
            <RowBoundary what="row" resetKeys={[member]}>
              <MemberRow member={member} online={isOnline(member)} onOpen={onOpen} />
            </RowBoundary>
          </li>
        ))}
      </ul>
      {out.length > 0 && (
        <>
          <h2 id="left-title" className="px-4 pt-5 pb-1 text-s font-semibold text-muted">
            {t('left')}
          </h2>
          <ul aria-labelledby="left-title" className="divide-y divide-line">
            {out.map((member) => (
              <li key={member.memberId}>
                <RowBoundary what="row" resetKeys={[member]}>
                  <MemberRow member={member} online={false} onOpen={onOpen} />
                </RowBoundary>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function MemberRow({
  member,
  online,
  onOpen,
}: {
  readonly member: MemberView;
  readonly online: boolean;
  readonly onOpen: (memberId: string) => void;
}) {
  const { t } = useTranslation('members');
  const { name, own, role, status, blocked } = member;
  // Taking part is what everybody does: only what differs is said.
  const chip = status === 'removed' ? t('removedChip') : role === 'member' ? null : t(`role.${role}`);
  const content = (
    <>
      <Avatar name={name} size="m" online={online} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">
          <bdi>{name}</bdi>
          {own && <span className="font-normal text-muted"> ({t('you')})</span>}
        </span>
        {online && <span className="block text-s text-brand">{t('online')}</span>}
        {blocked && <span className="block text-s text-muted">{t('blocked')}</span>}
      </span>
      {chip !== null && (
        <span className="shrink-0 rounded-full bg-line/60 px-3 py-1 text-xs font-semibold text-muted">
          {chip}
        </span>
      )}
    </>
  );
  const className = 'flex min-h-16 w-full items-center gap-3 px-4 py-2 text-start';
  return own ? (
    <span className={className}>{content}</span>
  ) : (
    <button
      type="button"
      className={`${className} active:opacity-75`}
      onClick={() => onOpen(member.memberId)}
    >
      {content}
    </button>
  );
}
