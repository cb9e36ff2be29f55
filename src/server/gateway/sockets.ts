/**
 * The socket side: socket.io as a pipe and nothing more.
 *
 * Off: connection state recovery (it skips middleware, so a removed member would hear on), compression, rooms,
 * its buffers. On: Origin at the handshake, session at the handshake and at every frame, heartbeat 10 s + 8 s.
 * An unreadable frame is answered with its kind once, then the connection is closed.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import * as v from 'valibot';
import { type AskName, isAskOf, isTellOf, listAsks, UPSTREAM_TELLS } from '#protocol/frames.ts';
import type { FrameErrorKind, WaitKind } from '#protocol/kinds.ts';
import { LIMITS, TIMES } from '#protocol/limits.ts';
import { PROTOCOL_VERSION, SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import type { Session } from '../sync/session.ts';
import type { SyncServer } from '../sync/sync-server.ts';
import { addressOf } from './address-of.ts';
import type { Admission } from './admission.ts';
import { answerAsk, frameError, parseAsk } from './answer-ask.ts';
import type { SocketConnection } from './broadcast.ts';
import { isAllowedOrigin } from './check-origin.ts';
import { cutEndedSessions, type SessionHolder } from './cut-ended-sessions.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { GatewayLog } from './gateway-log.ts';
import { inOrder } from './in-order.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { SocketPlaces } from './socket-places.ts';

/** Asks of one connection handled at once: more is a flood, not a client of ours. */
const ASKS_IN_FLIGHT_MAX = 256;
/** A client says hello at once; one that says nothing only holds a place. */
const HELLO_WITHIN_MS = 30_000;

export interface SocketsOptions {
  readonly http: HttpServer;
  readonly sync: SyncServer;
  readonly sessions: SessionKeeper;
  readonly cookie: SessionCookie;
  readonly limits: FloodLimits;
  readonly greetings: Admission;
  readonly log: GatewayLog;
  readonly onBug: (error: unknown) => void;
  /** Asked at each new connection: too busy to greet anybody else now? They come back with jitter. */
  readonly isOverloaded: () => boolean;
  readonly publicOrigin: string | undefined;
  readonly trustProxy: boolean;
}

export interface Sockets {
  readonly count: () => number;
  /** Cuts every connection and goes on listening: they come back with jitter, here or to a node that is well. */
  letGo(): void;
  /** Closes every connection; clients come back with jitter, to whoever serves then. */
  close(): Promise<void>;
}

export function openSockets(options: SocketsOptions): Sockets {
  const { http, sessions, cookie, limits, publicOrigin, trustProxy, isOverloaded } = options;
  const io = new Server(http, {
    serveClient: false,
    transports: ['websocket', 'polling'],
    pingInterval: TIMES.heartbeatIntervalMs,
    pingTimeout: TIMES.heartbeatTimeoutMs,
    maxHttpBufferSize: LIMITS.socketMaxBytes,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
    // Asked at handshakes only.
    allowRequest: (request, decide) => {
      if (isOverloaded()) return decide('busy', false);
      if (limits.contact(addressOf(request, trustProxy)) > 0) return decide('flood', false);
      decide(null, true);
    },
  });
  // Asked at every request, those of a polling connection that is open included.
  io.engine.use((request: IncomingMessage, _response: unknown, next: (error?: Error) => void) => {
    if (!isAllowedOrigin(request.headers, publicOrigin)) return next(new Error('origin'));
    const { searchParams } = new URL(request.url ?? '/', 'http://host');
    const handshake = handshakeOf(io, searchParams.get('sid'));
    const tokenIn = ({ headers }: IncomingMessage) => cookie.tokenOf(headers.cookie);
    // Who merely heard of a connection's id does not read or write in it.
    if (handshake && tokenIn(handshake) !== tokenIn(request)) return next(new Error('session'));
    next();
  });
  const places = new SocketPlaces();
  io.use((socket, next) => {
    const token = cookie.tokenOf(socket.request.headers.cookie);
    if (token === undefined) return next(refusal('auth'));
    sessions.check(token).then(
      (session) => {
        if (!session) return next(refusal('auth'));
        if (places.isFull(session.accountId)) return next(refusal('busy'));
        socket.data.session = session;
        socket.data.token = token;
        sessions.noteSeen(session.deviceId);
        next();
      },
      () => next(refusal('busy')),
    );
  });
  io.on('connection', (socket) => {
    const { session } = socket.data as { session: Session };
    socket.on('disconnect', places.take(session.accountId));
    serve(socket, options);
  });
  const ended = cutEndedSessions(
    () => [...io.sockets.sockets.values()].map(holderOf),
    (token) => sessions.check(token),
  );
  // Without a disconnect packet: clients take it as a cut and reconnect.
  const letGo = (): void => {
    for (const socket of io.sockets.sockets.values()) socket.conn.close();
  };
  return {
    count: () => io.engine.clientsCount,
    letGo,
    close: async () => {
      ended.stop();
      letGo();
      io.engine.close();
    },
  };
}

/** The request that opened the connection of this id. */
function handshakeOf(io: Server, sid: string | null): IncomingMessage | undefined {
  const { clients } = io.engine as unknown as { clients: Record<string, { request: IncomingMessage }> };
  return sid !== null && Object.hasOwn(clients, sid) ? clients[sid]?.request : undefined;
}

function holderOf(socket: Socket): SessionHolder {
  const { session, token } = socket.data as { session: Session; token: string };
  // Without a disconnect packet: the client comes back, and is told that it has no session.
  return { session, token, cut: () => socket.conn.close() };
}

/** The client reads `data.wait` of its connect error. */
function refusal(wait: WaitKind): Error {
  return Object.assign(new Error(wait), { data: { wait } });
}

function serve(socket: Socket, options: SocketsOptions): void {
  const { sync, sessions, limits, greetings, log, onBug, trustProxy } = options;
  const address = addressOf(socket.request, trustProxy);
  const { session, token } = socket.data as { session: Session; token: string };
  const connection: SocketConnection = { session, socket };
  let hasGreeted = false;
  /** As the hello said; what it does not have is a name nobody knows here. */
  let protocol = PROTOCOL_VERSION;
  let inFlight = 0;

  const close = (kind: FrameErrorKind, answer?: (reply: object) => void): void => {
    answer?.(frameError(kind));
    log.warn({ deviceId: session.deviceId, kind }, 'connection closed for a frame');
    // After what was written, so that the client learns why.
    setImmediate(() => socket.conn.close());
  };
  const checkSession = inOrder(async (): Promise<Session | undefined> => {
    const present = await sessions.check(token);
    return present?.deviceId === session.deviceId ? present : undefined;
  });

  async function ask(name: AskName, value: unknown, answer: (reply: object) => void): Promise<void> {
    const asked = parseAsk(name, value, protocol);
    if (!asked) return close('malformed', answer);
    if (asked.name !== 'hello') {
      if (!hasGreeted) return close('hello-first', answer);
    } else if (SUPPORTED_PROTOCOLS.includes(asked.frame.protocol)) {
      hasGreeted = true;
      protocol = asked.frame.protocol;
    }
    if (inFlight >= ASKS_IN_FLIGHT_MAX) return close('flood', answer);
    inFlight++;
    const answered = await answerAsk(asked, {
      sync,
      limits,
      address,
      greetings,
      checkSession,
      connection,
      protocol,
      onBug,
    });
    inFlight--;
    if (answered === 'unanswerable') socket.conn.close(true);
    else if (socket.connected) answer(answered.reply);
  }

  const silence = setTimeout(() => {
    if (!hasGreeted) socket.conn.close();
  }, HELLO_WITHIN_MS);
  silence.unref();

  for (const name of listAsks(PROTOCOL_VERSION)) {
    socket.on(name, (value: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return close('malformed');
      void ask(name, value, answer as (reply: object) => void);
    });
  }
  socket.on('mark', (value: unknown) => {
    const mark = v.safeParse(UPSTREAM_TELLS.mark, value);
    if (!mark.success) return close('malformed');
    if (hasGreeted && limits.frame({ ...session, address }) === 0) sync.mark(session, mark.output);
  });
  socket.on('typing', (value: unknown) => {
    const typing = v.safeParse(UPSTREAM_TELLS.typing, value);
    if (!typing.success) return close('malformed');
    if (hasGreeted && limits.frame({ ...session, address }) === 0) sync.typing(connection, typing.output);
  });
  socket.on('caret', (value: unknown) => {
    const caret = v.safeParse(UPSTREAM_TELLS.caret, value);
    if (!caret.success || !isTellOf(protocol, 'caret')) return close('malformed');
    if (hasGreeted && limits.frame({ ...session, address }) === 0) sync.caret(connection, caret.output);
  });
  socket.onAny((name: string) => {
    if (!isAskOf(PROTOCOL_VERSION, name) && !(name in UPSTREAM_TELLS)) close('malformed');
  });
  socket.on('disconnect', () => {
    clearTimeout(silence);
    sync.close(connection);
  });
}
