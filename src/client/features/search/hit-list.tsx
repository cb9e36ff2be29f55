/**
 * What was found, kind by kind. ↑ ↓ go from hit to hit, and from the first one back to the box.
 *
 * Somebody is typing above it, so a letter costs as little as can be: the list is drawn anew only when what was found changes,
 * a row only when it says something else, and what no screen shows yet comes once the typing rests.
 */
import { type KeyboardEvent, memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import type { Formats } from '#client/i18n/formats.ts';
import type { MoneyFormats } from '#client/i18n/money-formats.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { FIRST_HITS, SEARCH_KINDS, type SearchHit } from '#client/search-index/search-query.ts';
import { useEngine } from '#client/session/session-context.ts';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { Marked } from './marked.tsx';
import { placeOf } from './place-of.ts';

export interface HitListProps {
  readonly hits: readonly SearchHit[];
  /** All are here; false: drawn is what a screen shows, and the others once the typing rests. */
  readonly isWhole: boolean;
  /** Before what was found opens; the same function from letter to letter. */
  readonly onOpen: () => void;
}

/** What all rows share: a hook in each would cost more than the row. */
interface RowWays {
  readonly words: { readonly untitled: string; readonly waiting: string; readonly fromServer: string };
  readonly formats: Formats;
  readonly money: MoneyFormats;
  readonly now: () => number;
  readonly open: (href: string, state: object) => void;
}

export const HitList = memo(function HitList({ hits, isWhole, onOpen }: HitListProps) {
  const { t } = useTranslation('search');
  const ways = useRowWays(onOpen);
  const byKind = SEARCH_KINDS.flatMap((kind) => hits.filter((hit) => hit.kind === kind));
  const shown = isWhole ? byKind : byKind.slice(0, FIRST_HITS);
  return SEARCH_KINDS.map((kind) => {
    const own = shown.filter((hit) => hit.kind === kind);
    if (own.length === 0) return null;
    return (
      <section key={kind} aria-labelledby={`found-${kind}`} className="mt-4">
        <h2 id={`found-${kind}`} className="px-safe py-1 text-s font-semibold text-muted">
          {t(`kinds.${kind}`)}
        </h2>
        <ul className="divide-y divide-line">
          {own.map((hit) => (
            <HitItem key={`${hit.groupId} ${hit.id} ${hit.block ?? ''}`} hit={hit} ways={ways} />
          ))}
        </ul>
      </section>
    );
  });
});

const HitItem = memo(
  function HitItem({ hit, ways }: { readonly hit: SearchHit; readonly ways: RowWays }) {
    return (
      <li>
        <RowBoundary what="row" resetKeys={[hit]}>
          <HitRow hit={hit} ways={ways} />
        </RowBoundary>
      </li>
    );
  },
  // An answer is made of new objects each time, mostly the same ones in what they say.
  (before, now) => before.ways === now.ways && JSON.stringify(before.hit) === JSON.stringify(now.hit),
);

function HitRow({ hit, ways }: { readonly hit: SearchHit; readonly ways: RowWays }) {
  const { words, formats, money, now, open } = ways;
  const { href, state } = placeOf(hit);
  const isWaiting = hit.kind === 'message' && hit.version === null;
  const notes = [
    hit.kind === 'group' ? '' : hit.groupName,
    isWaiting ? words.waiting : '',
    hit.isFromServer ? words.fromServer : '',
  ].filter((note) => note !== '');
  return (
    <a
      href={href}
      data-hit
      onClick={(event) => {
        const { ctrlKey, metaKey, altKey, shiftKey, button } = event;
        if (ctrlKey || metaKey || altKey || shiftKey || button !== 0) return;
        event.preventDefault();
        open(href, state);
      }}
      className="px-safe block min-h-14 content-center py-2 focus-visible:outline-offset-[-2px] active:opacity-75"
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-semibold">
          {hit.title.text === '' ? words.untitled : <Marked of={hit.title} />}
        </span>
        {hit.amountMinor !== null && <AmountText size="s">{money.amount(hit.amountMinor)}</AmountText>}
        {hit.at !== null && (
          <time dateTime={new Date(hit.at).toISOString()} className="shrink-0 text-xs text-muted tabular">
            {formats.recent(hit.at, now())}
          </time>
        )}
      </span>
      {hit.line.text !== '' && (
        <span className="mt-0.5 line-clamp-3 text-s wrap-anywhere">
          <Marked of={hit.line} />
        </span>
      )}
      {notes.length > 0 && (
        <span className="mt-0.5 block truncate text-xs text-muted">
          <bdi>{notes.join(' · ')}</bdi>
        </span>
      )}
    </a>
  );
}

function useRowWays(onOpen: () => void): RowWays {
  const { t } = useTranslation('search');
  const formats = useFormats();
  const money = useMoneyFormats();
  const engine = useEngine();
  const [, navigate] = useLocation();
  return useMemo(
    () => ({
      words: { untitled: t('untitled'), waiting: t('waiting'), fromServer: t('fromServer') },
      formats,
      money,
      now: () => engine.correctedNow(),
      open: (href, state) => {
        onOpen();
        navigate(href, { state });
      },
    }),
    [t, formats, money, engine, navigate, onOpen],
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
