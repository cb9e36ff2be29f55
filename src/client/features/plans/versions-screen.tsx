/**
 * `/g/:id/planos/:planId/versoes`: a plan as it was. One chooses a moment to read, or two to compare, and may leave the text as it
 * was then. Nothing here changes what was: restoring is an edit like any other, and what stood there stays a moment.
 */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { useObserved } from '#client/session/session-context.ts';
import type { PlanDetail } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { AtMoment } from './at-moment.tsx';
import { BetweenMoments } from './between-moments.tsx';
import { listMoments, type TextMoment } from './list-moments.ts';
import { MomentList } from './moment-list.tsx';
import { NameVersionSheet } from './name-version-sheet.tsx';
import { useMomentWords } from './use-moment-words.ts';
import { useOlderEdits } from './use-older-edits.ts';
import { type TextNow, useTextNow } from './use-text-now.ts';

export interface VersionsScreenProps {
  readonly groupId: string;
  readonly planId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function VersionsScreen({ groupId, planId, connection }: VersionsScreenProps) {
  const { t } = useTranslation('plans');
  const detail = useObserved((reader) => reader.observePlan(groupId, planId), [groupId, planId]);
  return (
    <LedgerRoom
      groupId={groupId}
      title={t('versions.title')}
      subtitle={detail ? detail.plan.title || t('untitled') : undefined}
      back={`/g/${groupId}/planos/${planId}`}
      connection={connection}
      isRead={detail !== undefined}
    >
      {(group) => (detail ? <Versions group={group} detail={detail} /> : <PlanMissing groupId={groupId} />)}
    </LedgerRoom>
  );
}

function PlanMissing({ groupId }: { readonly groupId: string }) {
  const { t } = useTranslation('plans');
  return (
    <EmptyState
      picture="🧭"
      title={t('missing.title')}
      action={
        <Link href={`/g/${groupId}/planos`} className={buttonClasses('primary')}>
          {t('missing.list')}
        </Link>
      }
    >
      {t('missing.text')}
    </EmptyState>
  );
}

interface VersionsProps {
  readonly group: GroupView;
  readonly detail: PlanDetail;
}

function Versions({ group, detail }: VersionsProps) {
  const { t } = useTranslation('plans');
  const now = useTextNow(group.groupId, detail.plan.id);
  if (!now) return <SkeletonRows count={6} label={t('versions.loading')} />;
  if (now.state === 'gone') return <PlanMissing groupId={group.groupId} />;
  return <Timeline group={group} detail={detail} now={now} />;
}

type Shown =
  | { readonly what: 'list' }
  | { readonly what: 'moment'; readonly moment: TextMoment }
  | { readonly what: 'comparison'; readonly from: TextMoment; readonly to: TextMoment };

/** As it is now, with what others and this device write meanwhile. */
const NOW: TextMoment = { version: null, at: 0, authors: [], edits: 0, named: null };

function Timeline({ group, detail: { plan, versions }, now }: VersionsProps & { readonly now: TextNow }) {
  const { t } = useTranslation('plans');
  const words = useMomentWords(group);
  const [shown, setShown] = useState<Shown>(() => {
    const moment = askedMoment();
    return moment ? { what: 'moment', moment } : { what: 'list' };
  });
  const [isNaming, setIsNaming] = useState(false);
  const older = useOlderEdits(plan, now.edits);
  const moments = useMemo(() => {
    const inLog = listMoments(
      [...older.edits, ...now.edits],
      versions.filter(({ isPending }) => !isPending),
    );
    const { isPending, editedAt: at, editedBy } = plan;
    return isPending ? [{ version: null, at, authors: [editedBy], edits: 1, named: null }, ...inLog] : inLog;
  }, [now.edits, older.edits, versions, plan]);
  const waiting = versions.filter(({ isPending }) => isPending);
  const mayWrite = isPermitted('plan.edited', group.myRole, true);
  const [newest] = moments;
  // The newest moment is the text of now, as others go on writing in it; a name stands where it was given.
  const textOf = (moment: TextMoment): TextMoment =>
    moment === newest && !moment.named ? { ...moment, version: null } : moment;
  const place = { groupId: group.groupId, planId: plan.id };
  const toList = (): void => setShown({ what: 'list' });
  if (shown.what === 'moment') {
    return (
      <AtMoment
        place={place}
        moment={shown.moment}
        words={words}
        now={now}
        isNamed={newest?.named != null}
        mayWrite={mayWrite}
        onCompare={() =>
          newest && setShown({ what: 'comparison', from: shown.moment, to: { ...NOW, at: newest.at } })
        }
        onLeave={toList}
      />
    );
  }
  if (shown.what === 'comparison') {
    return (
      <BetweenMoments
        place={place}
        from={shown.from}
        to={shown.to}
        words={words}
        now={now}
        onLeave={toList}
      />
    );
  }
  return (
    <ScrollRegion label={t('versions.label')} layout="flex flex-col">
      <p className="px-4 pt-3 text-s text-pretty text-muted">{t('versions.about')}</p>
      {mayWrite && newest && newest.named === null && (
        <div className="px-4 pt-2">
          <Button variant="quiet" onClick={() => setIsNaming(true)}>
            {t('versions.nameNow')}
          </Button>
        </div>
      )}
      {waiting.map(({ id, name }) => (
        <p key={id} className="px-4 pt-2 text-s text-wait">
          <bdi className="font-semibold">{name}</bdi> · {t('versions.waiting')}
        </p>
      ))}
      {moments.length === 0 ? (
        <p className="px-4 py-3">{t('versions.empty')}</p>
      ) : (
        <MomentList
          moments={moments}
          words={words}
          onOpen={(moment) => setShown({ what: 'moment', moment: textOf(moment) })}
          onCompare={(from, to) => setShown({ what: 'comparison', from, to: textOf(to) })}
        />
      )}
      {(now.state === 'not-here' || older.state === 'away') && (
        <p role="status" className="px-4 pt-3 text-s text-wait">
          {t('versions.fromDevice')}
        </p>
      )}
      {older.mayBeMore && (
        <div className="px-4 py-3">
          <Button variant="quiet" busy={older.state === 'asking'} onClick={() => void older.ask()}>
            {t('versions.older')}
          </Button>
        </div>
      )}
      {isNaming && <NameVersionSheet place={place} onClose={() => setIsNaming(false)} />}
    </ScrollRegion>
  );
}

/** `?em=12`: the group's history leads to the text as of that version of its log. */
function askedMoment(): TextMoment | undefined {
  const version = Number(new URLSearchParams(location.search).get('em'));
  if (!Number.isSafeInteger(version) || version <= 0) return undefined;
  const { at } = (history.state ?? {}) as { at?: unknown };
  return { ...NOW, version, at: typeof at === 'number' ? at : Date.now() };
}
