/** The composition root: opens what the app stands on, then draws it. */
import '#client/ui/styles.css';
import { createRoot } from 'react-dom/client';
import { startI18n } from '#client/i18n/start-i18n.ts';
import { RecentFaults } from '#client/observability/recent-faults.ts';
import { createToastList } from '#client/ui/toast-list.ts';
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
preloadRoute(location.pathname);
const [i18n, session] = await Promise.all([startI18n(), openSession(faults)]);
listenForErrors(faults, (code) => toasts.show({ text: i18n.t('unexpected', { code }), tone: 'bad' }));
if (typeof session !== 'string') {
  wakeEngine(session.engine);
  keepSafe(session.engine);
}
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
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
