/**
 * Whether the end of the conversation is in view, and what keeps it there: the keyboard or the composer takes room, and rows
 * turn out taller than they were thought, or come in below, faster than the list follows.
 *
 *   growth, shrinking   seen by the observer of the list and of its window, in the frame in which they happen
 *   a person's scroll   seen by its event: from then on the distance is theirs, and nothing pulls them back
 */
import type { ReactVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect } from 'react';

export type ListVirtualizer = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;

/** Within this of the end one reads the newest: new messages are followed and count as read. */
export const END_PX = 80;

/** Longer than the list takes one for scrolling after the last step. */
const RESTED_MS = 250;

export interface EndInView {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** All rows; its height is theirs. */
  readonly list: RefObject<HTMLDivElement | null>;
  /** Stands behind the last row. */
  readonly end: RefObject<HTMLDivElement | null>;
  readonly virtualizer: ListVirtualizer;
  readonly onAtEnd: (atEnd: boolean) => void;
}

/** Gives what goes to the end, and stays there. */
export function useEndInView({ scroller, list, end, virtualizer, onAtEnd }: EndInView): () => void {
  useEffect(() => {
    const view = scroller.current;
    if (!view || !list.current || !end.current) return;
    // Observed, not computed at each scroll: reading the list's height there costs a layout per frame.
    const seen = new IntersectionObserver((entries) => onAtEnd(entries.at(-1)?.isIntersecting ?? false), {
      root: view,
      rootMargin: `0px 0px ${END_PX}px 0px`,
    });
    // By the list's own sum, which it holds before the page is laid out: what comes in above moves nothing.
    let around = 0;
    const distanceNow = (): number => around + virtualizer.getTotalSize() - view.scrollTop;
    const lookAround = (): void => {
      around = view.scrollHeight - virtualizer.getTotalSize() - view.clientHeight;
    };
    lookAround();
    let distance = distanceNow();
    const follow = (): void => {
      const now = distanceNow();
      // Rows above that are measured as one goes up are the list's to make up for.
      if (virtualizer.isScrolling && virtualizer.scrollDirection === 'backward') return;
      if (distance > END_PX || now <= distance) {
        distance = now;
        return;
      }
      virtualizer.scrollToEnd();
      view.scrollTop = view.scrollHeight;
      distance = 0;
    };
    const resized = new ResizeObserver(() => {
      lookAround();
      follow();
    });
    let rested: ReturnType<typeof setTimeout> | undefined;
    const scrolled = (): void => {
      distance = distanceNow();
      clearTimeout(rested);
      rested = setTimeout(follow, RESTED_MS);
    };
    seen.observe(end.current);
    resized.observe(view);
    resized.observe(list.current);
    view.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      seen.disconnect();
      resized.disconnect();
      view.removeEventListener('scroll', scrolled);
      clearTimeout(rested);
    };
  }, [scroller, list, end, virtualizer, onAtEnd]);
  return useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
}
