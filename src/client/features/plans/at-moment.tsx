/** One moment of a plan's text, to be read; and the way back to it, which can be undone. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { DocumentView } from '#client/rooms/document-view.tsx';
import { useEngine } from '#client/session/session-context.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { StatusLine } from '#client/ui/status-line.tsx';
import { useToast } from '#client/ui/toast.tsx';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { AuthorShares } from './author-shares.tsx';
import type { TextMoment } from './list-moments.ts';
import { type MomentText, useMomentText } from './use-moment-text.ts';
import type { MomentWords } from './use-moment-words.ts';
import { usePlanWriter } from './use-plan-writer.ts';
import type { TextNow } from './use-text-now.ts';

export interface AtMomentProps {
  readonly place: { readonly groupId: string; readonly planId: string };
  readonly moment: TextMoment;
  readonly words: MomentWords;
  readonly now: TextNow;
  /** What stands there now has a name: it is found again. */
  readonly isNamed: boolean;
  readonly mayWrite: boolean;
  readonly onCompare: () => void;
  readonly onLeave: () => void;
}

export function AtMoment({
  place,
  moment,
  words,
  now,
  isNamed,
  mayWrite,
  onCompare,
  onLeave,
}: AtMomentProps) {
  const { t } = useTranslation('plans');
  const { text, again } = useMomentText(place, moment, now);
  const [isAsking, setIsAsking] = useState(false);
  const { done, restore, undo } = useRestoring(place, isNamed);
  const ways = useRef<HTMLDivElement>(null);
  const undoAndStay = async (): Promise<void> => {
    await undo();
    // The button that was pressed is gone.
    ways.current?.querySelector('button')?.focus();
  };
  const when = moment.named?.name ?? words.whenOf(moment);
  const isPast = moment.version !== null;
  return (
    <>
      <StatusLine tone={isPast ? 'wait' : undefined} label={t('versions.title')}>
        {isPast && t('versions.asOf', { when })}
      </StatusLine>
      <ScrollRegion label={t('versions.text')} layout="flex flex-col gap-4 px-4 py-3">
        <div ref={ways} className="flex flex-wrap gap-2">
          {isPast && (
            <Button variant="quiet" onClick={onCompare}>
              {t('versions.compareNow')}
            </Button>
          )}
          {isPast && mayWrite && text.state === 'here' && (
            <Button variant="quiet" onClick={() => setIsAsking(true)}>
              {t('versions.restore')}
            </Button>
          )}
          <Button variant="text" onClick={onLeave}>
            {t('versions.other')}
          </Button>
        </div>
        {done && (
          <div role="status">
            <Notice tone="good">
              <p className="mb-2">{t('versions.restored', { when })}</p>
              <Button variant="quiet" onClick={() => void undoAndStay()}>
                {t('versions.undo')}
              </Button>
            </Notice>
          </div>
        )}
        <Text place={place} text={text} words={words} onAgain={again} />
      </ScrollRegion>
      <ConfirmSheet
        open={isAsking}
        title={t('versions.restoreAsk', { when })}
        closeLabel={t('close')}
        confirmLabel={t('versions.restoreYes')}
        cancelLabel={t('cancel')}
        onClose={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false);
          if (text.state === 'here') void restore(text.document);
        }}
      >
        {t('versions.restoreHow')}
      </ConfirmSheet>
    </>
  );
}

function Text({
  place,
  text,
  words,
  onAgain,
}: {
  readonly place: AtMomentProps['place'];
  readonly text: MomentText;
  readonly words: MomentWords;
  readonly onAgain: () => void;
}) {
  const { t } = useTranslation('plans');
  if (text.state === 'reading') return <SkeletonRows count={4} label={t('versions.loading')} />;
  if (text.state === 'not-here') return <TextAway onAgain={onAgain} />;
  return (
    <>
      {text.source && (
        <p className="text-s text-muted">
          {t(text.isNearest ? 'versions.nearest' : `versions.from.${text.source}`)}
        </p>
      )}
      {text.document.blocks.length === 0 ? (
        <p className="text-muted">{t('versions.empty')}</p>
      ) : (
        <DocumentView groupId={place.groupId} document={text.document} />
      )}
      <AuthorShares shares={text.shares} words={words} />
    </>
  );
}

export function TextAway({ onAgain }: { readonly onAgain: () => void }) {
  const { t } = useTranslation('plans');
  const words = useErrorWords();
  return (
    <div role="alert">
      <Notice tone="wait">
        <p className="mb-2">{words('plan.past-away').whole}</p>
        <Button variant="quiet" onClick={onAgain}>
          {t('versions.again')}
        </Button>
      </Notice>
    </div>
  );
}

/** What stood there before gets a name first: it stays a moment of its own, whoever wrote last and how long ago. */
function useRestoring(
  { groupId, planId }: AtMomentProps['place'],
  isNamed: boolean,
): {
  readonly done: boolean;
  readonly restore: (past: RichDocument) => Promise<void>;
  readonly undo: () => Promise<void>;
} {
  const { t } = useTranslation('plans');
  const engine = useEngine();
  const writer = usePlanWriter();
  const toast = useToast();
  const fail = useFailureToast();
  const [before, setBefore] = useState<readonly Block[]>();
  const write = async (blocks: readonly Block[]): Promise<readonly Block[] | undefined> => {
    let stood: readonly Block[] = [];
    const written = await writer.change({ groupId, planId }, (present) => {
      stood = present.blocks;
      return blocks;
    });
    if (written.ok) return stood;
    if (written.error === 'not-here') fail('plan.past-away');
    else fail(`commit.${written.error}`);
    return undefined;
  };
  return {
    done: before !== undefined,
    restore: async ({ blocks }) => {
      if (!isNamed) {
        const body = { planId, versionId: engine.newId(), name: t('versions.before') };
        const named = await engine.commit([{ type: 'plan.version-named', groupId, body }]);
        if (!named.ok) return fail(`commit.${named.error}`);
      }
      setBefore(await write(blocks));
    },
    undo: async () => {
      if (!before || !(await write(before))) return;
      setBefore(undefined);
      toast.show({ text: t('versions.undone') });
    },
  };
}
