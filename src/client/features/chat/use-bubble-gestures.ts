/**
 * Touch on messages, listened to once for the whole list: swipe right answers, long press or the context menu
 * opens the menu. Rows carry no listeners of their own.
 *
 * A message is found by `data-message`; what moves under the finger is `data-bubble` inside it.
 */
import { type RefObject, useEffect } from 'react';

export interface BubbleGestures {
  readonly onReply: (messageId: string) => void;
  readonly onMenu: (messageId: string, anchor: Element, at: { x: number; y: number }) => void;
}

const LONG_PRESS_MS = 450;
/** Less is a trembling finger. */
const MOVE_PX = 10;
const REPLY_PX = 56;
const PULL_MAX_PX = 72;

interface Press {
  readonly pointerId: number;
  readonly messageId: string;
  readonly element: HTMLElement;
  readonly x: number;
  readonly y: number;
  swiping: boolean;
  pulled: number;
}

export function useBubbleGestures(list: RefObject<HTMLElement | null>, gestures: BubbleGestures): void {
  const { onReply, onMenu } = gestures;
  useEffect(() => {
    const root = list.current;
    if (!root) return;
    let press: Press | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Android sends `contextmenu` at the end of a long press, iOS does not: whichever is first opens it. */
    let openedByPress = false;

    const end = (): void => {
      clearTimeout(timer);
      if (press) settle(press.element);
      press = null;
    };

    const down = (event: PointerEvent): void => {
      openedByPress = false;
      if (event.pointerType === 'mouse' || !event.isPrimary) return;
      const found = findMessage(event.target);
      if (!found) return;
      press = {
        ...found,
        pointerId: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        swiping: false,
        pulled: 0,
      };
      timer = setTimeout(() => {
        if (!press || press.swiping) return;
        openedByPress = true;
        const { messageId, element, x, y } = press;
        navigator.vibrate?.(10);
        end();
        onMenu(messageId, element, { x, y });
      }, LONG_PRESS_MS);
    };

    const move = (event: PointerEvent): void => {
      if (!press || event.pointerId !== press.pointerId) return;
      const dx = event.clientX - press.x;
      const dy = Math.abs(event.clientY - press.y);
      if (!press.swiping) {
        if (Math.abs(dx) < MOVE_PX && dy < MOVE_PX) return;
        clearTimeout(timer);
        if (dx < MOVE_PX || dx < dy * 1.5) {
          end();
          return;
        }
        press.swiping = true;
        root.setPointerCapture?.(press.pointerId);
      }
      press.pulled = Math.min(PULL_MAX_PX, Math.max(0, dx));
      press.element.style.transition = '';
      press.element.style.transform = `translateX(${press.pulled}px)`;
    };

    const up = (event: PointerEvent): void => {
      if (!press || event.pointerId !== press.pointerId) return;
      const { messageId, pulled } = press;
      end();
      if (pulled >= REPLY_PX) onReply(messageId);
    };

    const contextMenu = (event: MouseEvent): void => {
      const found = findMessage(event.target);
      // On a link or a selection the browser's own menu is the useful one.
      if (!found || event.target instanceof HTMLAnchorElement || !getSelection()?.isCollapsed) return;
      event.preventDefault();
      if (openedByPress) return;
      end();
      onMenu(found.messageId, found.element, { x: event.clientX, y: event.clientY });
    };

    root.addEventListener('pointerdown', down);
    root.addEventListener('pointermove', move);
    root.addEventListener('pointerup', up);
    root.addEventListener('pointercancel', end);
    root.addEventListener('contextmenu', contextMenu);
    return () => {
      end();
      root.removeEventListener('pointerdown', down);
      root.removeEventListener('pointermove', move);
      root.removeEventListener('pointerup', up);
      root.removeEventListener('pointercancel', end);
      root.removeEventListener('contextmenu', contextMenu);
    };
  }, [list, onReply, onMenu]);
}

function settle(element: HTMLElement): void {
  if (element.style.transform === '') return;
  element.style.transition = 'transform 160ms ease-out';
  element.style.transform = '';
}

function findMessage(target: EventTarget | null): { messageId: string; element: HTMLElement } | null {
  const article = target instanceof Element ? target.closest<HTMLElement>('[data-message]') : null;
  const element = article?.querySelector<HTMLElement>('[data-bubble]');
  const messageId = article?.dataset.message;
  return element && messageId ? { messageId, element } : null;
}
