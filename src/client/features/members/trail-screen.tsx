/** `/g/:id/pessoas/registro`: who did what to the group, newest first, for who administers it. */

import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeText } from '#client/i18n/notice-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { TRAIL_READERS } from '#domain/permissions.ts';
import { useInviteWords } from './invite-words.ts';
import { listTrail, type TrailWords } from './trail-entries.ts';

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
        <Trail group={group} />
      ) : (
        <EmptyState picture="🧭" title={t('trail.notYoursTitle')}>
          {t('trail.notYours')}
        </EmptyState>
      )}
    </div>
  );
}

function Trail({ group }: { readonly group: GroupView }) {
  const { groupId } = group;
  const { t } = useTranslation('members');
  const { t: chat, i18n } = useTranslation('chat');
  const formats = useFormats();
  const engine = useEngine();
  const words = useLinkWords(group);
  const [limit, setLimit] = useState(PAGE_ENTRIES);
  const trail = useObserved((reader) => reader.observeTrail(groupId, limit), [groupId, limit]);
  if (!trail) return <SkeletonRows count={6} label={t('loading')} />;
  const now = engine.correctedNow();
  const lines = trail.entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    text: entry.notice ? noticeText(entry.notice, entry, chat, i18n.language) : chat('notice.unknown'),
  }));
  const isWhole = !trail.hasMore && !trail.isArriving;
  return (
    <ScrollRegion label={t('trail.title')} layout="flex flex-col">
      <p className="px-4 py-3 text-s text-pretty text-muted">{t('trail.about')}</p>
      <ol aria-label={t('trail.title')} className="divide-y divide-line">
        {listTrail(lines, group.invites, isWhole, words).map(({ id, at, text }) => (
          <li key={id} className="flex flex-col px-4 py-3">
            <bdi className="wrap-anywhere">{text}</bdi>
            <time dateTime={new Date(at).toISOString()} className="text-xs text-muted tabular">
              {formats.day(at, now)}, {formats.time(at)}
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
    </ScrollRegion>
  );
}

function useLinkWords({ members, myMemberId }: GroupView): TrailWords {
  const { t } = useTranslation('members');
  const inviteWords = useInviteWords();
  return {
    linkMade: (invite) =>
      invite.own
        ? t('trail.youLinkMade', { terms: inviteWords(invite).terms })
        : t('trail.linkMade', { name: invite.maker?.name ?? '', terms: inviteWords(invite).terms }),
    linkOff: (entry, by) =>
      by === myMemberId
        ? t('trail.linkOffByYou', { entry })
        : t('trail.linkOff', { entry, by: members.find(({ memberId }) => memberId === by)?.name ?? '' }),
    firstLink: () => t('trail.firstLink'),
  };
}
