import ArrowDown from 'lucide-react/icons/arrow-down';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#client/ui/icon-button.tsx';

/** Back to the end of the list, with how many unread wait there. */
export function JumpToNewest({ unread, onJump }: { readonly unread: number; readonly onJump: () => void }) {
  const { t } = useTranslation('chat');
  return (
    <div className="absolute end-3 bottom-3 animate-fade-in rounded-full border border-line bg-raised shadow-raised">
      <IconButton
        label={unread > 0 ? t('list.jumpUnread', { count: unread }) : t('list.jump')}
        icon={<ArrowDown aria-hidden="true" size={22} />}
        onClick={onJump}
      />
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute -end-1 -top-1 min-w-5 rounded-full bg-brand px-1.5 text-center text-xs font-bold text-on-brand tabular"
        >
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </div>
  );
}
