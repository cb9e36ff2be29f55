/** Who reacted with what; a tap adds or takes back one's own. */
import type { MessageView } from '#client/store/read-types.ts';
import type { RowSense } from './row-sense.ts';

export function ReactionChips({
  message,
  sense,
}: {
  readonly message: MessageView;
  readonly sense: RowSense;
}) {
  const { t, toggleReaction } = sense;
  return (
    <div className={`-mt-1 flex flex-wrap gap-1 px-1 ${message.own ? 'justify-end' : ''}`}>
      {message.reactions.map(({ emoji, names, mine }) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={mine}
          aria-label={t('message.reacted', { emoji, names: names.join(', ') })}
          title={names.join(', ')}
          onClick={() => toggleReaction(message, emoji)}
          // The chip is low, what a thumb can hit is not.
          className={`relative inline-flex h-7 items-center gap-1 rounded-full border px-2 text-s after:absolute after:-inset-x-0.5 after:-inset-y-2 ${
            mine ? 'border-brand bg-own text-own-ink' : 'border-line bg-surface text-ink'
          }`}
        >
          <span aria-hidden="true" className="[font-variant-emoji:emoji]">
            {emoji}
          </span>
          {names.length > 1 && <span className="text-xs tabular">{names.length}</span>}
        </button>
      ))}
    </div>
  );
}
