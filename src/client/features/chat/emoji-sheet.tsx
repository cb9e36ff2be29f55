/** More emoji to react with. The list is short on purpose: what people react with, not a keyboard. */
import { useTranslation } from 'react-i18next';
import { Sheet } from '#client/ui/sheet.tsx';

const EMOJI = [
  '👍 👎 ❤️ 🧡 💛 💚 💙 💜 🖤 💔 🔥 ✨ 🎉 🎊 💯 ✅ ❌ ❓ ❗ 👀',
  '😂 🤣 😅 😊 😍 🥰 😘 😋 😎 🤩 🥳 😏 😴 🤔 🫠 🙃 😬 😮 😱 🤯',
  '😢 😭 😤 😡 🤬 🤢 🥵 🥶 😇 🤗 🙏 👏 🙌 🤝 💪 🤞 ✌️ 🤙 👌 🫶',
  '🍻 🍺 🥂 🍖 🍕 🍔 🍣 🍰 ☕ 🧊 ⚽ 🏖️ 🚗 ✈️ 🏠 🎁 💸 💰 🧾 🇧🇷',
]
  .join(' ')
  .split(' ');

export function EmojiSheet({
  open,
  onPick,
  onClose,
}: {
  readonly open: boolean;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('chat');
  return (
    <Sheet open={open} onClose={onClose} title={t('emoji.title')} closeLabel={t('close')}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(44px,1fr))] gap-1 pb-2">
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={t('message.reactionAdd', { emoji })}
            onClick={() => onPick(emoji)}
            className="target grid place-items-center rounded-m text-xl hover:bg-line/60"
          >
            <span aria-hidden="true" className="[font-variant-emoji:emoji]">
              {emoji}
            </span>
          </button>
        ))}
      </div>
    </Sheet>
  );
}
