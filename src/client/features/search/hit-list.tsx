/** What was found, kind by kind. ↑ ↓ go from hit to hit, and from the first one back to the box. */
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { SEARCH_KINDS, type SearchHit } from '#client/search-index/search-query.ts';
import { useEngine } from '#client/session/session-context.ts';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { Marked } from './marked.tsx';
import { placeOf } from './place-of.ts';

export interface HitListProps {
  readonly hits: readonly SearchHit[];
  readonly onOpen: (hit: SearchHit) => void;
}

export function HitList({ hits, onOpen }: HitListProps) {
  const { t } = useTranslation('search');
  return SEARCH_KINDS.map((kind) => {
    const own = hits.filter((hit) => hit.kind === kind);
    if (own.length === 0) return null;
    return (
      <section key={kind} aria-labelledby={`found-${kind}`} className="mt-4">
        <h2 id={`found-${kind}`} className="px-safe py-1 text-s font-semibold text-muted">
          {t(`kinds.${kind}`)}
        </h2>
        <ul className="divide-y divide-line">
          {own.map((hit) => (
            <li key={`${hit.groupId} ${hit.id} ${hit.block ?? ''}`}>
              <RowBoundary what="row" resetKeys={[hit]}>
                <HitRow hit={hit} onOpen={onOpen} />
              </RowBoundary>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function HitRow({ hit, onOpen }: { readonly hit: SearchHit; readonly onOpen: (hit: SearchHit) => void }) {
  const { t } = useTranslation('search');
  const formats = useFormats();
  const money = useMoneyFormats();
  const engine = useEngine();
  const { href, state } = placeOf(hit);
  const isWaiting = hit.kind === 'message' && hit.version === null;
  const notes = [
    hit.kind === 'group' ? '' : hit.groupName,
    isWaiting ? t('waiting') : '',
    hit.isFromServer ? t('fromServer') : '',
  ].filter((note) => note !== '');
  return (
    <Link
      href={href}
      state={state}
      data-hit
      onClick={() => onOpen(hit)}
      className="px-safe flex min-h-14 flex-col justify-center gap-0.5 py-2 focus-visible:outline-offset-[-2px] active:opacity-75"
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-semibold">
          {hit.title.text === '' ? t('untitled') : <Marked of={hit.title} />}
        </span>
        {hit.amountMinor !== null && <AmountText size="s">{money.amount(hit.amountMinor)}</AmountText>}
        {hit.at !== null && (
          <time dateTime={new Date(hit.at).toISOString()} className="shrink-0 text-xs text-muted tabular">
            {formats.recent(hit.at, engine.correctedNow())}
          </time>
        )}
      </span>
      {hit.line.text !== '' && (
        <span className="line-clamp-3 text-s wrap-anywhere">
          <Marked of={hit.line} />
        </span>
      )}
      {notes.length > 0 && (
        <span className="truncate text-xs text-muted">
          <bdi>{notes.join(' · ')}</bdi>
        </span>
      )}
    </Link>
  );
}

/** Of a key in the box or on a hit. True: it moved the focus. */
export function moveAmongHits(event: KeyboardEvent<HTMLElement>, box: HTMLInputElement | null): boolean {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return false;
  const hits = [...document.querySelectorAll<HTMLElement>('[data-hit]')];
  const at = hits.indexOf(document.activeElement as HTMLElement);
  const inBox = document.activeElement === box;
  if (at < 0 && !inBox) return false;
  const next = at + (event.key === 'ArrowDown' ? 1 : -1);
  const target = next < 0 ? box : hits[next];
  if (!target) return false;
  event.preventDefault();
  target.focus();
  return true;
}
