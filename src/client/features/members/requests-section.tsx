/** Who came by a link that needs an admin's word, and the two answers to it. Nothing where nobody asks. */
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import { useUndoable } from '#client/session/use-undoable.ts';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { Button } from '#client/ui/button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { isPermitted } from '#domain/permissions.ts';

export function RequestsSection({ group }: { readonly group: GroupView }) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const refusing = useUndoable(toast);
  const asking = group.members.filter(
    ({ status, memberId }) => status === 'waiting' && !refusing.pendingIds.has(memberId),
  );
  if (asking.length === 0 || !isPermitted('member.approved', group.myRole, false)) return null;

  const answer = async (
    type: 'member.approved' | 'member.refused',
    { memberId, name }: MemberView,
  ): Promise<void> => {
    const saved = await engine.commit([{ type, groupId: group.groupId, body: { memberId } }]);
    if (!saved.ok) fail(`commit.${saved.error}`);
    else if (type === 'member.approved') toast.show({ text: t('requests.approved', { name }) });
  };
  return (
    <section aria-labelledby="requests-title" className="mx-4 rounded-l border border-line bg-wait-soft p-4">
      <h2 id="requests-title" className="font-bold">
        {t('requests.title')}
      </h2>
      <p className="mt-1 text-s text-pretty">{t('requests.text')}</p>
      <ul aria-labelledby="requests-title" className="mt-3 flex flex-col gap-3">
        {asking.map((member) => (
          <li key={member.memberId} className="flex flex-wrap items-center gap-3">
            <Avatar name={member.name} size="m" />
            <bdi className="min-w-24 flex-1 font-semibold wrap-anywhere">{member.name}</bdi>
            <span className="flex gap-2">
              <Button
                aria-label={t('requests.approveName', { name: member.name })}
                onClick={() => void answer('member.approved', member)}
              >
                {t('requests.approve')}
              </Button>
              <Button
                variant="quiet"
                aria-label={t('requests.refuseName', { name: member.name })}
                onClick={() =>
                  refusing.begin(member.memberId, t('requests.refused', { name: member.name }), () =>
                    answer('member.refused', member),
                  )
                }
              >
                {t('requests.refuse')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
