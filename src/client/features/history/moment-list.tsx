/** The days of the group, newest first, and what happened to it on each: one of them is chosen. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localDateOf } from '#client/i18n/local-date.ts';
import { noticeText } from '#client/i18n/notice-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import type { Timeline } from '#client/store/past-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { listMoments, type MarkedEvent, type Moment } from './list-moments.ts';

const NEWEST = Number.MAX_SAFE_INTEGER;

export function MomentList({
  group,
  onChoose,
}: {
  readonly group: GroupView;
  readonly onChoose: (moment: Moment) => void;
}) {
  const { t } = useTranslation('history');
  const formats = useFormats();
  const now = useEngine().correctedNow();
  const { timeline, more } = useTimeline(group.groupId);
  if (!timeline) return <SkeletonRows count={6} label={t('loading')} />;
  return (
    <>
      <p className="px-4 py-3 text-s text-pretty text-muted">{t('choose')}</p>
      <ol aria-label={t('days')} className="divide-y divide-line border-y border-line">
        {listMoments(timeline.lines, localDateOf).map((day) => (
          <li key={day.day} className="flex flex-col gap-1 px-4 py-2">
            <Choice
              moment={day}
              label={t('endOfDay', { day: formats.day(day.at, now) })}
              isDay
              onChoose={onChoose}
            />
            {day.events.length > 0 && (
              <ul className="flex flex-col">
                {day.events.map((event) => (
                  <li key={event.id}>
                    <EventChoice event={event} group={group} onChoose={onChoose} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {timeline.isArriving && timeline.below === null && (
        <p className="px-4 py-3 text-s text-muted">{t('arriving')}</p>
      )}
      {timeline.below !== null && (
        <div className="p-4">
          <Button wide variant="quiet" onClick={more}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

function EventChoice({
  event,
  group,
  onChoose,
}: {
  readonly event: MarkedEvent;
  readonly group: GroupView;
  readonly onChoose: (moment: Moment) => void;
}) {
  const { t } = useTranslation('history');
  const { t: chat, i18n } = useTranslation('chat');
  const formats = useFormats();
  const time = formats.time(event.at);
  if (event.what === 'deletions') {
    const label = `${time} · ${t('beforeDeletions', { count: event.count })}`;
    return <Choice moment={event} label={label} onChoose={onChoose} />;
  }
  const author = {
    own: event.authorId === group.myMemberId,
    authorName: group.members.find(({ memberId }) => memberId === event.authorId)?.name ?? '',
  };
  const text = noticeText(event.notice, author, chat, i18n.language);
  return <Choice moment={event} label={`${time} · ${text}`} onChoose={onChoose} />;
}

function Choice({
  moment,
  label,
  isDay = false,
  onChoose,
}: {
  readonly moment: Moment;
  readonly label: string;
  readonly isDay?: boolean;
  readonly onChoose: (moment: Moment) => void;
}) {
  return (
    <button
      type="button"
      onClick={() => onChoose(moment)}
      className={`target w-full rounded-m px-2 py-2 text-start wrap-anywhere ${isDay ? 'font-semibold' : 'text-s text-muted'}`}
    >
      <bdi>{label}</bdi>
    </button>
  );
}

function useTimeline(groupId: string): {
  readonly timeline: Timeline | undefined;
  readonly more: () => void;
} {
  const reader = useReader();
  const [below, setBelow] = useState(NEWEST);
  const [timeline, setTimeline] = useState<Timeline>();
  useEffect(() => {
    let isOver = false;
    void reader.listTimeline(groupId, below).then((page) => {
      if (isOver) return;
      setTimeline((held) =>
        held && below !== NEWEST ? { ...page, lines: [...held.lines, ...page.lines] } : page,
      );
    });
    return () => {
      isOver = true;
    };
  }, [reader, groupId, below]);
  return { timeline, more: () => timeline?.below != null && setBelow(timeline.below) };
}
