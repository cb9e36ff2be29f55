/** The conversation as it stood: to be read, nothing else. */
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { noticeText } from '#client/i18n/notice-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import type { MessageRow } from '#domain/rows.ts';
import { buildMessages } from './build-past.ts';
import type { Past } from './use-past.ts';
import { useReadAsOf } from './use-read-as-of.ts';

const PAGE_ROWS = 50;

const PhotoStrip = lazyPart(() => import('#client/photos/photo-strip.tsx'));

export function PastConversation({ group, past }: { readonly group: GroupView; readonly past: Past }) {
  const { groupId } = group;
  const { t } = useTranslation('history');
  const [limit, setLimit] = useState(PAGE_ROWS);
  const { version, images } = past;
  const rows = useReadAsOf(
    (reader) => reader.listPastMessages(groupId, { version, limit }),
    [groupId, version, limit],
  );
  if (!rows) return <SkeletonRows count={6} label={t('loading')} />;
  const blocked = new Set(group.members.flatMap((one) => (one.blocked ? [one.memberId] : [])));
  const shown = buildMessages(rows, version, images).filter(
    ({ row }) => row.kind === 'notice' || !blocked.has(row.authorId),
  );
  return (
    <>
      {rows.length === limit && (
        <div className="p-4">
          <Button wide variant="quiet" onClick={() => setLimit((count) => count + PAGE_ROWS)}>
            {t('olderMessages')}
          </Button>
        </div>
      )}
      <ol aria-label={t('conversation')} className="flex flex-col gap-2 px-4 py-2">
        {shown.map(({ row, isExact }) => (
          <li key={row.id}>
            <Line row={row} group={group} isExact={isExact} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Line({
  row,
  group,
  isExact,
}: {
  readonly row: MessageRow;
  readonly group: GroupView;
  readonly isExact: boolean;
}) {
  const { t } = useTranslation('history');
  const { t: chat, i18n } = useTranslation('chat');
  const formats = useFormats();
  const now = useEngine().correctedNow();
  const own = row.authorId === group.myMemberId;
  const authorName = group.members.find(({ memberId }) => memberId === row.authorId)?.name ?? '';
  const time = `${formats.day(row.at, now)}, ${formats.time(row.at)}`;
  if (row.kind === 'notice') {
    const text = row.notice
      ? noticeText(row.notice, { own, authorName }, chat, i18n.language)
      : chat('notice.unknown');
    return <p className="text-center text-s text-muted wrap-anywhere">{text}</p>;
  }
  return (
    <div className="rounded-m border border-line bg-surface px-3 py-2">
      <p className="text-xs text-muted">
        <bdi className="font-semibold">{own ? chat('message.you') : authorName}</bdi> · {time}
      </p>
      {row.deletedBy === null && row.photos && (
        <div className="my-1 max-w-60">
          <PartBoundary place="card" resetKeys={[row.photos]}>
            <Suspense fallback={<p>{t('photo')}</p>}>
              <PhotoStrip groupId={row.groupId} photos={row.photos} author={own ? null : authorName} />
            </Suspense>
          </PartBoundary>
        </div>
      )}
      {row.deletedBy === null ? (
        row.text !== '' && (
          <p className="whitespace-pre-wrap wrap-anywhere">
            <bdi>{row.text}</bdi>
          </p>
        )
      ) : (
        <p className="text-muted italic">{isExact ? t('deletedThen') : t('deletedSince')}</p>
      )}
      {!isExact && row.deletedBy === null && <p className="text-xs text-wait">{t('editedSince')}</p>}
    </div>
  );
}
