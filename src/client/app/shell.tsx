/**
 * The frame around the screens.
 *
 *   phone     one screen at a time; the navigation below, but not inside a conversation
 *   ≥ 900 px  the groups and the navigation at the side, what is open beside them
 */
import { type ReactNode, Suspense, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { Boundary } from '#client/boundaries/boundary.tsx';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { reloadForMissingChunk } from '#client/boundaries/missing-chunk.ts';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { QuietBoundary } from '#client/boundaries/quiet-boundary.tsx';
import { useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { GuardContext, type GuardProps } from '#client/ui/guard.ts';
import { LateContext } from '#client/ui/late-piece.tsx';
import { ToastViewport, useToast } from '#client/ui/toast.tsx';
import { useMediaQuery, WIDE } from '#client/ui/use-media-query.ts';
import { GroupsScreen } from '../features/groups/groups-screen.tsx';
import { WelcomeScreen } from '../features/onboarding/welcome-screen.tsx';
import { AppNav, type AppPlace } from './app-nav.tsx';
import type { AppUpdate } from './app-update.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { CrashScreen } from './crash-screen.tsx';
import type { InstallPrompt } from './install-prompt.ts';
import { LossNote } from './loss-note.tsx';
import { LostBar } from './lost-bar.tsx';
import { ReadOnlyBar } from './read-only-bar.tsx';
import { Routes } from './routes.tsx';
import type { OpenedSession } from './session-host.ts';
import { UpdateBar } from './update-bar.tsx';
import { useDocumentTitle } from './use-document-title.ts';

/** Not before the browser says that it can be installed, which is after the first screen. */
const InstallOffer = lazyPart(() => import('./install-offer.tsx'));

/** Screens that need nobody's name, or ask for it themselves. */
const BEFORE_A_NAME = ['/entrar', '/entrar/conta', '/ajustes/levar', '/privacidade'];

export interface ShellProps {
  readonly session: OpenedSession;
  readonly update: AppUpdate;
  readonly installPrompt: InstallPrompt;
}

export function Shell(props: ShellProps) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const profile = useLastSeen(useObserved((reader) => reader.observeProfile(), []));
  useDocumentTitle(location);
  const tellLate = useLateWords();
  if (profile === undefined) return null;
  // The invite asks for the name itself, and who has an account has one; everything else comes after it.
  const isFirstMinute = profile === null && !BEFORE_A_NAME.includes(location);
  return (
    <Around tellLate={tellLate}>
      <div className="flex h-full flex-col">
        <QuietBoundary resetKeys={[location]}>
          <LostBar lost={props.session.lost} />
          {props.session.isReadOnly && <ReadOnlyBar look={props.update.look} />}
        </QuietBoundary>
        <QuietBoundary resetKeys={[location]}>
          <LossNote />
        </QuietBoundary>
        <QuietBoundary resetKeys={[location]}>
          {!props.session.isReadOnly && <UpdateBar update={props.update} lost={props.session.lost} />}
        </QuietBoundary>
        {isFirstMinute ? (
          <main className="min-h-0 flex-1 overflow-y-auto">
            <WelcomeScreen />
          </main>
        ) : (
          <Frame {...props} location={location} />
        )}
        <QuietBoundary resetKeys={[location]}>
          <ToastViewport label={t('notices')} />
        </QuietBoundary>
      </div>
    </Around>
  );
}

/** What sheets and pieces of screens find around them. */
function Around({
  tellLate,
  children,
}: {
  readonly tellLate: (retry: () => void) => void;
  readonly children: ReactNode;
}) {
  return (
    <LateContext value={tellLate}>
      <GuardContext value={SheetGuard}>{children}</GuardContext>
    </LateContext>
  );
}

function SheetGuard({ onClose, children }: GuardProps) {
  return (
    <PartBoundary place="sheet" onClose={onClose}>
      {children}
    </PartBoundary>
  );
}

/** A piece of a screen that could not be fetched: gone with an update, or not fetched before the network went. */
function useLateWords(): (retry: () => void) => void {
  const { t } = useTranslation();
  const toast = useToast();
  return useCallback(
    async (retry) => {
      if (await reloadForMissingChunk()) return;
      toast.show({ text: t('late.text'), action: { label: t('late.retry'), run: retry } });
    },
    [t, toast],
  );
}

function Frame({
  session,
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
  const connection = (
    <QuietBoundary resetKeys={[location]}>
      <ConnectionBar />
    </QuietBoundary>
  );
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
      <QuietBoundary resetKeys={[location]}>
        {(possibility === 'ready' || possibility === 'iphone') && (
          <Suspense>
            <InstallOffer prompt={installPrompt} />
          </Suspense>
        )}
      </QuietBoundary>
      <QuietBoundary resetKeys={[location]}>
        <AppNav place={place} />
      </QuietBoundary>
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
            <div className="min-h-0 flex-1">
              <PartBoundary place="list" resetKeys={[location]}>
                {groups}
              </PartBoundary>
            </div>
            {foot}
          </aside>
        )}
        <div className="flex min-w-0 flex-1 flex-col">
          <main id="main" ref={main} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
            <Boundary
              place="screen"
              resetKeys={[location]}
              fallback={(failure) => <CrashScreen {...failure} place="screen" reader={session.reader} />}
            >
              <Routes
                home={wide ? <PickOne /> : groups}
                // On a wide screen it stands with the groups, once.
                connection={wide ? null : connection}
                install={install}
              />
            </Boundary>
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
    location.startsWith('/ajustes/') ||
    location.startsWith('/fila/')
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
