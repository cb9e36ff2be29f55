/** The question before leaving: what goes, what stays, who owns the group then, and what becomes of what still waits. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { Choice } from '#client/ui/choice.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { HideNameBox } from './hide-name-box.tsx';

export function LeaveGroupSheet({
  open,
  group,
  onClose,
}: {
  readonly open: boolean;
  readonly group: GroupView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const [, navigate] = useLocation();
  const { groupId, name, myMemberId } = group;
  const queue = useObserved((reader) => reader.observeQueue(), []) ?? [];
  const queued = queue.filter(({ entry }) => entry.groupId === groupId).length;
  const heirs = listHeirs(group);
  const [chosen, setChosen] = useState<string>();
  const heir = heirs.find(({ memberId }) => memberId === chosen) ?? heirs[0];
  const [hideName, setHideName] = useState(false);

  const leave = async (): Promise<void> => {
    const intents: Intent[] = [];
    if (heir) {
      const body = { memberId: heir.memberId };
      intents.push({ type: 'group.owner-transferred', groupId, body });
    }
    if (hideName) intents.push({ type: 'member.name-hidden', groupId, body: { memberId: myMemberId } });
    const saved = await engine.commit([...intents, { type: 'member.left', groupId, body: {} }]);
    onClose();
    if (saved.ok) {
      toast.show({ text: t('leave.done', { name }) });
      navigate('/', { replace: true });
    } else fail(`commit.${saved.error}`);
  };

  return (
    <ConfirmSheet
      open={open}
      onClose={onClose}
      title={t('leave.title', { name })}
      closeLabel={t('close')}
      confirmLabel={heir ? t('leave.confirmHeir', { name: heir.name }) : t('leave.confirm')}
      cancelLabel={t('cancel')}
      danger
      onConfirm={() => void leave()}
    >
      <p>{t('leave.text')}</p>
      {heir && (
        <div className="mt-3">
          <p className="mb-2 font-semibold">{t('leave.heir')}</p>
          <Choice
            label={t('leave.heir')}
            value={heir.memberId}
            options={heirs.map(({ memberId, name: label }) => ({ value: memberId, label }))}
            onChange={setChosen}
          />
        </div>
      )}
      <HideNameBox label={t('leave.hideName')} checked={hideName} onChange={setHideName} />
      {queued > 0 && <p className="mt-2 font-semibold">{t('leave.queued', { count: queued })}</p>}
    </ConfirmSheet>
  );
}

const RANK = { owner: 0, admin: 1, member: 2, guest: 3 } as const;

/** Who may own the group after the person, likeliest first; nobody where it has another owner or nobody is left. */
function listHeirs({ myRole, members }: GroupView): readonly MemberView[] {
  if (myRole !== 'owner') return [];
  const others = members.filter(({ own, status }) => !own && status === 'active');
  if (others.some(({ role }) => role === 'owner')) return [];
  return others.toSorted((a, b) => RANK[a.role] - RANK[b.role]);
}
