/** The menu of one message: quick reactions above, what may be done with it below. Loaded when first opened. */
import { Menu } from '@base-ui/react/menu';
import Copy from 'lucide-react/icons/copy';
import ListTodo from 'lucide-react/icons/list-todo';
import Pencil from 'lucide-react/icons/pencil';
import Reply from 'lucide-react/icons/reply';
import RotateCw from 'lucide-react/icons/rotate-cw';
import SmilePlus from 'lucide-react/icons/smile-plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '#client/store/read-types.ts';
import type { MenuAnchor } from '#client/ui/menu.tsx';
import MenuPopup from '#client/ui/menu-popup.tsx';
import type { MessageAction } from './message-actions.ts';

export interface MessageMenuProps {
  readonly message: MessageView;
  readonly anchor: MenuAnchor;
  readonly actions: readonly MessageAction[];
  readonly onAction: (action: MessageAction) => void;
  readonly onEmoji: (emoji: string) => void;
  readonly onClose: () => void;
}

const QUICK_EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

const ICONS = {
  retry: RotateCw,
  reply: Reply,
  react: SmilePlus,
  copy: Copy,
  list: ListTodo,
  edit: Pencil,
  delete: Trash2,
} as const;

export default function MessageMenu({
  message,
  anchor,
  actions,
  onAction,
  onEmoji,
  onClose,
}: MessageMenuProps) {
  const { t } = useTranslation('chat');
  return (
    <MenuPopup
      anchor={anchor}
      label={t('actions.menu')}
      onClose={onClose}
      header={actions.includes('react') && <QuickEmoji message={message} onEmoji={onEmoji} />}
      items={actions.map((action) => {
        const Icon = ICONS[action];
        return {
          label: t(`actions.${action}`),
          icon: <Icon aria-hidden="true" size={20} />,
          danger: action === 'delete',
          run: () => onAction(action),
        };
      })}
    />
  );
}

function QuickEmoji({
  message,
  onEmoji,
}: {
  readonly message: MessageView;
  readonly onEmoji: (emoji: string) => void;
}) {
  const { t } = useTranslation('chat');
  const mine = new Set(message.reactions.filter((reaction) => reaction.mine).map(({ emoji }) => emoji));
  return (
    <Menu.Group className="flex justify-between border-b border-line px-1 pb-1">
      {QUICK_EMOJI.map((emoji) => (
        <Menu.Item
          key={emoji}
          aria-label={t(mine.has(emoji) ? 'message.reactionRemove' : 'message.reactionAdd', { emoji })}
          onClick={() => onEmoji(emoji)}
          className={`target inline-grid cursor-pointer place-items-center rounded-full text-l outline-none select-none data-highlighted:bg-own ${mine.has(emoji) ? 'bg-own' : ''}`}
        >
          <span aria-hidden="true" className="[font-variant-emoji:emoji]">
            {emoji}
          </span>
        </Menu.Item>
      ))}
    </Menu.Group>
  );
}
