/**
 * The gateway: HTTP and sockets in one server. It parses, authenticates, limits, calls and answers; it knows no
 * rule of any group.
 */
import fastifyHelmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import type { Wait } from '#protocol/kinds.ts';
import { LIMITS } from '#protocol/limits.ts';
import { PROTOCOL_VERSION, SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import type { OpenDesk } from '../accounts/open-desk.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Photos } from '../blobs/open-photos.ts';
import type { BundleDesk } from '../sync/deliver-bundle.ts';
import type { SyncServer } from '../sync/sync-server.ts';
import { addAccountRoutes } from './account-routes.ts';
import { addressOf } from './address-of.ts';
import { Admission } from './admission.ts';
import { addBlobRoutes } from './blob-routes.ts';
import { addBundleRoute } from './bundle-route.ts';
import { isAllowedOrigin } from './check-origin.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { GatewayLog } from './gateway-log.ts';
import { addHealthRoutes } from './health-routes.ts';
import { inOrder } from './in-order.ts';
import { addPastRoute } from './past-route.ts';
import { addPreviewRoute } from './preview-route.ts';
import { addSearchRoute, type SearchRouteOptions } from './search-route.ts';
import { PERMISSIONS_POLICY, securityHeaders } from './security-headers.ts';
import { createSessionCookie, type SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { addSessionRoute } from './session-route.ts';
import { openSockets, type Sockets } from './sockets.ts';
import { addStaticRoutes } from './static-routes.ts';
import { addSupportRoute } from './support-route.ts';
import { addSyncRoutes } from './sync-routes.ts';
import { watchLag } from './watch-lag.ts';

/** A phone on a weak link sends headers within this; a slow-loris does not. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** More than the proxies in `deploy/` keep an idle connection. */
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
const CHECK_INTERVAL_MS = 2_000;
/** A request or an answer that stands still for so long is given up. Websockets have their heartbeat instead. */
const SILENCE_TIMEOUT_MS = 60_000;
/** Of 20,000 files a process may open on small machines; more would take the database's. */
const CONNECTIONS_MAX = 15_000;
/** Hellos and snapshots at once: what the database answers within some hundred ms. A herd comes in by turns. */
const GREETINGS_MAX = 64;
/** Running requests get this long to end when the server stops. */
const DRAIN_MAX_MS = 3_000;

export interface GatewayOptions {
  readonly sync: SyncServer;
  readonly sessions: SessionKeeper;
  readonly limits: FloodLimits;
  readonly log: GatewayLog;
  readonly onBug: (error: unknown) => void;
  /** A request was answered 5xx. `route`: as it was registered, like `POST /sync/push`. */
  readonly onRequestFailed: (error: unknown, route: string) => void;
  readonly publicOrigin: string | undefined;
  /** Where pages may send error reports. */
  readonly reportsOrigin: string | undefined;
  readonly trustProxy: boolean;
  /** Whom to ask for help; undefined: nobody is named. */
  readonly supportContact: string | undefined;
  /** Where the built app lies; may be absent. */
  readonly clientDirectory: string;
  /** The kill switch is served as the service worker. */
  readonly isWorkerWithdrawn: boolean;
  readonly isReady: () => Promise<boolean>;
  readonly accounts: OpenDesk;
  readonly photos: Photos;
  readonly bundles: BundleDesk;
  readonly search: SearchRouteOptions['search'];
  readonly audit: AuditLog;
  /** Devices found with other rows than the log's, since the start: told beside readiness. */
  readonly divergences: () => number;
}

export interface Gateway {
  readonly app: FastifyInstance;
  readonly sockets: Sockets;
  /** `POST /sync/push` and the like: every way in that is not a file of the app. */
  readonly routes: readonly string[];
  /** Opens the doors; returns the address. Rejects with Node's error when the port is taken. */
  listen(at: { readonly host: string; readonly port: number }): Promise<string>;
  /** No new connections; open sockets are closed; running requests end. */
  close(): Promise<void>;
}

export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    sync,
    sessions,
    limits,
    log,
    onBug,
    onRequestFailed,
    publicOrigin,
    reportsOrigin,
    trustProxy,
    supportContact,
    clientDirectory,
    isWorkerWithdrawn,
    isReady,
    divergences,
    accounts,
    photos,
    bundles,
    search,
    audit,
  } = options;
  const cookie = createSessionCookie(isSecure(publicOrigin));
  const app = Fastify({
    logger: false,
    bodyLimit: LIMITS.flushMaxBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_INTERVAL_MS },
  });
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD' && !url.includes('*')) routes.push(`${one} ${url}`);
  });
  app.server.maxConnections = CONNECTIONS_MAX;
  await app.register(fastifyHelmet, securityHeaders({ isSecure: isSecure(publicOrigin), reportsOrigin }));
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', PERMISSIONS_POLICY);
  });
  app.addHook('onRequest', async (request, reply) => {
    const waitMs = isOurs(request) ? limits.request(addressOf(request.raw, trustProxy)) : 0;
    if (waitMs > 0) return reply.code(429).send({ wait: 'busy', retryAfterMs: waitMs } satisfies Wait);
    return guard(request, reply, { sessions, cookie, publicOrigin });
  });
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      log.warn({ code: error.code }, 'a request failed');
      onRequestFailed(error, `${request.method} ${request.routeOptions.url ?? 'unknown'}`);
    }
    // The message may quote what was sent.
    return reply
      .code(status)
      .send({ error: status === 413 ? 'too-large' : status < 500 ? 'malformed' : 'failed' });
  });

  const greetings = new Admission(GREETINGS_MAX);
  addSupportRoute(app, supportContact);
  addHealthRoutes(app, { isReady, divergences });
  addSessionRoute(app, { sessions, limits, trustProxy, cookie });
  addPreviewRoute(app, { sync, limits, trustProxy });
  addPastRoute(app, { sync, sessions, limits, cookie, trustProxy });
  addSearchRoute(app, { search, sessions, limits, cookie, trustProxy });
  addAccountRoutes(app, {
    ...accounts,
    sessions,
    limits,
    cookie,
    publicOrigin,
    trustProxy,
    onFailure: onBug,
  });
  addBlobRoutes(app, { photos, sessions, limits, cookie, trustProxy, onFailure: onBug });
  addBundleRoute(app, { bundles, audit, sessions, limits, cookie, trustProxy, onFailure: onBug });
  addSyncRoutes(app, (request) => {
    const token = cookie.tokenOf(request.headers.cookie);
    const checkSession = inOrder(async () => (token === undefined ? undefined : sessions.check(token)));
    const protocol = Number(request.headers[PROTOCOL_HEADER]);
    const address = addressOf(request.raw, trustProxy);
    return { sync, limits, address, greetings, checkSession, connection: undefined, protocol, onBug };
  });
  await addStaticRoutes(app, clientDirectory, { isWorkerWithdrawn });
  const lag = watchLag();
  const sockets = openSockets({
    http: app.server,
    sync,
    sessions,
    cookie,
    limits,
    greetings,
    log,
    onBug,
    publicOrigin,
    trustProxy,
    isOverloaded: lag.isOverloaded,
  });
  return {
    app,
    sockets,
    routes,
    listen: (at) => app.listen(at),
    close: async () => {
      lag.stop();
      await sockets.close();
      // A body that still trickles in is not waited for: what arrived of it is durable.
      const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MAX_MS);
      await app.close();
      clearTimeout(cut);
    },
  };
}

const isSecure = (publicOrigin: string | undefined): boolean => publicOrigin?.startsWith('https:') ?? false;

/**
 * As the router understood it. The address as it was sent says less: `/%73ync/push` is `/sync/push` to the router.
 * What matches no route is taken at its word, and answered 404.
 */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? request.url;

/** Everything that could change something, and whatever else is not a file of the app or a probe. */
function isOurs(request: FastifyRequest): boolean {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  return !isReading || /^\/(sync|api|blobs)\//.test(routeOf(request));
}

/** Before any of our own routes: whose page it is, which protocol it speaks, and that it has a session. */
async function guard(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    sessions,
    cookie,
    publicOrigin,
  }: { sessions: SessionKeeper; cookie: SessionCookie; publicOrigin: string | undefined },
): Promise<FastifyReply | undefined> {
  if (!isOurs(request)) return undefined;
  const isSync = routeOf(request).startsWith('/sync/');
  reply.header(PROTOCOL_HEADER, String(PROTOCOL_VERSION));
  if (!isAllowedOrigin(request.headers, publicOrigin)) return reply.code(403).send({ error: 'origin' });
  if (!isSync) return undefined;
  reply.type(NDJSON);
  if (!SUPPORTED_PROTOCOLS.includes(Number(request.headers[PROTOCOL_HEADER]))) {
    return reply.code(400).send(`${JSON.stringify({ wait: 'unsupported' })}\n`);
  }
  const token = cookie.tokenOf(request.headers.cookie);
  try {
    const session = token === undefined ? undefined : await sessions.check(token);
    if (session) return undefined;
  } catch {
    return reply.code(503).send(`${JSON.stringify({ wait: 'busy', retryAfterMs: 1_000 })}\n`);
  }
  return reply.code(401).send(`${JSON.stringify({ wait: 'auth' })}\n`);
}
