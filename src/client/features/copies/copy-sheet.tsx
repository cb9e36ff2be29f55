/**
 * One copy: what is in it, and bringing some of it back.
 *
 *   looked at ──choice──→ asked ──yes──→ running ──→ told what came back
 *     │ ↑───────cancel──────┘ ↑             └─────→ told that not everything did
 *     └──→ a plan, read ──────┘
 */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useCopyTime } from '#client/i18n/use-copy-time.ts';
import type {
  Beside,
  CopiedPlan,
  CopyContent,
  CopyDoor,
  CopySummary,
  DoorChoice,
  Restored,
} from '#client/session/copies.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { CopiedPlanPart } from './copied-plan.tsx';
import { CopyContents } from './copy-contents.tsx';

type Choice = DoorChoice | { readonly kind: 'plan'; readonly plan: CopiedPlan };

type Stage =
  | { readonly at: 'looking' }
  | { readonly at: 'reading'; readonly plan: CopiedPlan }
  | { readonly at: 'asking'; readonly choice: Choice; readonly name: string }
  | { readonly at: 'running'; readonly done: number; readonly of: number }
  | { readonly at: 'done'; readonly restored: Restored; readonly beside?: BesidePlan }
  | { readonly at: 'failed' };

interface BesidePlan {
  readonly groupId: string;
  readonly beside: Beside;
}

export interface CopySheetProps {
  readonly door: CopyDoor;
  readonly copy: CopySummary;
  readonly onClose: () => void;
}

export function CopySheet({ door, copy, onClose }: CopySheetProps) {
  const { t } = useTranslation('copies');
  const words = useErrorWords();
  const timeOf = useCopyTime();
  const content = useContent(door, copy.order);
  const [stage, setStage] = useState<Stage>({ at: 'looking' });

  const restore = async (choice: Choice): Promise<void> => {
    setStage({ at: 'running', done: 0, of: 1 });
    const onProgress = (done: number, of: number): void => setStage({ at: 'running', done, of });
    try {
      if (choice.kind === 'plan') {
        const { groupId, planId } = choice.plan;
        const titleOf = (title: string): string =>
          t('restore.besideTitle', { title: title || t('look.untitled'), when: timeOf(copy.at) });
        const made = await door.restorePlan(copy.order, { groupId, planId }, { titleOf, onProgress });
        setStage({ at: 'done', restored: made.restored, beside: { groupId, beside: made.beside } });
      } else setStage({ at: 'done', restored: await door.restore(copy.order, choice, onProgress) });
    } catch {
      setStage({ at: 'failed' });
    }
  };
  const ask = (choice: Choice, name = ''): void => setStage({ at: 'asking', choice, name });
  return (
    <Sheet open isForReading onClose={onClose} title={timeOf(copy.at)} closeLabel={t('close')}>
      {stage.at === 'looking' && (
        <Looking content={content} onAsk={ask} onLookAtPlan={(plan) => setStage({ at: 'reading', plan })} />
      )}
      {stage.at === 'reading' && (
        <CopiedPlanPart
          door={door}
          order={copy.order}
          plan={stage.plan}
          onRestore={() => ask({ kind: 'plan', plan: stage.plan }, stage.plan.title || t('look.untitled'))}
          onBack={() => setStage({ at: 'looking' })}
        />
      )}
      {stage.at === 'asking' && (
        <div className="flex flex-col gap-3">
          <p className="font-bold">{t(`restore.ask.${stage.choice.kind}`, { group: stage.name })}</p>
          <p className="text-pretty">
            {t(stage.choice.kind === 'plan' ? 'restore.planText' : 'restore.text')}
          </p>
          <Button wide onClick={() => void restore(stage.choice)}>
            {t('restore.yes')}
          </Button>
          <Button wide variant="quiet" onClick={() => setStage({ at: 'looking' })}>
            {t('cancel')}
          </Button>
        </div>
      )}
      {stage.at === 'running' && (
        <div role="status" className="flex flex-col gap-2 py-4">
          <p className="tabular">{t('restore.running', { done: stage.done, of: stage.of })}</p>
          <progress className="w-full" value={stage.done} max={stage.of} aria-label={t('restore.yes')} />
        </div>
      )}
      {stage.at === 'done' && <Result restored={stage.restored} besidePlan={stage.beside} />}
      {stage.at === 'failed' && (
        <div role="alert">
          <Notice tone="bad">{words('copies.interrupted').whole}</Notice>
        </div>
      )}
    </Sheet>
  );
}

/** undefined: not read yet; null: it is not there any more. */
function useContent(door: CopyDoor, order: number): CopyContent | null | undefined {
  const [content, setContent] = useState<CopyContent | null>();
  useEffect(() => {
    let isShown = true;
    const show = (found: CopyContent | undefined): void => {
      if (isShown) setContent(found ?? null);
    };
    door.look(order).then(show, () => show(undefined));
    return () => {
      isShown = false;
    };
  }, [door, order]);
  return content;
}

function Looking({
  content,
  onAsk,
  onLookAtPlan,
}: {
  readonly content: CopyContent | null | undefined;
  readonly onAsk: (choice: DoorChoice, name?: string) => void;
  readonly onLookAtPlan: (plan: CopiedPlan) => void;
}) {
  const { t } = useTranslation('copies');
  if (content === undefined) return <SkeletonRows count={3} label={t('loading')} />;
  if (content === null) return <Notice tone="wait">{t('look.gone')}</Notice>;
  return (
    <div className="flex flex-col gap-4">
      <CopyContents
        content={content}
        onRestoreGroup={(groupId, name) => onAsk({ kind: 'group', groupId }, name)}
        onLookAtPlan={onLookAtPlan}
      />
      <div className="flex flex-col gap-2">
        <Button wide onClick={() => onAsk({ kind: 'everything' })}>
          {t('restore.everything')}
        </Button>
        <Button wide variant="quiet" onClick={() => onAsk({ kind: 'unsent' })}>
          {t('restore.unsent')}
        </Button>
      </div>
    </div>
  );
}

const COUNTS = ['queued', 'trayed', 'drafts', 'groups', 'plans', 'damaged'] as const;

function Result({
  restored,
  besidePlan,
}: {
  readonly restored: Restored;
  readonly besidePlan: BesidePlan | undefined;
}) {
  const { t } = useTranslation('copies');
  const counts = COUNTS.filter((name) => restored[name] > 0);
  const { groupId, beside } = besidePlan ?? {};
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="font-bold">{t('result.title')}</p>
      {beside?.outcome === 'refused' && <Notice tone="wait">{t('result.besideRefused')}</Notice>}
      {beside?.outcome === 'made' && (
        <>
          <p className="text-pretty wrap-anywhere">{t('result.beside', { title: beside.title })}</p>
          <Link href={`/g/${groupId}/planos/${beside.planId}`} className={buttonClasses('primary', true)}>
            {t('result.openBeside')}
          </Link>
        </>
      )}
      {counts.length > 0 && (
        <ul className="list-disc ps-5">
          {counts.map((name) => (
            <li key={name}>{t(`result.${name}`, { count: restored[name] })}</li>
          ))}
        </ul>
      )}
      {counts.length === 0 && (beside === undefined || beside.outcome === 'nothing') && (
        <p className="text-pretty">{t('result.nothing')}</p>
      )}
      {restored.queued + restored.trayed > 0 && (
        <Link href="/fila" className={buttonClasses('quiet', true)}>
          {t('result.queue')}
        </Link>
      )}
    </div>
  );
}
