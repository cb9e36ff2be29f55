/**
 * The frame around the screens.
 *
 *   phone     one screen at a time; the navigation below, but not inside a conversation
 *   ≥ 900 px  the groups and the navigation at the side, what is open beside them
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { RecentFaults } from '#client/observability/recent-faults.ts';
import { useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ToastViewport } from '#client/ui/toast.tsx';
import { useMediaQuery, WIDE } from '#client/ui/use-media-query.ts';
import { GroupsScreen } from '../features/groups/groups-screen.tsx';
import { WelcomeScreen } from '../features/onboarding/welcome-screen.tsx';
import { AppNav, type AppPlace } from './app-nav.tsx';
import type { AppUpdate } from './app-update.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { CrashScreen } from './crash-screen.tsx';
import { InstallOffer } from './install-offer.tsx';
import type { InstallPrompt } from './install-prompt.ts';
import { retryFailedScreens } from './lazy-screen.tsx';
import { LossNote } from './loss-note.tsx';
import { LostBar } from './lost-bar.tsx';
import { ReadOnlyBar } from './read-only-bar.tsx';
import { Routes } from './routes.tsx';
import type { OpenedSession } from './session-host.ts';
import { UpdateBar } from './update-bar.tsx';
import { useDocumentTitle } from './use-document-title.ts';

/** Screens that need nobody's name, or ask for it themselves. */
const BEFORE_A_NAME = ['/entrar', '/entrar/conta', '/privacidade'];

export interface ShellProps {
  readonly session: OpenedSession;
  readonly faults: RecentFaults;
  readonly update: AppUpdate;
  readonly installPrompt: InstallPrompt;
}

export function Shell(props: ShellProps) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const profile = useLastSeen(useObserved((reader) => reader.observeProfile(), []));
  useDocumentTitle(location);
  if (profile === undefined) return null;
  // The invite asks for the name itself, and who has an account has one; everything else comes after it.
  const isFirstMinute = profile === null && !BEFORE_A_NAME.includes(location);
  return (
    <div className="flex h-full flex-col">
      <LostBar lost={props.session.lost} />
      {props.session.isReadOnly && <ReadOnlyBar look={props.update.look} />}
      <LossNote />
      <UpdateBar update={props.update} />
      {isFirstMinute ? (
        <main className="min-h-0 flex-1 overflow-y-auto">
          <WelcomeScreen />
        </main>
      ) : (
        <Frame {...props} location={location} />
      )}
      <ToastViewport label={t('notices')} />
    </div>
  );
}

function Frame({
  session,
  faults,
  installPrompt,
  location,
}: Omit<ShellProps, 'update'> & { readonly location: string }) {
  const { t } = useTranslation();
  const wide = useMediaQuery(WIDE);
  const search = useSearch();
  const main = useFocusOnNavigation(location);
  const possibility = useSyncExternalStore(installPrompt.subscribe, installPrompt.getSnapshot);
  const install =
    possibility === 'ready'
      ? { name: possibility, ask: () => void installPrompt.ask() }
      : { name: possibility };
  const connection = <ConnectionBar />;
  const openGroupId = /^\/g\/([^/]+)/.exec(location)?.[1] ?? null;
  const groups = (
    <GroupsScreen
      connection={connection}
      openGroupId={openGroupId}
      startCreating={new URLSearchParams(search).has('novo')}
    />
  );
  const place = placeOf(location);
  const foot = (
    <>
      <InstallOffer prompt={installPrompt} />
      <AppNav place={place} />
    </>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-m focus:bg-brand focus:px-4 focus:py-3 focus:text-on-brand"
      >
        {t('skip')}
      </a>
      <div className="flex min-h-0 flex-1">
        {wide && (
          <aside
            aria-label={t('nav.groups')}
            className="flex w-[360px] shrink-0 flex-col border-e border-line"
          >
            <div className="min-h-0 flex-1">{groups}</div>
            {foot}
          </aside>
        )}
        <div className="flex min-w-0 flex-1 flex-col">
          <main id="main" ref={main} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
            <ErrorBoundary
              fallbackRender={({ error }) => (
                <CrashScreen error={error} reader={session.reader} faults={faults} />
              )}
              resetKeys={[location]}
              onReset={retryFailedScreens}
            >
              <Routes
                home={wide ? <PickOne /> : groups}
                // On a wide screen it stands with the groups, once.
                connection={wide ? null : connection}
                install={install}
              />
            </ErrorBoundary>
          </main>
          {!wide && place !== null && foot}
        </div>
      </div>
    </div>
  );
}

function PickOne() {
  const { t } = useTranslation();
  return (
    <div className="flex h-full">
      <EmptyState picture="💬" title={t('pick.title')}>
        {t('pick.text')}
      </EmptyState>
    </div>
  );
}

/** null: a screen that has the whole phone for itself. */
function placeOf(location: string): AppPlace | null {
  if (location === '/fila') return 'queue';
  if (location === '/ajustes') return 'settings';
  return location.startsWith('/g/') ||
    location.startsWith('/entrar') ||
    location === '/privacidade' ||
    location.startsWith('/ajustes/')
    ? null
    : 'groups';
}

/** After a navigation the keyboard and the screen reader start at the new screen, not where they were. */
function useFocusOnNavigation(location: string): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    // A screen that took the focus itself (the composer) keeps it.
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [location]);
  return main;
}
