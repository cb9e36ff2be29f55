/**
 * `/g/:id/historico`: a group as it was. One chooses a moment, looks around in it, compares it with now, and may bring back
 * what was lost. Nothing here changes what was: bringing back is saying it anew.
 */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { type PhotoDoor, PhotosContext, usePhotos } from '#client/session/photos.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Choice } from '#client/ui/choice.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { StatusLine } from '#client/ui/status-line.tsx';
import { buildAccounts } from './build-past.ts';
import { Comparison } from './comparison.tsx';
import type { Moment } from './list-moments.ts';
import { MomentList } from './moment-list.tsx';
import { PastAccounts } from './past-accounts.tsx';
import { PastConversation } from './past-conversation.tsx';
import { PastPlans } from './past-plans.tsx';
import { RestoredNote } from './restored-note.tsx';
import { type AskPast, usePast } from './use-past.ts';

const VIEWS = ['conversation', 'accounts', 'plans', 'comparison'] as const;
type View = (typeof VIEWS)[number];

export interface HistoryScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
  readonly ask: AskPast;
}

export default function HistoryScreen({ groupId, connection, ask }: HistoryScreenProps) {
  const { t } = useTranslation('history');
  const group = useObserved((reader) => reader.observeGroup(groupId), [groupId]);
  const [moment, setMoment] = useState<Moment>();
  if (group === undefined) return <SkeletonRows count={6} label={t('loading')} />;
  const isIn = group?.state === 'member' || group?.state === 'joining';
  return (
    <PassingPhotos>
      <ScreenHeader
        back={{ href: `/g/${groupId}`, label: t('back') }}
        title={t('title')}
        subtitle={group ? <bdi>{group.name}</bdi> : undefined}
      />
      {connection}
      {group && isIn && <RestoredNote groupId={groupId} />}
      {!group || !isIn ? (
        <EmptyState picture="🧭" title={t('notYoursTitle')}>
          {t('notYours')}
        </EmptyState>
      ) : moment ? (
        <AtMoment
          key={moment.version}
          group={group}
          moment={moment}
          ask={ask}
          onLeave={() => setMoment(undefined)}
        />
      ) : (
        <ScrollRegion label={t('title')} layout="flex flex-col">
          <MomentList group={group} onChoose={setMoment} />
        </ScrollRegion>
      )}
    </PassingPhotos>
  );
}

/** Photos of a moment are shown, and no copies of them kept: some are deleted by now. */
function PassingPhotos({ children }: { readonly children: ReactNode }) {
  const photos = usePhotos();
  const passing = useMemo((): PhotoDoor | null => {
    if (!photos) return null;
    return {
      ...photos,
      show: (photo, size, signal) => photos.show({ ...photo, isPassing: true }, size, signal),
    };
  }, [photos]);
  return (
    <PhotosContext value={passing}>
      <div className="flex h-full min-h-0 flex-1 flex-col">{children}</div>
    </PhotosContext>
  );
}

function AtMoment({
  group,
  moment,
  ask,
  onLeave,
}: {
  readonly group: GroupView;
  readonly moment: Moment;
  readonly ask: AskPast;
  readonly onLeave: () => void;
}) {
  const { groupId } = group;
  const { t } = useTranslation('history');
  const formats = useFormats();
  const engine = useEngine();
  const words = useErrorWords();
  const [view, setView] = useState<View>('conversation');
  const ground = useObserved((reader) => reader.observePastGround(groupId), [groupId]);
  const { past, again } = usePast(ask, { epoch: ground?.epoch ?? null, groupId, version: moment.version });
  if (!ground) return <SkeletonRows count={6} label={t('loading')} />;
  const accounts = buildAccounts(ground, past.version, past.images);
  const when = `${formats.day(moment.at, engine.correctedNow())}, ${formats.time(moment.at)}`;
  return (
    <>
      <StatusLine tone="wait" label={t('title')}>
        {t('asOf', { when })}
      </StatusLine>
      <div className="flex flex-col gap-2 px-4 py-2">
        <p role="status" className="text-s text-muted">
          {past.source === 'server' && past.version !== moment.version && t('nearest')}
          {past.source === 'server' && past.version === moment.version && t('fromServer')}
          {past.source === 'asking' && t('asking')}
          {past.source === 'device' && `${words(past.why).brief} ${t('fromDevice')}`}
        </p>
        {past.source === 'device' && (
          <Button variant="quiet" onClick={again}>
            {t('askAgain')}
          </Button>
        )}
        <Choice
          label={t('views')}
          value={view}
          options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
          onChange={setView}
        />
        <Button variant="text" onClick={onLeave}>
          {t('otherMoment')}
        </Button>
      </div>
      <ScrollRegion label={t(`view.${view}`)} layout="flex flex-col">
        {view === 'conversation' && <PastConversation group={group} past={past} />}
        {(view === 'accounts' || view === 'comparison') && accounts.inexact.size > 0 && (
          <p className="px-4 py-2 text-s text-wait">{t('inexact', { count: accounts.inexact.size })}</p>
        )}
        {view === 'accounts' && <PastAccounts group={group} accounts={accounts} />}
        {view === 'plans' && <PastPlans group={group} moment={{ version: past.version, at: moment.at }} />}
        {view === 'comparison' && (
          <Comparison group={group} ground={ground} past={past} accounts={accounts} />
        )}
      </ScrollRegion>
    </>
  );
}
