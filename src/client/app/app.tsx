/** Providers and the root boundary. What it is given was opened by `main.tsx`. */
import type { i18n } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import { Boundary } from '#client/boundaries/boundary.tsx';
import { AccountContext } from '#client/session/account-door.ts';
import { CarryContext } from '#client/session/carry-door.ts';
import { CopiesContext } from '#client/session/copies.ts';
import { PhotosContext } from '#client/session/photos.ts';
import { PlanTextsContext } from '#client/session/plan-texts.ts';
import { SearchContext } from '#client/session/search-door.ts';
import { SessionContext } from '#client/session/session-context.ts';
import { ToastContext } from '#client/ui/toast.tsx';
import type { ToastList } from '#client/ui/toast-list.ts';
import { CrashScreen } from './crash-screen.tsx';
import { LockedScreen } from './locked-screen.tsx';
import type { Opened } from './session-host.ts';
import { Shell, type ShellProps } from './shell.tsx';
import { StorageScreen } from './storage-screen.tsx';

export interface AppProps extends Omit<ShellProps, 'session'> {
  readonly i18n: i18n;
  readonly toasts: ToastList;
  /** The device's own, or why there is none (yet). */
  readonly session: Opened;
}

export function App({ i18n, toasts, session, ...shell }: AppProps) {
  const reader = typeof session === 'object' && 'reader' in session ? session.reader : undefined;
  return (
    <I18nextProvider i18n={i18n}>
      <Boundary
        place="app"
        fallback={(failure) => (
          <main className="h-full overflow-y-auto">
            <CrashScreen {...failure} place="app" reader={reader} />
          </main>
        )}
      >
        {typeof session === 'string' ? (
          <StorageScreen trouble={session} />
        ) : 'isLocked' in session ? (
          <LockedScreen device={session} />
        ) : (
          <SessionContext value={session}>
            <AccountContext value={session.accounts}>
              <PhotosContext value={session.photos}>
                <CopiesContext value={session.copies}>
                  <CarryContext value={session.carry}>
                    <SearchContext value={session.search}>
                      <PlanTextsContext value={session.planTexts}>
                        <ToastContext value={toasts}>
                          <Shell {...shell} session={session} />
                        </ToastContext>
                      </PlanTextsContext>
                    </SearchContext>
                  </CarryContext>
                </CopiesContext>
              </PhotosContext>
            </AccountContext>
          </SessionContext>
        )}
      </Boundary>
    </I18nextProvider>
  );
}
