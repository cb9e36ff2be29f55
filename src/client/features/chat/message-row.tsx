/** A row of the conversation: what begins here (a day, the unread), then the message or the notice. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#client/ui/classes.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { MessageBubble, type RowCommands } from './message-bubble.tsx';
import { messageTimes } from './message-times.ts';
import { NoticeLine } from './notice-line.tsx';

/** A row's parts one by one: they are equal when nothing changed, the row object is a new one each time. */
export interface MessageRowProps extends ConversationRow {
  readonly highlighted: boolean;
  /** Epoch ms of this day's beginning: what "hoje" means. */
  readonly today: number;
  readonly commands: RowCommands;
}

export const MessageRow = memo(function MessageRow({
  message,
  day,
  unread,
  startsRun,
  endsRun,
  highlighted,
  today,
  commands,
}: MessageRowProps) {
  const { t, i18n } = useTranslation('chat');
  const times = messageTimes(i18n.language);
  const author = message.own ? t('message.you') : message.authorName;
  const time = times.clock(message.at);
  const name = message.status
    ? t('message.nameWithStatus', { author, time, status: t(`status.${message.status}`) })
    : t('message.name', { author, time });
  return (
    <div className={classes('px-3', startsRun ? 'pt-2' : 'pt-1')}>
      {day !== null && (
        <h2 className="my-2 text-center text-xs font-normal text-muted">{times.day(day, today)}</h2>
      )}
      {unread !== null && (
        <h2 className="my-2 flex items-center gap-3 text-xs font-semibold text-brand before:h-px before:flex-1 before:bg-brand/40 after:h-px after:flex-1 after:bg-brand/40">
          {t('list.unread', { count: unread })}
        </h2>
      )}
      <article
        tabIndex={-1}
        aria-label={message.kind === 'notice' ? undefined : name}
        data-message={message.id}
        className={classes(
          'touch-pan-y rounded-l transition-colors duration-500 [-webkit-touch-callout:none]',
          highlighted && 'bg-wait-soft',
        )}
      >
        {message.kind === 'notice' ? (
          <NoticeLine message={message} />
        ) : (
          <MessageBubble message={message} startsRun={startsRun} endsRun={endsRun} commands={commands} />
        )}
      </article>
    </div>
  );
});
