/** Providers and the root boundary. What it is given was opened by `main.tsx`. */
import type { i18n } from 'i18next';
import { ErrorBoundary } from 'react-error-boundary';
import { I18nextProvider } from 'react-i18next';
import { AccountContext } from '#client/session/account-door.ts';
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
  return (
    <I18nextProvider i18n={i18n}>
      {typeof session === 'string' ? (
        <StorageScreen trouble={session} />
      ) : 'isLocked' in session ? (
        <LockedScreen device={session} />
      ) : (
        <ErrorBoundary
          fallbackRender={({ error }) => (
            <main className="h-full overflow-y-auto">
              <CrashScreen error={error} reader={session.reader} faults={shell.faults} />
            </main>
          )}
        >
          <SessionContext value={session}>
            <AccountContext value={session.accounts}>
              <ToastContext value={toasts}>
                <Shell {...shell} session={session} />
              </ToastContext>
            </AccountContext>
          </SessionContext>
        </ErrorBoundary>
      )}
    </I18nextProvider>
  );
}
