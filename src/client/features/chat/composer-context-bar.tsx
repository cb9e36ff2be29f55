/** Above the text: what it answers or edits, and the way out of that. */
import X from 'lucide-react/icons/x';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '#client/store/read-types.ts';
import { IconButton } from '#client/ui/icon-button.tsx';

export function ComposerContextBar({
  mode,
  message,
  onCancel,
}: {
  readonly mode: 'reply' | 'edit';
  /** Absent when it is not on the device. */
  readonly message: MessageView | undefined;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation('chat');
  return (
    <div className="mb-2 flex items-center gap-1 rounded-m border-s-3 border-brand bg-surface ps-3">
      <div className="min-w-0 flex-1 py-1 text-s">
        <div className="truncate font-bold text-brand">{mode === 'edit' ? editWords() : replyWords()}</div>
        <div dir="auto" className="truncate text-muted">
          {message?.text.slice(0, 120) || t('message.quoteMissing')}
        </div>
      </div>
      <IconButton
        label={t(mode === 'edit' ? 'composer.cancelEdit' : 'composer.cancelReply')}
        icon={<X aria-hidden="true" size={20} />}
        onClick={onCancel}
      />
    </div>
  );

  function editWords(): string {
    return t(message?.status === 'refused' ? 'composer.resending' : 'composer.editing');
  }
  function replyWords(): string {
    if (message?.own) return t('composer.replyingToYou');
    return t('composer.replyingTo', { author: message?.authorName ?? '…' });
  }
}
