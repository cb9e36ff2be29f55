/** One plan of a copy, to be read before it is brought back. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import type { CopiedPlan, CopyDoor } from '#client/session/copies.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';

export interface CopiedPlanProps {
  readonly door: CopyDoor;
  readonly order: number;
  readonly plan: CopiedPlan;
  readonly onRestore: () => void;
  readonly onBack: () => void;
}

export function CopiedPlanPart({ door, order, plan, onRestore, onBack }: CopiedPlanProps) {
  const { t } = useTranslation('copies');
  const say = useErrorWords();
  const words = useWords(door, order, plan);
  const title = plan.title || t('look.untitled');
  return (
    <article aria-label={title} className="flex flex-col gap-3">
      <div>
        <h3 className="font-bold wrap-anywhere">
          <bdi>{title}</bdi>
        </h3>
        <p className="text-s text-muted">{t('look.in', { group: plan.groupName })}</p>
      </div>
      {words === undefined && <SkeletonRows count={3} label={t('loading')} />}
      {words === null && <Notice tone="bad">{say('copies.damaged').whole}</Notice>}
      {words?.trim() === '' && <p className="text-muted">{t('look.noWords')}</p>}
      {words && words.trim() !== '' && (
        // Long ones scroll with the sheet: a region in a region is hard to scroll by touch.
        <p dir="auto" className="whitespace-pre-wrap wrap-anywhere rounded-m border border-line p-3">
          {words}
        </p>
      )}
      {words !== undefined && words !== null && (
        <Button wide onClick={onRestore}>
          {t('restore.plan')}
        </Button>
      )}
      <Button wide variant="quiet" onClick={onBack}>
        {t('back')}
      </Button>
    </article>
  );
}

/** undefined: not read yet; null: it cannot be. */
function useWords(door: CopyDoor, order: number, { groupId, planId }: CopiedPlan): string | null | undefined {
  const [words, setWords] = useState<string | null>();
  useEffect(() => {
    let isShown = true;
    const show = (found: string | null): void => {
      if (isShown) setWords(found);
    };
    door.readPlan(order, { groupId, planId }).then(
      (found) => show(found ?? null),
      () => show(null),
    );
    return () => {
      isShown = false;
    };
  }, [door, order, groupId, planId]);
  return words;
}
