/** The composition root: opens what the app stands on, then draws it. */
import '#client/ui/styles.css';
import { createRoot } from 'react-dom/client';
import { startI18n } from '#client/i18n/start-i18n.ts';
import { RecentFaults } from '#client/observability/recent-faults.ts';
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
import { wakeEngine } from './wake-engine.ts';

const faults = new RecentFaults();
const toasts = createToastList();
const installPrompt = watchInstallPrompt();
listenForErrors(faults);
preloadRoute(location.pathname);
start().catch((error: unknown) => {
  faults.note(error);
  // No words and no screens to say it with: the page brought these along.
  document.getElementById('boot-failed')?.removeAttribute('hidden');
});

async function start(): Promise<void> {
  const words: ReaderWords = { hiddenName: () => '' };
  const [i18n, session] = await Promise.all([startI18n(), openSession(faults, words)]);
  words.hiddenName = () => i18n.t('hiddenName');
  faults.onUnexpected = (code) => toasts.show({ text: i18n.t('unexpected', { code }), tone: 'bad' });
  if (typeof session !== 'string') {
    wakeEngine(session.engine);
    keepSafe(session.engine);
  }
  createRoot(must(document.getElementById('root'), '#root')).render(
    <App
      i18n={i18n}
      toasts={toasts}
      session={session}
      faults={faults}
      update={startAppUpdate()}
      installPrompt={installPrompt}
    />,
  );
}
