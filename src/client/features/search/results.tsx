/** What was found on the device and at the server, and what to do when nothing was. */
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import type { SearchHit } from '#client/search-index/search-query.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LiveRegion } from '#client/ui/live-region.tsx';
import { useDelayed } from '#client/ui/use-delayed.ts';
import type { Asker, Found, FromServer } from './asker.ts';
import { HitList } from './hit-list.tsx';
import { useAsked } from './use-search.ts';

export interface ResultsProps {
  readonly asker: Asker;
  readonly isOnline: boolean;
  /** Something is in the box, and no letter or number. */
  readonly isUnaskable: boolean;
  /** Like the other one the same function from letter to letter. */
  readonly onOpen: () => void;
  readonly onReset: () => void;
}

/** Drawn anew when an answer comes; a letter alone changes nothing of it. */
export const Results = memo(function Results({
  asker,
  isOnline,
  isUnaskable,
  onOpen,
  onReset,
}: ResultsProps) {
  const { t } = useTranslation('search');
  const words = useErrorWords();
  const { found, isFirstAsked, hasFailed, server } = useAsked(asker);
  const isSlow = useDelayed(isFirstAsked, 200);
  const hits = useMemo(() => listHits(found, server), [found, server]);
  if (hasFailed) {
    return (
      <div className="px-safe py-4">
        <Notice tone="wait">{words('search.stopped').whole}</Notice>
        <Button variant="quiet" onClick={asker.retry}>
          {t('retry')}
        </Button>
      </div>
    );
  }
  // Signs alone: there is nothing to look for.
  if (isUnaskable)
    return (
      <EmptyState picture="🔎" title={t('noneTitle')}>
        {t('none')}
      </EmptyState>
    );
  if (!found) return isSlow ? <Line>{t('searching')}</Line> : null;
  const { answer, query } = found;
  const isWhole = answer.share === 1 && server.state !== 'asking';
  const isFiltered = Object.keys(query.filters).length > 0;
  return (
    <>
      <LiveRegion>{isWhole && found.isWhole ? t('count', { count: hits.length }) : ''}</LiveRegion>
      {answer.share < 1 && <Line>{t('preparing', { percent: Math.floor(answer.share * 100) })}</Line>}
      {!isOnline && <Line>{t('offline')}</Line>}
      {server.state === 'unreachable' && isOnline && <Line>{t('deviceOnly')}</Line>}
      <HitList hits={hits} isWhole={found.isWhole} onOpen={onOpen} />
      {answer.hasMore && <Line>{t('more')}</Line>}
      {answer.isCut && <Line>{t('cut')}</Line>}
      {server.state === 'asking' && <Line>{t('askingServer')}</Line>}
      {server.state === 'here' && server.after !== null && (
        <div className="px-safe pt-3">
          <Button variant="quiet" onClick={asker.askMore}>
            {t('moreFromServer')}
          </Button>
        </div>
      )}
      {hits.length === 0 && isWhole && (
        <EmptyState
          picture="🔎"
          title={t('noneTitle')}
          action={
            isFiltered && (
              <Button variant="quiet" onClick={onReset}>
                {t('resetFilters')}
              </Button>
            )
          }
        >
          {isFiltered ? t('noneFiltered') : t('none')}
        </EmptyState>
      )}
    </>
  );
});

function listHits(found: Found | undefined, server: FromServer): readonly SearchHit[] {
  const own = found?.answer.hits ?? [];
  return server.state === 'here' ? [...own, ...withoutDoubles(server.hits, own)] : own;
}

/** A plan that the device found by its title alone is told again with the line that the server found in it. */
function withoutDoubles(more: readonly SearchHit[], known: readonly SearchHit[]): readonly SearchHit[] {
  const isKnown = ({ id, block }: SearchHit): boolean =>
    known.some((one) => one.id === id && (one.block !== null || block === null));
  return more.filter((hit) => !isKnown(hit));
}

function Line({ children }: { readonly children: string }) {
  return <p className="px-safe py-2 text-s text-muted text-pretty">{children}</p>;
}
