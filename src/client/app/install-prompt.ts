/**
 * Installing. Chromium fires `beforeinstallprompt` early and once: it is kept here until the person wants it. An
 * iPhone has no such event; there the steps are shown.
 */
export interface InstallPrompt {
  getSnapshot(): InstallPossibility;
  subscribe(listener: () => void): () => void;
  ask(): Promise<void>;
}
export type InstallPossibility = 'installed' | 'ready' | 'iphone' | 'unavailable';

interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export function watchInstallPrompt(): InstallPrompt {
  const listeners = new Set<() => void>();
  let kept: BeforeInstallPromptEvent | undefined;
  let state: InstallPossibility = isInstalled() ? 'installed' : isIphone() ? 'iphone' : 'unavailable';
  const change = (next: InstallPossibility): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    kept = event as BeforeInstallPromptEvent;
    change('ready');
  });
  addEventListener('appinstalled', () => change('installed'));
  return {
    getSnapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async ask() {
      const event = kept;
      kept = undefined;
      const choice = await event?.prompt();
      // The browser lets each event ask once; it fires a new one when it will let us ask again.
      change(choice?.outcome === 'accepted' ? 'installed' : 'unavailable');
    },
  };
}

function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    (navigator as { standalone?: boolean }).standalone === true
  );
}

/** iPadOS calls itself a Mac with a touch screen. */
function isIphone(): boolean {
  return (
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1)
  );
}
