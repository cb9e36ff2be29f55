/** The composition root: opens what the app stands on, then draws it. */
import '#client/ui/styles.css';
import { createRoot } from 'react-dom/client';
import { prepareForErrors } from '#client/errors/load-error-words.ts';
import { startI18n } from '#client/i18n/start-i18n.ts';
import { onReport, reportError } from '#client/observability/report-error.ts';
import { onPersonChanged } from '#client/platform/present-person.ts';
import { onAskIfUnfinished } from '#client/session/unfinished.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import type { EngineStatus } from '#client/sync/engine-types.ts';
import { createToastList } from '#client/ui/toast-list.ts';
import { must } from '#domain/assert.ts';
import { afterFirstPaint } from './after-first-paint.ts';
import { App } from './app.tsx';
import { startAppUpdate } from './app-update.ts';
import { listenForErrors } from './global-errors.ts';
import { watchInstallPrompt } from './install-prompt.ts';
import { keepSafe } from './keep-safe.ts';
import { openSession } from './open-session.ts';
import { preloadRoute } from './routes.tsx';
import type { Opened, SessionHost } from './session-host.ts';
import { startReports } from './start-reports.ts';
import { wakeEngine } from './wake-engine.ts';
import { watchDueExpenses } from './watch-due-expenses.ts';

/** Heard by `public/boot.js`, which has no need of anything that is built. */
const STOPPED = 'racha:stopped';

const toasts = createToastList();
const installPrompt = watchInstallPrompt();
listenForErrors();
void startReports();
onPersonChanged(() => location.replace('/'));
preloadRoute(location.pathname);
start().catch((error: unknown) => {
  reportError(error, { place: 'boot' });
  // No words and no screens to say it with: the page brought its own.
  dispatchEvent(new CustomEvent(STOPPED, { detail: error }));
});

async function start(): Promise<void> {
  let show: (session: Opened) => void = () => {};
  const words: ReaderWords = { hiddenName: () => '', photo: () => '', namelessGroup: () => '' };
  const host: SessionHost = {
    words,
    reopen: async (unlocked) => show(await openSession(host, unlocked)),
  };
  const [i18n, first] = await Promise.all([startI18n(), openSession(host)]);
  words.hiddenName = () => i18n.t('hiddenName');
  words.photo = () => i18n.t('photo');
  words.namelessGroup = () => i18n.t('namelessGroup');
  onReport(({ place, code }) => {
    // What has a boundary says it where it happened.
    if (place !== 'handler' && place !== 'promise') return;
    toasts.show({ text: i18n.t('unexpected', { code }), tone: 'bad' });
  });
  const root = createRoot(must(document.getElementById('root'), '#root'), {
    // What no boundary caught has taken everything off the screen: the page's own watchdog goes on from there.
    onUncaughtError: (error, { componentStack }) => {
      reportError(error, { place: 'app', componentStack });
      dispatchEvent(new CustomEvent(STOPPED, { detail: error }));
    },
    // Reported where it was caught; what it says is nobody's to read in a console that others may open.
    ...(import.meta.env.PROD && { onCaughtError: () => {} }),
    onRecoverableError: (error, { componentStack }) =>
      reportError(error, { place: 'redrawn', componentStack }),
  });
  const update = startAppUpdate();
  let stop = (): void => {};
  let shown = 0;
  show = (session) => {
    stop();
    stop = attend(session);
    // Another session is another app: nothing of the one before stays on the screen.
    root.render(<App key={shown++} {...{ i18n, toasts, session, update, installPrompt }} />);
  };
  show(first);
  void afterFirstPaint().then(prepareForErrors);
}

/** Something is on its way to the server or from it. What only waits, waits over a reload as well. */
function isReplaying({ connection, queued, held, receiving }: EngineStatus): boolean {
  return connection.name === 'online' && (receiving || (queued > 0 && held === null));
}

/** What the page tells the engine, until another one is shown. */
function attend(session: Opened): () => void {
  if (typeof session === 'string' || 'isLocked' in session) return () => {};
  const { engine } = session;
  const ends = [
    wakeEngine(engine),
    keepSafe(engine),
    watchDueExpenses(session),
    onAskIfUnfinished(() => isReplaying(engine.status())),
  ];
  return () => {
    for (const end of ends) end();
  };
}
