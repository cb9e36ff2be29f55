/** What differs between two moments of a plan's text. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ComparedLines } from '#client/rooms/compared-lines.tsx';
import { Button } from '#client/ui/button.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { compareDocuments, countChanged } from '#domain/documents/compare.ts';
import { TextAway } from './at-moment.tsx';
import type { TextMoment } from './list-moments.ts';
import { useMomentText } from './use-moment-text.ts';
import type { MomentWords } from './use-moment-words.ts';
import type { TextNow } from './use-text-now.ts';

export interface BetweenMomentsProps {
  readonly place: { readonly groupId: string; readonly planId: string };
  /** The older one. */
  readonly from: TextMoment;
  readonly to: TextMoment;
  readonly words: MomentWords;
  readonly now: TextNow;
  readonly onLeave: () => void;
}

export function BetweenMoments({ place, from, to, words, now, onLeave }: BetweenMomentsProps) {
  const { t } = useTranslation('plans');
  const before = useMomentText(place, from, now);
  const after = useMomentText(place, to, now);
  const compared = useMemo(
    () =>
      before.text.state === 'here' && after.text.state === 'here'
        ? compareDocuments(before.text.document, after.text.document)
        : undefined,
    [before.text, after.text],
  );
  const isAway = before.text.state === 'not-here' || after.text.state === 'not-here';
  const again = (): void => {
    before.again();
    after.again();
  };
  return (
    <ScrollRegion label={t('versions.comparison')} layout="flex flex-col gap-3 py-3">
      <div className="flex flex-wrap items-center gap-2 px-4">
        <h2 className="flex-1 font-bold">
          {t('versions.comparing', {
            from: words.nameOf(from, false),
            to: words.nameOf(to, to.version === null),
          })}
        </h2>
        <Button variant="text" onClick={onLeave}>
          {t('versions.other')}
        </Button>
      </div>
      {isAway ? (
        <div className="px-4">
          <TextAway onAgain={again} />
        </div>
      ) : compared ? (
        <>
          <p role="status" className="px-4 text-s text-muted">
            {countChanged(compared) === 0
              ? t('versions.same')
              : t('versions.changed', { count: countChanged(compared) })}
          </p>
          {countChanged(compared) > 0 && (
            <ComparedLines compared={compared} label={t('versions.comparison')} />
          )}
        </>
      ) : (
        <SkeletonRows count={4} label={t('versions.loading')} />
      )}
    </ScrollRegion>
  );
}
