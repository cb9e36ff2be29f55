/** A row of the conversation: what begins here (a day, the unread), then the message or the notice. */
import { memo } from 'react';
import { daysBetween } from '#client/i18n/formats.ts';
import { classes } from '#client/ui/classes.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { MessageBubble } from './message-bubble.tsx';
import { NoticeLine } from './notice-line.tsx';
import type { RowSense } from './row-sense.ts';

/** A row's parts one by one: they are equal when nothing changed, the row object is a new one each time. */
export interface MessageRowProps extends ConversationRow {
  readonly highlighted: boolean;
  readonly sense: RowSense;
}

export const MessageRow = memo(function MessageRow({
  message,
  day,
  unread,
  startsRun,
  endsRun,
  highlighted,
  sense,
}: MessageRowProps) {
  const { t, formats } = sense;
  const isNotice = message.kind === 'notice';
  const author = message.own ? t('message.you') : message.authorName;
  const time = formats.time(message.at);
  const name = message.status
    ? t('message.nameWithStatus', { author, time, status: t(`status.${message.status}`) })
    : t('message.name', { author, time });
  return (
    <div className={classes('px-3', startsRun ? 'pt-2' : 'pt-1')}>
      {day !== null && (
        <h2 className="my-2 text-center text-xs font-normal text-muted">{nameDay(day, sense)}</h2>
      )}
      {unread !== null && (
        <h2 className="my-2 flex items-center gap-3 text-xs font-semibold text-brand before:h-px before:flex-1 before:bg-brand/40 after:h-px after:flex-1 after:bg-brand/40">
          {t('list.unread', { count: unread })}
        </h2>
      )}
      <article
        tabIndex={-1}
        aria-label={isNotice ? undefined : name}
        data-message={message.id}
        className={classes(
          'touch-pan-y rounded-l [-webkit-touch-callout:none]',
          highlighted && 'bg-wait-soft',
        )}
      >
        {isNotice ? (
          <NoticeLine message={message} t={t} />
        ) : (
          <MessageBubble message={message} startsRun={startsRun} endsRun={endsRun} sense={sense} />
        )}
      </article>
      {message.own && !isNotice && !message.deleted && sense.below(message)}
    </div>
  );
});

function nameDay(day: number, { t, formats, today }: RowSense): string {
  const daysAgo = daysBetween(day, today);
  if (daysAgo === 0) return t('list.today');
  return daysAgo === 1 ? t('list.yesterday') : formats.day(day, today);
}
