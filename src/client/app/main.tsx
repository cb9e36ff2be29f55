/** The composition root: opens what the app stands on, then draws it. */
import '#client/ui/styles.css';
import { createRoot } from 'react-dom/client';
import { startI18n } from '#client/i18n/start-i18n.ts';
import { RecentFaults } from '#client/observability/recent-faults.ts';
import { onPersonChanged } from '#client/platform/present-person.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import { createToastList } from '#client/ui/toast-list.ts';
import { must } from '#domain/assert.ts';
import { App } from './app.tsx';
import { startAppUpdate } from './app-update.ts';
import { listenForErrors } from './global-errors.ts';
import { watchInstallPrompt } from './install-prompt.ts';
import { keepSafe } from './keep-safe.ts';
import { openSession } from './open-session.ts';
import { preloadRoute } from './routes.tsx';
import type { Opened, SessionHost } from './session-host.ts';
import { wakeEngine } from './wake-engine.ts';

const faults = new RecentFaults();
const toasts = createToastList();
const installPrompt = watchInstallPrompt();
listenForErrors(faults);
onPersonChanged(() => location.replace('/'));
preloadRoute(location.pathname);
start().catch((error: unknown) => {
  faults.note(error);
  // No words and no screens to say it with: the page brought these along.
  document.getElementById('boot-failed')?.removeAttribute('hidden');
});

async function start(): Promise<void> {
  let show: (session: Opened) => void = () => {};
  const words: ReaderWords = { hiddenName: () => '' };
  const host: SessionHost = {
    faults,
    words,
    reopen: async (unlocked) => show(await openSession(host, unlocked)),
  };
  const [i18n, first] = await Promise.all([startI18n(), openSession(host)]);
  words.hiddenName = () => i18n.t('hiddenName');
  faults.onUnexpected = (code) => toasts.show({ text: i18n.t('unexpected', { code }), tone: 'bad' });
  const root = createRoot(must(document.getElementById('root'), '#root'));
  const update = startAppUpdate();
  let stop = (): void => {};
  let shown = 0;
  show = (session) => {
    stop();
    stop = attend(session);
    // Another session is another app: nothing of the one before stays on the screen.
    root.render(<App key={shown++} {...{ i18n, toasts, session, faults, update, installPrompt }} />);
  };
  show(first);
}

/** What the page tells the engine, until another one is shown. */
function attend(session: Opened): () => void {
  if (typeof session === 'string' || 'isLocked' in session) return () => {};
  const ends = [wakeEngine(session.engine), keepSafe(session.engine)];
  return () => {
    for (const end of ends) end();
  };
}
