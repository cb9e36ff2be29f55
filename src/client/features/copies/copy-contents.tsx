/** What lies in one copy: what waited, what was being written, the groups, and the texts of their plans. */
import ChevronRight from 'lucide-react/icons/chevron-right';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopiedPlan, CopyContent } from '#client/session/copies.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';

/** More would be a page of its own; all of it is restored. */
const SHOWN_MAX = 20;

export interface CopyContentsProps {
  readonly content: CopyContent;
  readonly onRestoreGroup: (groupId: string, name: string) => void;
  readonly onLookAtPlan: (plan: CopiedPlan) => void;
}

export function CopyContents({ content, onRestoreGroup, onLookAtPlan }: CopyContentsProps) {
  const { t } = useTranslation('copies');
  const { waiting, drafts, groups, plans, damaged } = content;
  return (
    <>
      {damaged > 0 && <Notice tone="bad">{t('look.damaged', { count: damaged })}</Notice>}
      <Lines title={t('look.waiting')} count={waiting.length} none={t('look.nothingWaiting')}>
        {waiting.slice(0, SHOWN_MAX).map(({ opId, text, groupName }) => (
          <Line key={opId} text={text === null ? t('look.other') : `“${text}”`} groupName={groupName} />
        ))}
      </Lines>
      {drafts.length > 0 && (
        <Lines title={t('look.drafts')} count={drafts.length}>
          {drafts.slice(0, SHOWN_MAX).map(({ groupId, text, groupName }) => (
            <Line key={groupId} text={text === '' ? t('look.form') : `“${text}”`} groupName={groupName} />
          ))}
        </Lines>
      )}
      <Lines title={t('look.groups')} count={groups.length} none={t('look.noGroups')}>
        {groups.map(({ groupId, name, messages }) => (
          <li key={groupId} className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-semibold">{name}</span>
              <span className="block text-s text-muted tabular">
                {t('look.messages', { count: messages })}
              </span>
            </span>
            <Button
              variant="quiet"
              aria-label={t('restore.groupOf', { group: name })}
              onClick={() => onRestoreGroup(groupId, name)}
            >
              {t('restore.group')}
            </Button>
          </li>
        ))}
      </Lines>
      {plans.length > 0 && <Plans plans={plans} onLook={onLookAtPlan} />}
    </>
  );
}

/** All of them: what is past the first ones is looked for, and brought back one by one. */
function Plans({
  plans,
  onLook,
}: {
  readonly plans: readonly CopiedPlan[];
  readonly onLook: (plan: CopiedPlan) => void;
}) {
  const { t } = useTranslation('copies');
  return (
    <Lines title={t('look.plans')} count={plans.length}>
      {plans.map((plan) => (
        <li key={`${plan.groupId} ${plan.planId}`}>
          <button
            type="button"
            className="target flex w-full items-center gap-3 text-start"
            onClick={() => onLook(plan)}
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate font-semibold">
                <bdi>{plan.title || t('look.untitled')}</bdi>
              </span>
              <span className="block truncate text-s text-muted">
                {t('look.in', { group: plan.groupName })}
              </span>
            </span>
            <ChevronRight aria-hidden="true" size={20} className="shrink-0 text-muted" />
          </button>
        </li>
      ))}
    </Lines>
  );
}

interface LinesProps {
  readonly title: string;
  readonly count: number;
  readonly none?: string;
  readonly children: ReactNode;
}

function Lines({ title, count, none, children }: LinesProps) {
  return (
    <section>
      <h3 className="mb-1 text-s font-bold text-muted tabular">
        {title}
        {count > 0 && ` · ${count}`}
      </h3>
      {count === 0 ? <p>{none}</p> : <ul className="flex flex-col gap-2">{children}</ul>}
    </section>
  );
}

function Line({ text, groupName }: { readonly text: string; readonly groupName: string }) {
  const { t } = useTranslation('copies');
  return (
    <li>
      <span className="line-clamp-2 break-words">{text}</span>
      <span className="block text-s text-muted">{t('look.in', { group: groupName })}</span>
    </li>
  );
}
