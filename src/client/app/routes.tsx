/** Which screen an address shows. Each is a chunk of its own; all are precached. */
import { type ComponentType, type ReactNode, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { withLaterWords } from '#client/i18n/start-i18n.ts';
import type { PreviewInvite } from '../features/onboarding/use-preview.ts';
import type { InstallState } from '../features/settings/install-section.tsx';
import { lazyScreen } from './lazy-screen.tsx';

const LOADERS = {
  conversation: () => import('../features/chat/conversation-screen.tsx'),
  members: () => import('../features/members/members-screen.tsx'),
  trail: () => import('../features/members/trail-screen.tsx'),
  outbox: () => import('../features/outbox/outbox-screen.tsx'),
  settings: withLaterWords(() => import('../features/settings/settings-screen.tsx')),
  invite: () => import('../features/onboarding/invite-screen.tsx'),
  protect: withLaterWords(() => import('../features/account/protect-screen.tsx')),
  devices: withLaterWords(() => import('../features/account/devices-screen.tsx')),
  enter: withLaterWords(() => import('../features/account/enter-screen.tsx')),
  data: withLaterWords(() => import('../features/account/my-data-screen.tsx')),
  notice: withLaterWords(() => import('../features/privacy/notice-screen.tsx')),
  notFound: () => import('./not-found-screen.tsx'),
} as const;

const Conversation = lazyScreen(LOADERS.conversation);
const Members = lazyScreen(LOADERS.members);
const Trail = lazyScreen(LOADERS.trail);
const Outbox = lazyScreen(LOADERS.outbox);
const Settings = lazyScreen(LOADERS.settings);
const Invite = lazyScreen(LOADERS.invite);
const Protect = lazyScreen(LOADERS.protect);
const Devices = lazyScreen(LOADERS.devices);
const Enter = lazyScreen(LOADERS.enter);
const MyData = lazyScreen(LOADERS.data);
const PrivacyNotice = lazyScreen(LOADERS.notice);
const NotFound = lazyScreen(LOADERS.notFound);

/** Loaded with the answer's schema when a link is opened. */
const previewInvite: PreviewInvite = async (link) => {
  const { fetchInvitePreview } = await import('../platform/invite-preview.ts');
  return fetchInvitePreview(link);
};

export interface RoutesProps {
  readonly home: ReactNode;
  readonly connection: ReactNode;
  readonly install: InstallState;
}

export function Routes({ home, connection, install }: RoutesProps) {
  return (
    <Suspense>
      <Switch>
        <Route path="/">{home}</Route>
        <Route path="/g/:groupId">
          {({ groupId }) => <Conversation key={groupId} groupId={groupId} connection={connection} />}
        </Route>
        <Route path="/g/:groupId/pessoas">
          {({ groupId }) => <Members key={groupId} groupId={groupId} connection={connection} />}
        </Route>
        <Route path="/g/:groupId/pessoas/registro">
          {({ groupId }) => <Trail key={groupId} groupId={groupId} connection={connection} />}
        </Route>
        <Route path="/fila">
          <Outbox connection={connection} />
        </Route>
        <Route path="/ajustes">
          <Settings connection={connection} install={install} version={__RACHA_VERSION__} />
        </Route>
        <Route path="/ajustes/protecao">
          <Protect connection={connection} />
        </Route>
        <Route path="/ajustes/aparelhos">
          <Devices connection={connection} />
        </Route>
        <Route path="/entrar/conta">
          <Enter connection={connection} />
        </Route>
        <Route path="/ajustes/dados">
          <MyData connection={connection} />
        </Route>
        <Route path="/privacidade">
          <PrivacyNotice />
        </Route>
        <Route path="/entrar">
          <div className="flex min-h-full flex-col">
            {connection}
            <Invite preview={previewInvite} />
          </div>
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** Fetches the chunk of the first screen while the database opens. */
export function preloadRoute(path: string): void {
  const load = loaderOf(path);
  // A failure shows where the screen is rendered.
  void load?.().catch(() => undefined);
}

function loaderOf(path: string): (() => Promise<{ default: ComponentType<never> }>) | undefined {
  if (/^\/g\/[^/]+\/pessoas\/registro/.test(path)) return LOADERS.trail;
  if (/^\/g\/[^/]+\/pessoas/.test(path)) return LOADERS.members;
  if (path.startsWith('/g/')) return LOADERS.conversation;
  if (path === '/fila') return LOADERS.outbox;
  if (path === '/ajustes') return LOADERS.settings;
  if (path === '/ajustes/dados') return LOADERS.data;
  if (path === '/privacidade') return LOADERS.notice;
  if (path === '/entrar') return LOADERS.invite;
  if (path === '/ajustes/protecao') return LOADERS.protect;
  if (path === '/ajustes/aparelhos') return LOADERS.devices;
  if (path === '/entrar/conta') return LOADERS.enter;
  return undefined;
}
