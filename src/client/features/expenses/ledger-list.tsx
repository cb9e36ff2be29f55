/** Expenses and settlements by day, newest first. Only what is near the window is in the page. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import type { LedgerEntryView } from '#client/store/ledger-types.ts';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { ExpenseRow } from './expense-row.tsx';
import { buildLedgerRows } from './ledger-rows.ts';
import { SettlementRow } from './settlement-row.tsx';
import { useDayWords } from './use-day-words.ts';
import type { People } from './use-people.ts';

const ROW_PX = 73;
const DAY_PX = 32;
/** So that a page is here before its end arrives. */
const NEAR_END_ROWS = 20;

export function LedgerList({
  entries,
  people,
  head,
  onNearEnd,
}: {
  readonly entries: readonly LedgerEntryView[];
  readonly people: People;
  /** Scrolls with the list. */
  readonly head: ReactNode;
  readonly onNearEnd: () => void;
}) {
  const { t } = useTranslation('expenses');
  const days = useDayWords();
  const scroller = useRef<HTMLElement>(null);
  const { ref: headRef, height: headHeight } = useHeight();
  const rows = useMemo(() => buildLedgerRows(entries), [entries]);
  const virtualizer = useVirtualizer<HTMLElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.entry.row.id ?? index, [rows]),
    estimateSize: useCallback((index: number) => ROW_PX + (rows[index]?.day ? DAY_PX : 0), [rows]),
    overscan: 8,
    scrollMargin: headHeight,
    onChange: ({ range }) => {
      if (range && range.endIndex > rows.length - NEAR_END_ROWS) onNearEnd();
    },
  });
  return (
    <ScrollRegion ref={scroller} label={t('list.label')} isUnderButton>
      <div ref={headRef}>{head}</div>
      <ul aria-label={t('list.label')} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return row ? (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="absolute start-0 top-0 w-full"
              style={{ transform: `translateY(${start - headHeight}px)` }}
            >
              {row.day !== null && (
                <h2 className="px-4 pt-3 text-s font-semibold text-muted">{days.heading(row.day)}</h2>
              )}
              <RowBoundary what="row" resetKeys={[row.entry.row]}>
                {row.entry.kind === 'expense' ? (
                  <ExpenseRow expense={row.entry.row} people={people} />
                ) : (
                  <SettlementRow settlement={row.entry.row} people={people} />
                )}
              </RowBoundary>
            </li>
          ) : null;
        })}
      </ul>
    </ScrollRegion>
  );
}

/** Of what stands above the list, as it changes. */
function useHeight(): { readonly ref: React.RefObject<HTMLDivElement | null>; readonly height: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => setHeight(element.offsetHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, height };
}
