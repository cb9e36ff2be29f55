/**
 * The conversation as a virtual list anchored at its end: older messages come in above without moving what is
 * read, new ones are followed when the end is in view, and only what is near the window is in the page.
 *
 * Keys: ↑ ↓ go from message to message, Home and End to the ends, Enter and the context-menu key open the menu.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { useTranslation } from 'react-i18next';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import type { ConversationRow } from './conversation-rows.ts';
import { MessageRow } from './message-row.tsx';
import { estimateRowHeight } from './row-height.ts';
import type { RowSense } from './row-sense.ts';
import { type BubbleGestures, useBubbleGestures } from './use-bubble-gestures.ts';
import { END_PX, type ListVirtualizer, type Standing, useEndInView, useStanding } from './use-end-in-view.ts';

export interface MessageListHandle {
  scrollToEnd(): void;
  /** False when no row holds this message (yet). */
  scrollToMessage(messageId: string): boolean;
}

export interface MessageListProps {
  readonly ref: Ref<MessageListHandle>;
  /** Stands above the first row of a conversation that is still short. */
  readonly children?: ReactNode;
  readonly rows: readonly ConversationRow[];
  readonly highlightedId: string | null;
  readonly sense: RowSense;
  readonly gestures: BubbleGestures;
  readonly onMenuKey: (messageId: string, anchor: Element) => void;
  readonly onAtEnd: (atEnd: boolean) => void;
  readonly onNearStart: (nearStart: boolean) => void;
}

/** About two screens of messages before the beginning, so that a page is here before one arrives there. */
const NEAR_START_ROWS = 25;

export function MessageList({
  ref,
  children,
  rows,
  highlightedId,
  sense,
  gestures,
  onMenuKey,
  onAtEnd,
  onNearStart,
}: MessageListProps) {
  const { t } = useTranslation('chat');
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const width = useRef(360);
  const { standing, scrollToFn } = useStanding();
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.message.id ?? index, [rows]),
    estimateSize: useCallback(
      (index: number) => {
        const row = rows[index];
        return row ? estimateRowHeight(row, width.current) : 0;
      },
      [rows],
    ),
    scrollToFn,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
    overscan: 6,
    paddingEnd: 8,
    paddingStart: 8,
    // The first paint is already at the end.
    initialOffset: () => Number.MAX_SAFE_INTEGER,
    directDomUpdates: true,
    onChange: (instance) => onNearStart((instance.range?.startIndex ?? 0) < NEAR_START_ROWS),
  });

  useBubbleGestures(scroller, gestures);
  const followEnd = useEndInView({ standing, scroller, list, end, virtualizer, onAtEnd });
  const goTo = useGoTo(virtualizer, standing, scroller);
  useOpeningPlace({ rows, followEnd, goTo, width, scroller });
  useFollowOwn(rows, followEnd);
  const focusRow = useRowFocus(scroller, goTo, rows);
  const { containerRef } = virtualizer;
  const container = useCallback(
    (node: HTMLDivElement | null): void => {
      list.current = node;
      containerRef(node);
    },
    [containerRef],
  );

  useImperativeHandle(
    ref,
    () => ({
      scrollToEnd: followEnd,
      scrollToMessage: (messageId) => {
        const index = rows.findIndex(({ message }) => message.id === messageId);
        if (index !== -1) goTo(index, 'center');
        return index !== -1;
      },
    }),
    [rows, goTo, followEnd],
  );

  const onKeyDown = (event: KeyboardEvent): void => {
    const focused = focusedMessage();
    const at = rows.findIndex(({ message }) => message.id === focused?.dataset.message);
    if (event.key === 'ArrowUp') focusRow(at === -1 ? rows.length - 1 : at - 1);
    else if (event.key === 'ArrowDown' && at !== -1) focusRow(at + 1);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(rows.length - 1);
    // Not from a button inside it, whose own key this is.
    else if (event.key === 'Enter' && focused?.dataset.message && focused === document.activeElement) {
      onMenuKey(focused.dataset.message, focused);
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      role="log"
      // New ones are said by a region of their own; scrolling back must not read the past aloud.
      aria-live="off"
      aria-label={t('list.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
    >
      {children}
      <div ref={container} className="relative mt-auto w-full shrink-0">
        {virtualizer.getVirtualItems().map(({ index, key }) => {
          const row = rows[index];
          return row ? (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className="absolute start-0 top-0 w-full"
            >
              <RowBoundary what="message" text={() => row.message.text} resetKeys={[row.message]}>
                <MessageRow {...row} highlighted={row.message.id === highlightedId} sense={sense} />
              </RowBoundary>
            </div>
          ) : null;
        })}
      </div>
      <div ref={end} className="h-px shrink-0" />
    </div>
  );
}

type GoTo = (index: number, align: 'start' | 'center' | 'auto') => void;

/** To a row: whoever goes to one leaves the end, unless the row stands there. */
function useGoTo(
  virtualizer: ListVirtualizer,
  standing: RefObject<Standing>,
  scroller: RefObject<HTMLDivElement | null>,
): GoTo {
  return useCallback(
    (index, align) => {
      virtualizer.scrollToIndex(index, { align });
      const view = scroller.current;
      standing.current.stays =
        view !== null && view.scrollHeight - view.clientHeight - view.scrollTop <= END_PX;
    },
    [virtualizer, standing, scroller],
  );
}

/** Opens at the first unread, else at the end. Once. */
function useOpeningPlace({
  rows,
  followEnd,
  goTo,
  width,
  scroller,
}: {
  readonly rows: readonly ConversationRow[];
  readonly followEnd: () => void;
  readonly goTo: GoTo;
  readonly width: RefObject<number>;
  readonly scroller: RefObject<HTMLDivElement | null>;
}): void {
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current) return;
    opened.current = true;
    width.current = scroller.current?.clientWidth ?? width.current;
    const firstUnread = rows.findIndex((row) => row.unread !== null);
    if (firstUnread === -1) followEnd();
    else goTo(firstUnread, 'start');
  }, [rows, followEnd, goTo, width, scroller]);
}

/** What one sends oneself is always shown. */
function useFollowOwn(rows: readonly ConversationRow[], followEnd: () => void): void {
  const last = rows.at(-1)?.message;
  const ownPendingId = last?.own && last.version === null ? last.id : null;
  useEffect(() => {
    if (ownPendingId !== null) followEnd();
  }, [ownPendingId, followEnd]);
}

/** Moves the focus to a row, also to one that is in the page only once the list has scrolled there. */
function useRowFocus(
  scroller: RefObject<HTMLDivElement | null>,
  goTo: GoTo,
  rows: readonly ConversationRow[],
): (index: number) => void {
  return useCallback(
    (index: number) => {
      const at = Math.min(Math.max(index, 0), rows.length - 1);
      const id = rows[at]?.message.id;
      if (id === undefined) return;
      goTo(at, 'auto');
      const focus = (framesLeft: number): void => {
        const row = scroller.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
        if (row) row.focus({ preventScroll: true });
        else if (framesLeft > 0) requestAnimationFrame(() => focus(framesLeft - 1));
      };
      focus(10);
    },
    [scroller, goTo, rows],
  );
}

/** The message that has the focus, itself or something inside it. */
function focusedMessage(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-message]') ?? null;
}
