/**
 * "Update when I'm done": looks once a second whether nobody is in the middle of anything, in any tab, and then says so once.
 *
 *   done = hidden for some seconds, or open and untouched for minutes
 *          and nothing written that is not sent, no sheet or menu open, nothing on its way to or from the server
 *
 * A tab that is not done holds a shared Web Lock, so that the others know; it goes with the tab, however that ends. A new
 * version that upgrades the database would close it under their hands.
 */
import { isUnfinished } from '#client/session/unfinished.ts';

export interface DoneWatch {
  /** From now on `onDone` may be called, once. */
  wait(): void;
  stop(): void;
}

const NOT_DONE_LOCK = 'racha-not-done';
const LOOK_EVERY_MS = 1_000;
/** Longer than a glance at another app takes on its way back. */
const HIDDEN_MS = 3_000;
/** Somebody who reads touches the screen more often. */
const UNTOUCHED_MS = 120_000;
/** A sheet, a menu, a picture seen large: a reload would take it off the screen. */
const OPEN = '[role=dialog], [role=alertdialog], [role=menu], dialog[open]';
/** Saved as they are ticked; their value says nothing. */
const TICKED = new Set(['radio', 'checkbox', 'range']);
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove', 'input'] as const;

/** Which fields somebody wrote into, from now on: one that was filled for them is nothing they are in the middle of. */
export function watchTyping(): () => boolean {
  const fields = new Set<HTMLInputElement | HTMLTextAreaElement>();
  const note = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) fields.add(target);
  };
  addEventListener('input', note, { capture: true, passive: true });
  return () => {
    for (const field of fields) if (!field.isConnected) fields.delete(field);
    return [...fields].some(({ type, value }) => !TICKED.has(type) && value !== '');
  };
}

export function watchDone(isTyped: () => boolean, onDone: () => void): DoneWatch {
  let isWaiting = false;
  let looksAt: 'hidden' | 'visible' = document.visibilityState;
  let quietSince = performance.now();
  const presence = createPresence();

  const touched = (): void => {
    if (looksAt === 'visible') quietSince = performance.now();
  };
  const turned = (): void => {
    looksAt = document.visibilityState;
    quietSince = performance.now();
  };
  const look = async (): Promise<void> => {
    const quietMs = performance.now() - quietSince;
    const isQuiet = quietMs >= (looksAt === 'hidden' ? HIDDEN_MS : UNTOUCHED_MS);
    presence.set(!isQuiet || isUnfinished() || isTyped() || document.querySelector(OPEN) !== null);
    if (!isWaiting || presence.isSet() || (await isAnybodyNotDone())) return;
    if (!isWaiting || presence.isSet()) return;
    isWaiting = false;
    onDone();
  };

  for (const touch of TOUCHES) addEventListener(touch, touched, { capture: true, passive: true });
  document.addEventListener('visibilitychange', turned);
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  void look();
  return {
    wait() {
      isWaiting = true;
    },
    stop() {
      isWaiting = false;
      clearInterval(timer);
      for (const touch of TOUCHES) removeEventListener(touch, touched, { capture: true });
      document.removeEventListener('visibilitychange', turned);
      presence.set(false);
    },
  };
}

/** This tab's mark that somebody is in the middle of something here. */
function createPresence(): { set(isNotDone: boolean): void; isSet(): boolean } {
  let isNotDone = false;
  let release: (() => void) | undefined;
  return {
    isSet: () => isNotDone,
    set(next) {
      if (next === isNotDone) return;
      isNotDone = next;
      release?.();
      release = undefined;
      if (!next) return;
      const until = new Promise<void>((resolve) => {
        release = resolve;
      });
      navigator.locks?.request(NOT_DONE_LOCK, { mode: 'shared' }, () => until).catch(() => undefined);
    },
  };
}

/** Where there are no locks each tab speaks for itself. */
async function isAnybodyNotDone(): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some(({ name }) => name === NOT_DONE_LOCK);
}
