/** Which screen an address shows. Each is a chunk of its own; all are precached. */
import { type ComponentType, type ReactNode, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { withLaterWords } from '#client/i18n/start-i18n.ts';
import { lazyPart } from '../boundaries/lazy-part.tsx';
import type { AskPast } from '../features/history/use-past.ts';
import type { PreviewInvite } from '../features/onboarding/use-preview.ts';
import type { InstallState } from '../features/settings/install-section.tsx';
import { belowMessage } from './reader-slot.tsx';

/** What screens are given: of the address what its path names, of the rest what they take. */
interface ScreenProps {
  readonly groupId: string;
  readonly expenseId: string;
  readonly planId: string;
  readonly connection: ReactNode;
  readonly install: InstallState;
  readonly version: string;
  readonly below: typeof belowMessage;
  readonly ask: AskPast;
  readonly preview: PreviewInvite;
}
type Load = () => Promise<{ default: ComponentType<ScreenProps> }>;

/** With the code that reads what it shows: a network that goes between the two would leave a screen that cannot go on. */
async function loadConversation(): ReturnType<Load> {
  const [screen] = await Promise.all([
    import('../features/chat/conversation-screen.tsx'),
    import('../store/conversation.ts'),
  ]);
  return screen;
}

/** The first that fits is shown. */
const SCREENS: readonly (readonly [path: string, load: Load])[] = [
  ['/g/:groupId', loadConversation],
  ['/g/:groupId/pessoas', () => import('../features/members/members-screen.tsx')],
  ['/g/:groupId/pessoas/registro', () => import('../features/members/trail-screen.tsx')],
  ['/g/:groupId/planos', withLaterWords(() => import('../features/plans/plans-screen.tsx'))],
  ['/g/:groupId/planos/lista', withLaterWords(() => import('../features/plans/from-chat-screen.tsx'))],
  [
    '/g/:groupId/planos/:planId/versoes',
    withLaterWords(() => import('../features/plans/versions-screen.tsx')),
  ],
  ['/g/:groupId/planos/:planId', withLaterWords(() => import('../features/plan-editor/plan-screen.tsx'))],
  ['/g/:groupId/exportar', withLaterWords(() => import('../features/exports/export-screen.tsx'))],
  ['/g/:groupId/historico', withLaterWords(() => import('../features/history/history-screen.tsx'))],
  ['/g/:groupId/contas/importar', withLaterWords(() => import('../features/ledger-files/files-screen.tsx'))],
  [
    '/g/:groupId/contas/resumo',
    withLaterWords(() => import('../features/ledger-summary/summary-screen.tsx')),
  ],
  [
    '/g/:groupId/contas/recorrentes',
    withLaterWords(() => import('../features/recurring/recurring-screen.tsx')),
  ],
  ['/g/:groupId/contas/saldos', withLaterWords(() => import('../features/settling/balances-screen.tsx'))],
  ['/g/:groupId/contas', withLaterWords(() => import('../features/expenses/expenses-screen.tsx'))],
  ['/g/:groupId/contas/nova', withLaterWords(() => import('../features/expenses/new-expense-screen.tsx'))],
  ['/g/:groupId/contas/lixeira', withLaterWords(() => import('../features/expenses/trash-screen.tsx'))],
  ['/g/:groupId/contas/:expenseId', withLaterWords(() => import('../features/expenses/expense-screen.tsx'))],
  [
    '/g/:groupId/contas/:expenseId/editar',
    withLaterWords(() => import('../features/expenses/edit-expense-screen.tsx')),
  ],
  ['/buscar', withLaterWords(() => import('../features/search/search-screen.tsx'))],
  ['/fila', () => import('../features/outbox/outbox-screen.tsx')],
  ['/fila/arquivo', withLaterWords(() => import('../features/carry/queue-screen.tsx'))],
  ['/ajustes', withLaterWords(() => import('../features/settings/settings-screen.tsx'))],
  ['/ajustes/levar', withLaterWords(() => import('../features/carry/device-screen.tsx'))],
  ['/ajustes/protecao', withLaterWords(() => import('../features/account/protect-screen.tsx'))],
  ['/ajustes/aparelhos', withLaterWords(() => import('../features/account/devices-screen.tsx'))],
  ['/ajustes/copias', withLaterWords(() => import('../features/copies/copies-screen.tsx'))],
  ['/ajustes/dados', withLaterWords(() => import('../features/account/my-data-screen.tsx'))],
  ['/privacidade', withLaterWords(() => import('../features/privacy/notice-screen.tsx'))],
  ['/entrar', () => import('../features/onboarding/invite-screen.tsx')],
  ['/entrar/conta', withLaterWords(() => import('../features/account/enter-screen.tsx'))],
];
const PARTS = SCREENS.map(([path, load]) => [path, lazyPart(load)] as const);
const NotFound = lazyPart(() => import('./not-found-screen.tsx'));

/** Loaded with the answer's schema when a link is opened. */
const preview: PreviewInvite = async (link) => {
  const { fetchInvitePreview } = await import('../platform/invite-preview.ts');
  return fetchInvitePreview(link);
};

const ask: AskPast = async (asked) => {
  const { fetchPast } = await import('../platform/past-http.ts');
  return fetchPast(asked);
};

export interface RoutesProps {
  readonly home: ReactNode;
  readonly connection: ReactNode;
  readonly install: InstallState;
}

export function Routes({ home, ...given }: RoutesProps) {
  const all = { ...given, version: __RACHA_VERSION__, below: belowMessage, ask, preview };
  return (
    <Suspense>
      <Switch>
        <Route path="/">{home}</Route>
        {PARTS.map(([path, Part]) => (
          <Route key={path} path={path}>
            {/* Another group, plan or expense is another screen. What a path does not name its screen does not take. */}
            {(named) => <Part key={Object.values(named).at(-1)} {...all} {...(named as ScreenAddress)} />}
          </Route>
        ))}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}

type ScreenAddress = Pick<ScreenProps, 'groupId' | 'expenseId' | 'planId'>;

/** Fetches the chunk of the first screen while the database opens. */
export function preloadRoute(address: string): void {
  const load = SCREENS.find(([path]) => fits(path.split('/'), address.split('/')))?.[1];
  // A failure shows where the screen is rendered.
  void load?.().catch(() => undefined);
}

function fits(path: readonly string[], address: readonly string[]): boolean {
  return (
    path.length === address.length && path.every((part, i) => part.startsWith(':') || part === address[i])
  );
}
