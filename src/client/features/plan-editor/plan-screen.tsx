/** `/g/:id/planos/:planId`: one plan, read and written together. */
import History from 'lucide-react/icons/history';
import PencilLine from 'lucide-react/icons/pencil-line';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { GroupMissing } from '#client/rooms/group-missing.tsx';
import { useNoteLook } from '#client/session/plan-looks.ts';
import { useEngineStatus, useObserved } from '#client/session/session-context.ts';
import { useGroup } from '#client/session/use-group.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import type { PlanDetail } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { IconButton } from '#client/ui/icon-button.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { PlainPlan } from './plain-plan.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { RenameSheet } from './rename-sheet.tsx';
import { SaveNote } from './save-note.tsx';
import { PLAN_VOCABULARY } from './schema/plan-vocabulary.ts';
import { findUnknown } from './schema/readable-text.ts';
import { type PlanTextNow, usePlanText } from './use-plan-text.ts';
import { useShownText } from './use-shown-text.ts';
import { useUnchanged } from './use-unchanged.ts';

export interface PlanScreenProps {
  readonly groupId: string;
  readonly planId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function PlanScreen({ groupId, planId, connection }: PlanScreenProps) {
  const { t } = useTranslation('editor');
  const group = useUnchanged(useGroup(groupId));
  const detail = useUnchanged(
    useLastSeen(useObserved((reader) => reader.observePlan(groupId, planId), [groupId, planId])),
  );
  if (group === null) return <GroupMissing heading="h1" />;
  if (!group || detail === undefined) return <SkeletonRows count={6} label={t('opening')} />;
  if (!detail) return <PlanMissing groupId={groupId} connection={connection} />;
  return <Plan group={group} detail={detail} connection={connection} />;
}

interface PlanProps {
  readonly group: GroupView;
  readonly detail: PlanDetail;
  readonly connection: ReactNode;
}

function Plan({ group, detail, connection }: PlanProps) {
  const { t } = useTranslation('editor');
  const { plan } = detail;
  const { groupId, myRole } = group;
  const now = usePlanText(groupId, plan.id);
  const isReadOnlyApp = useEngineStatus().storage === 'closed';
  const [isRenaming, setRenaming] = useState(false);
  useNoteLook(groupId, { planId: plan.id, version: Math.max(plan.version, plan.textVersion) });
  const mayWrite = isPermitted('plan.edited', myRole, true) && plan.archivedAt === null && !isReadOnlyApp;
  const home = `/g/${groupId}/planos`;
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col">
      <ScreenHeader
        back={{ href: home, label: t('toPlans') }}
        title={<bdi>{plan.title || t('untitled')}</bdi>}
        subtitle={now && mayWrite ? <SaveNote text={now.text} /> : <bdi>{group.name}</bdi>}
        actions={
          <div className="-me-2 flex">
            {mayWrite && (
              <IconButton
                label={t('rename')}
                icon={<PencilLine aria-hidden="true" size={20} />}
                onClick={() => setRenaming(true)}
              />
            )}
            <Link
              href={`${home}/${plan.id}/versoes`}
              state={{ from: `${home}/${plan.id}` }}
              aria-label={t('versions')}
              title={t('versions')}
              className="target inline-grid place-items-center rounded-full hover:bg-line/60"
            >
              <History aria-hidden="true" size={20} />
            </Link>
          </div>
        }
      />
      {connection}
      {!mayWrite && !isReadOnlyApp && (
        <div className="px-4 pb-2">
          <Notice tone="plain">{t(plan.archivedAt === null ? 'guest' : 'archived')}</Notice>
        </div>
      )}
      {now === null || now.state === 'loading' ? (
        <SkeletonRows count={6} label={t('opening')} />
      ) : now.state === 'whole' ? (
        <PartBoundary place="editor" resetKeys={[now.text]}>
          <Text group={group} detail={detail} now={now} mayWrite={mayWrite} />
        </PartBoundary>
      ) : (
        <NotHere home={home} />
      )}
      {isRenaming && <RenameSheet groupId={groupId} plan={plan} onClose={() => setRenaming(false)} />}
    </div>
  );
}

function Text({
  group,
  detail,
  now,
  mayWrite,
}: {
  readonly group: GroupView;
  readonly detail: PlanDetail;
  readonly now: PlanTextNow;
  readonly mayWrite: boolean;
}) {
  const { t } = useTranslation('editor');
  const fragment = useShownText(now.text.doc, mayWrite);
  const comments = useUnchanged(detail.comments);
  const [isUnknown, setUnknown] = useState(() => findUnknown(fragment, PLAN_VOCABULARY) !== null);
  const onUnknown = useCallback(() => setUnknown(true), []);
  if (!isUnknown) {
    return (
      <PlanEditor
        key={String(mayWrite)}
        group={group}
        planId={detail.plan.id}
        text={now.text}
        comments={comments}
        fragment={fragment}
        isEditable={mayWrite}
        onUnknown={onUnknown}
      />
    );
  }
  return (
    <>
      <div role="status" className="px-4 pb-2">
        <Notice tone="wait">{t('newerApp')}</Notice>
      </div>
      <PlainPlan fragment={fragment} />
    </>
  );
}

function PlanMissing({ groupId, connection }: { readonly groupId: string; readonly connection: ReactNode }) {
  const { t } = useTranslation('editor');
  const home = `/g/${groupId}/planos`;
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col">
      <ScreenHeader back={{ href: home, label: t('toPlans') }} title={t('missing')} />
      {connection}
      <NotHere home={home} />
    </div>
  );
}

function NotHere({ home }: { readonly home: string }) {
  const { t } = useTranslation('editor');
  return (
    <EmptyState
      picture="🗺️"
      title={t('notHere')}
      action={
        <Link href={home} className={buttonClasses('primary')}>
          {t('toPlans')}
        </Link>
      }
    >
      {t('missingText')}
    </EmptyState>
  );
}
