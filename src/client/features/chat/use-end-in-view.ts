/**
 * Whether the end of the conversation is in view, and what keeps it there: the keyboard or the composer takes room, and rows
 * turn out taller than they were thought, or come in below, faster than the list follows.
 *
 *   growth, shrinking   seen by the observer of the list and of its window, in the frame in which they happen
 *   a person's scroll   whatever goes up and was not written by the list: from then on nothing pulls them back
 *
 * A distance alone tells nothing: rows may have grown between a write of the list's own and the event that tells of it.
 */
import { elementScroll, type ReactVirtualizer, type VirtualizerOptions } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useRef } from 'react';

export type ListVirtualizer = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;

/** Within this of the end one reads the newest: new messages are followed and count as read. */
export const END_PX = 80;

/** After a person's last step up, what grew below is made up for. */
const RESTED_MS = 250;

export interface Standing {
  /** At the end, and to stay there whatever comes. */
  stays: boolean;
  /** `scrollTop` as last written by the list, or seen. px */
  top: number;
}

/** Where one stands, and the list's scrolling, which keeps note of what it wrote itself. Opens at the end. */
export function useStanding(): {
  standing: RefObject<Standing>;
  scrollToFn: VirtualizerOptions<HTMLDivElement, HTMLDivElement>['scrollToFn'];
} {
  const standing = useRef<Standing>({ stays: true, top: 0 });
  const scrollToFn = useCallback<VirtualizerOptions<HTMLDivElement, HTMLDivElement>['scrollToFn']>(
    (offset, options, instance) => {
      elementScroll(offset, options, instance);
      standing.current.top = instance.scrollElement?.scrollTop ?? standing.current.top;
    },
    [],
  );
  return { standing, scrollToFn };
}

export interface EndInView {
  readonly standing: RefObject<Standing>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** All rows; its height is theirs. */
  readonly list: RefObject<HTMLDivElement | null>;
  /** Stands behind the last row. */
  readonly end: RefObject<HTMLDivElement | null>;
  readonly virtualizer: ListVirtualizer;
  readonly onAtEnd: (atEnd: boolean) => void;
}

/** Gives what goes to the end, and stays there. */
export function useEndInView(props: EndInView): () => void {
  const { standing, scroller, list, end, virtualizer, onAtEnd } = props;
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
    /** When one was last in reach of the end. px */
    let distance = 0;
    let goesUp = false;
    const follow = (): void => {
      const now = distanceNow();
      if (now <= END_PX) standing.current.stays = true;
      if (!standing.current.stays || goesUp) return;
      if (now > distance) {
        virtualizer.scrollToEnd();
        view.scrollTop = view.scrollHeight;
        standing.current.top = view.scrollTop;
      }
      distance = Math.min(now, distance);
    };
    const resized = new ResizeObserver(() => {
      lookAround();
      follow();
    });
    let rested: ReturnType<typeof setTimeout> | undefined;
    const rest = (): void => {
      goesUp = false;
      follow();
    };
    const scrolled = (): void => {
      const now = distanceNow();
      const { top } = standing.current;
      standing.current.top = view.scrollTop;
      // Rows above that are measured as one goes up are the list's to make up for.
      if (view.scrollTop < top - 1) {
        goesUp = true;
        clearTimeout(rested);
        rested = setTimeout(rest, RESTED_MS);
        if (now > END_PX) standing.current.stays = false;
      }
      if (now <= END_PX) distance = Math.max(now, 0);
      follow();
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
  }, [standing, scroller, list, end, virtualizer, onAtEnd]);
  return useCallback(() => {
    standing.current.stays = true;
    virtualizer.scrollToEnd();
  }, [standing, virtualizer]);
}
