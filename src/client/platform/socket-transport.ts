/**
 * The Transport port on fetch and socket.io. socket.io is only a pipe here: no reconnection of its own, nothing
 * emitted unless connected, every ask with an ack and a timeout, its send buffer emptied when it closes.
 *
 * Runs in browsers (same origin, the browser's cookies) and in Node (an explicit origin and cookie jar).
 */
import type { Socket } from 'socket.io-client';
import * as v from 'valibot';
import { ASKS, type AskName, DOWNSTREAM_TELLS } from '#protocol/frames.ts';
import { waitSchema } from '#protocol/kinds.ts';
import { failureOfReply, type HttpOptions, postFlush, postSession } from './http-flush.ts';
import type {
  Answer,
  Connection,
  ConnectionEvents,
  DownstreamTell,
  Failure,
  Transport,
} from './transport.ts';

export interface SocketTransportOptions {
  /** Absent: the page's own. */
  readonly origin?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly cookies?: HttpOptions['cookies'];
}

const UNREACHABLE: Failure = { kind: 'unreachable' };

export function createSocketTransport(options: SocketTransportOptions = {}): Transport {
  const { origin = '', cookies } = options;
  // fetch must be called on its own global, not on our options.
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const http: HttpOptions = { origin, fetch: send, ...(cookies && { cookies }) };
  const dialer = new Dialer(options);
  return {
    openSession: (request, limits) => postSession(http, request, limits),
    flush: (name, requests, flushOptions) => postFlush(http, name, requests, flushOptions),
    connect: (events, options) => dialer.connect(events, options),
  };
}

type Dial = (transports: readonly string[], timeoutMs: number) => Promise<Answer<Socket>>;

/**
 * A handshake begun while the link was dead stays silent when the link is back, and browsers make one at a time: half way
 * it is begun anew. Each half is long enough for the four round trips of 2G.
 */
const DIRECT_TRIES = 2;

/**
 * Remembers, from connection to connection, that websockets do not pass here: some networks cut them, some swallow
 * them. Then long polling comes first and tries to become a websocket while it already carries frames.
 */
class Dialer {
  readonly #options: SocketTransportOptions;
  #needsPolling = false;

  constructor(options: SocketTransportOptions) {
    this.#options = options;
  }

  async connect(
    events: ConnectionEvents,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<Answer<Connection>> {
    // Loaded when first needed: the first screen works without it.
    const loaded = await import('socket.io-client').catch(() => undefined);
    if (!loaded) return { ok: false, failure: UNREACHABLE };
    const dialed = await this.#dial((transports, limitMs) => {
      const { origin, cookies } = this.#options;
      const cookie = cookies?.get();
      const settings = {
        transports: [...transports],
        reconnection: false,
        autoConnect: false,
        forceNew: true,
        withCredentials: true,
        timeout: limitMs,
        ...(cookie !== undefined && { extraHeaders: { cookie } }),
      };
      const socket = origin === undefined ? loaded.io(settings) : loaded.io(origin, settings);
      return open(socket, limitMs, signal);
    }, timeoutMs);
    return dialed.ok ? { ok: true, value: openConnection(dialed.value, events) } : dialed;
  }

  async #dial(dial: Dial, timeoutMs: number): Promise<Answer<Socket>> {
    if (!this.#needsPolling) {
      for (let i = 0; i < DIRECT_TRIES; i++) {
        const direct = await dial(['websocket'], timeoutMs / 2 / DIRECT_TRIES);
        if (direct.ok || direct.failure.kind === 'refused') return direct;
        if (direct.failure.kind !== 'timeout') break;
      }
    }
    const polled = await dial(['polling', 'websocket'], this.#needsPolling ? timeoutMs : timeoutMs / 2);
    if (polled.ok) {
      const { engine } = polled.value.io;
      this.#needsPolling = engine.transport.name === 'polling';
      engine.once('upgrade', () => {
        this.#needsPolling = false;
      });
    }
    return polled;
  }
}

function open(socket: Socket, timeoutMs: number, signal?: AbortSignal): Promise<Answer<Socket>> {
  return new Promise((resolve) => {
    // socket.io's own timeout covers the transport, ours the handshake behind it too.
    const timer = setTimeout(() => giveUp({ kind: 'timeout' }), timeoutMs);
    const giveUp = (failure: Failure) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abandon);
      socket.removeAllListeners();
      socket.disconnect();
      resolve({ ok: false, failure });
    };
    const abandon = () => giveUp(UNREACHABLE);
    if (signal?.aborted) return abandon();
    signal?.addEventListener('abort', abandon);
    socket.once('connect_error', (error) => giveUp(failureOf(error)));
    socket.once('connect', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abandon);
      socket.removeAllListeners('connect_error');
      resolve({ ok: true, value: socket });
    });
    socket.connect();
  });
}

function openConnection(socket: Socket, events: ConnectionEvents): Connection {
  let isOpen = true;
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    // What socket.io kept for a reconnection would arrive beside our own outbox: twice.
    socket.sendBuffer = [];
    socket.removeAllListeners();
    socket.disconnect();
    events.onClose();
  };
  socket.once('disconnect', end);
  for (const name of Object.keys(DOWNSTREAM_TELLS) as DownstreamTell['name'][]) {
    socket.on(name, (value: unknown) => {
      const frame = v.safeParse(DOWNSTREAM_TELLS[name] as v.GenericSchema, value);
      // A tell that cannot be read is a hint that is lost: the next hello makes up for it.
      if (frame.success) events.onTell({ name, frame: frame.output } as DownstreamTell);
    });
  }
  return {
    ask: (name, request, { timeoutMs }) => (isOpen ? ask(socket, name, request, timeoutMs) : closed()),
    tell(name, frame) {
      if (isOpen && socket.connected) socket.emit(name, frame);
    },
    close: end,
  };
}

function ask<N extends AskName>(
  socket: Socket,
  name: N,
  request: object,
  timeoutMs: number,
): Promise<Answer<v.InferOutput<(typeof ASKS)[N]['reply']>>> {
  if (!socket.connected) return closed();
  return new Promise((resolve) => {
    socket.timeout(timeoutMs).emit(name, request, (error: Error | null, value: unknown) => {
      if (error) {
        resolve({ ok: false, failure: socket.connected ? { kind: 'timeout' } : UNREACHABLE });
        return;
      }
      const reply = v.safeParse(ASKS[name].reply as v.GenericSchema, value);
      if (reply.success) resolve({ ok: true, value: reply.output as never });
      else resolve({ ok: false, failure: failureOfReply(value) });
    });
  });
}

function closed<T>(): Promise<Answer<T>> {
  return Promise.resolve({ ok: false, failure: UNREACHABLE });
}

/** The server says why it refuses a handshake in `data.wait`. */
function failureOf(error: Error): Failure {
  const wait = v.safeParse(waitSchema, (error as { data?: unknown }).data);
  return wait.success ? { kind: 'refused', wait: wait.output } : UNREACHABLE;
}
