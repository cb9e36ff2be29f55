/**
 * The way to the server: one frame out, a reply or a typed failure back. No retry, no queue, no memory of its own.
 *
 *   flush      one HTTP request, many frames, replies streamed as they are made: the first thing after a reconnect
 *   connect    the socket: asks with an ack, tells in both directions
 *
 * Replies are checked against the protocol's schemas before they reach anyone; a reply that does not parse is no
 * answer, and one that does not come from Racha (a captive portal's page) is `intercepted`.
 */
import type * as v from 'valibot';
import type { ASKS, AskName, DOWNSTREAM_TELLS, UPSTREAM_TELLS } from '#protocol/frames.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { SessionReply, SessionRequest } from '#protocol/session.ts';

export type Request<N extends AskName> = v.InferOutput<(typeof ASKS)[N]['request']>;
export type Reply<N extends AskName> = v.InferOutput<(typeof ASKS)[N]['reply']>;
type UpstreamTell = keyof typeof UPSTREAM_TELLS;
export type DownstreamTell = {
  [N in keyof typeof DOWNSTREAM_TELLS]: { name: N; frame: v.InferOutput<(typeof DOWNSTREAM_TELLS)[N]> };
}[keyof typeof DOWNSTREAM_TELLS];

/** Why nothing came back. The outcome of what was sent is unknown, but for `refused`. */
export type Failure =
  /** No way to the server: refused, reset, cut, timed out, or an answer that is not ours. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'timeout' }
  /** Something on the way answered in the server's place, as the Wi-Fi of hotels does until one has signed in. */
  | { readonly kind: 'intercepted' }
  /** The server read the frame and would not take it: session missing, frame malformed, protocol unsupported. */
  | { readonly kind: 'refused'; readonly wait: Wait };

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export interface Transport {
  /** First contact: makes or renews the session of this device. */
  openSession(request: SessionRequest, options: { timeoutMs: number }): Promise<Answer<SessionReply>>;
  /**
   * Sends `requests` in one HTTP request; `onReply(index, reply)` is called for each as it arrives, in order.
   * A `catch-up` is answered by many replies: there `index` only counts them, the reply names its group.
   * Resolves when the server has answered all or the link gave way; what was not answered has an unknown fate.
   * `protocol`: which version of the wire the frames are in.
   */
  flush<N extends AskName>(
    name: N,
    requests: readonly Request<N>[],
    options: FlushOptions<N>,
  ): Promise<Answer<{ answered: number }>>;
  /** Opens the socket. Resolves when frames can pass; `events.onClose` is called exactly once after that. */
  /** `signal`: nobody waits for it any more. */
  connect(
    events: ConnectionEvents,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<Answer<Connection>>;
}

export interface FlushOptions<N extends AskName> {
  readonly protocol: number;
  readonly timeoutMs: number;
  readonly onReply: (index: number, reply: Reply<N>) => void;
}

export interface ConnectionEvents {
  onTell(tell: DownstreamTell): void;
  onClose(): void;
}

export interface Connection {
  ask<N extends AskName>(
    name: N,
    request: Request<N>,
    options: { timeoutMs: number },
  ): Promise<Answer<Reply<N>>>;
  /** Dropped without a word when the socket is not open. */
  tell<N extends UpstreamTell>(name: N, frame: v.InferOutput<(typeof UPSTREAM_TELLS)[N]>): void;
  close(): void;
}
