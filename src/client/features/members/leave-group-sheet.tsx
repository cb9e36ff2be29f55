/** The question before leaving: what goes, what stays, and what becomes of what is still in the queue. */
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';

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
  const [, navigate] = useLocation();
  const { groupId, name } = group;
  const queue = useObserved((reader) => reader.observeQueue(), []) ?? [];
  const queued = queue.filter(({ entry }) => entry.groupId === groupId).length;

  const leave = async (): Promise<void> => {
    const saved = await engine.commit([{ type: 'member.left', groupId, body: {} }]);
    onClose();
    if (saved.ok) {
      toast.show({ text: t('leave.done', { name }) });
      navigate('/', { replace: true });
    } else toast.show({ text: t('leave.failed'), tone: 'bad' });
  };

  return (
    <ConfirmSheet
      open={open}
      onClose={onClose}
      title={t('leave.title', { name })}
      closeLabel={t('close')}
      confirmLabel={t('leave.confirm')}
      cancelLabel={t('cancel')}
      danger
      onConfirm={() => void leave()}
    >
      <p>{t('leave.text')}</p>
      {queued > 0 && <p className="mt-2 font-semibold">{t('leave.queued', { count: queued })}</p>}
    </ConfirmSheet>
  );
}
