/** `/g/:id/pessoas/registro`: who did what to the group, newest first, for who administers it. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeText } from '#client/i18n/notice-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { TRAIL_READERS } from '#domain/permissions.ts';

const PAGE_ENTRIES = 50;

export interface TrailScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function TrailScreen({ groupId, connection }: TrailScreenProps) {
  const { t } = useTranslation('members');
  const group = useObserved((reader) => reader.observeGroup(groupId), [groupId]);
  if (group === undefined) return <SkeletonRows count={6} label={t('loading')} />;
  const isIn = group?.state === 'member' || group?.state === 'joining';
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col">
      <ScreenHeader
        back={{ href: `/g/${groupId}/pessoas`, label: t('back') }}
        title={t('trail.title')}
        subtitle={group ? <bdi>{group.name}</bdi> : undefined}
      />
      {connection}
      {isIn && TRAIL_READERS.includes(group.myRole) ? (
        <Trail groupId={groupId} />
      ) : (
        <EmptyState picture="🧭" title={t('trail.notYoursTitle')}>
          {t('trail.notYours')}
        </EmptyState>
      )}
    </div>
  );
}

function Trail({ groupId }: { readonly groupId: string }) {
  const { t } = useTranslation('members');
  const { t: chat } = useTranslation('chat');
  const formats = useFormats();
  const engine = useEngine();
  const [limit, setLimit] = useState(PAGE_ENTRIES);
  const trail = useObserved((reader) => reader.observeTrail(groupId, limit), [groupId, limit]);
  if (!trail) return <SkeletonRows count={6} label={t('loading')} />;
  const now = engine.correctedNow();
  return (
    <section
      aria-label={t('trail.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto pb-[max(24px,env(safe-area-inset-bottom))] focus-visible:outline-offset-[-2px]"
    >
      <p className="px-4 py-3 text-s text-pretty text-muted">{t('trail.about')}</p>
      <ol aria-label={t('trail.title')} className="divide-y divide-line">
        {trail.entries.map((entry) => (
          <li key={entry.id} className="flex flex-col px-4 py-3">
            <bdi className="wrap-anywhere">
              {entry.notice ? noticeText(entry.notice, entry, chat) : chat('notice.unknown')}
            </bdi>
            <time dateTime={new Date(entry.at).toISOString()} className="text-xs text-muted tabular">
              {formats.day(entry.at, now)}, {formats.time(entry.at)}
            </time>
          </li>
        ))}
      </ol>
      {trail.isArriving && <p className="px-4 py-3 text-s text-muted">{t('trail.arriving')}</p>}
      {trail.hasMore && (
        <div className="p-4">
          <Button wide variant="quiet" onClick={() => setLimit((shown) => shown + PAGE_ENTRIES)}>
            {t('trail.more')}
          </Button>
        </div>
      )}
    </section>
  );
}
