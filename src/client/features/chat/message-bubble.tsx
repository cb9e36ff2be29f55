/** One message: its author where the author changes, what it answers, its text, its time and where it stands. */
import { Suspense } from 'react';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { withLaterWords } from '#client/i18n/start-i18n.ts';
import type { MessageView } from '#client/store/read-types.ts';
import { classes } from '#client/ui/classes.ts';
import { StatusMark } from '#client/ui/status-mark.tsx';
import { MessageText } from './message-text.tsx';
import { PHOTO_WIDTH, photosHeight } from './photo-size.ts';
import { QuoteBlock } from './quote-block.tsx';
import { ReactionChips } from './reaction-chips.tsx';
import type { RowSense } from './row-sense.ts';

const PhotoStrip = lazyPart(withLaterWords(() => import('#client/photos/photo-strip.tsx')));

export interface MessageBubbleProps {
  readonly message: MessageView;
  readonly startsRun: boolean;
  readonly endsRun: boolean;
  readonly sense: RowSense;
}

export function MessageBubble({ message, startsRun, endsRun, sense }: MessageBubbleProps) {
  const { t, formats } = sense;
  const { own, deleted, status } = message;
  return (
    <div className={classes('flex flex-col', own ? 'items-end' : 'items-start')}>
      <div
        data-bubble=""
        className={classes(
          'max-w-[82%] min-w-16 rounded-l border px-3 py-2 wide:max-w-[68%]',
          own ? 'border-transparent bg-own text-own-ink' : 'border-line bg-surface text-ink',
          endsRun && (own ? 'rounded-ee-[6px]' : 'rounded-es-[6px]'),
        )}
      >
        {startsRun && !own && (
          <div className="truncate text-xs font-bold text-brand">
            <bdi>{message.authorName}</bdi>
          </div>
        )}
        {message.replyTo && !deleted && <QuoteBlock quote={message.replyTo} sense={sense} />}
        {deleted ? (
          <em className="opacity-80">{own ? t('message.deletedOwn') : t('message.deleted')}</em>
        ) : (
          <>
            {message.photos.length > 0 && <Photos message={message} />}
            <MessageText text={message.text} mentions={message.mentions} sense={sense} />
          </>
        )}
        <span className="float-end ms-2 mt-1.5 -mb-0.5 text-[0.6875rem] leading-5 whitespace-nowrap opacity-90">
          {message.edited && !deleted && <span className="me-1">{t('message.edited')}</span>}
          <span className="tabular">{formats.time(message.at)}</span>
          {status && status !== 'refused' && (
            <span className="ms-1">
              <StatusMark status={status} label={t(`status.${status}`)} size={15} />
            </span>
          )}
        </span>
      </div>
      {status === 'refused' && (
        <button
          type="button"
          aria-label={t('message.refusedOptions')}
          onClick={(event) => sense.openMenu(message.id, event.currentTarget)}
          className="target -mb-1 inline-flex items-center justify-end text-s font-semibold text-bad"
        >
          <span className="me-1">{t('message.refused')}</span>
          <StatusMark status="refused" label={t('status.refused')} size={15} />
        </button>
      )}
      {!deleted && message.reactions.length > 0 && <ReactionChips message={message} sense={sense} />}
    </div>
  );
}

/** As high before it is there as after: the list must not jump. */
function Photos({ message }: { readonly message: MessageView }) {
  const { groupId, photos, own, authorName, status } = message;
  return (
    <div style={{ width: PHOTO_WIDTH, maxWidth: '100%' }} className="my-1">
      <PartBoundary place="card" resetKeys={[photos]}>
        <Suspense fallback={<div style={{ height: photosHeight(photos) }} />}>
          <PhotoStrip
            groupId={groupId}
            photos={photos}
            author={own ? null : authorName}
            isSending={own && status === 'waiting'}
          />
        </Suspense>
      </PartBoundary>
    </div>
  );
}
