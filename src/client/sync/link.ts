/**
 * The way to the server as pusher and puller see it: the socket when it is open, HTTP while it is not. Where the
 * two differ in cost (a long catch-up) the caller chooses. It speaks one protocol version from its first byte to its
 * last; what that version does not have (`knows`) is not asked.
 */
import type {
  Answer,
  Connection,
  Failure,
  FlushOptions,
  Reply,
  Request,
  Transport,
} from '#client/platform/transport.ts';
import { type AskName, isAskOf, isTellOf, type UpstreamTellName } from '#protocol/frames.ts';
import { ackTimeoutMs } from './window.ts';

export class Link {
  readonly protocol: number;
  readonly #transport: Transport;
  /** null: not open (yet), or closed. */
  socket: Connection | null = null;
  /** The server was heard over this link: what was sent may have arrived. */
  hadContact = false;
  /** Something on the way answered in the server's place. */
  isIntercepted = false;

  constructor(transport: Transport, protocol: number) {
    this.#transport = transport;
    this.protocol = protocol;
  }

  /** False: the server on this link is of a release that never heard of this ask. */
  knows(name: AskName): boolean {
    return isAskOf(this.protocol, name);
  }

  tells(name: UpstreamTellName): boolean {
    return isTellOf(this.protocol, name);
  }

  /** For asks that change nothing: one that HTTP swallowed while the socket opened is asked again over the socket. */
  async ask<N extends AskName>(name: N, request: Request<N>, bytes = 0): Promise<Answer<Reply<N>>> {
    const overSocket = () => this.socket?.ask(name, request, { timeoutMs: ackTimeoutMs(bytes) });
    const direct = overSocket();
    if (direct) return direct;
    const answer = await this.askOverHttp(name, request, bytes);
    if (answer.ok || answer.failure.kind === 'refused') return answer;
    return (await overSocket()) ?? answer;
  }

  async askOverHttp<N extends AskName>(name: N, request: Request<N>, bytes = 0): Promise<Answer<Reply<N>>> {
    let reply: Reply<N> | undefined;
    const answer = await this.flush(name, [request], {
      timeoutMs: ackTimeoutMs(bytes),
      onReply: (_, arrived) => {
        reply = arrived;
      },
    });
    if (reply !== undefined) {
      this.hadContact = true;
      return { ok: true, value: reply };
    }
    return answer.ok ? { ok: false, failure: UNREACHABLE } : answer;
  }

  /** One HTTP request of many frames; see `Transport.flush`. */
  async flush<N extends AskName>(
    name: N,
    requests: readonly Request<N>[],
    options: Omit<FlushOptions<N>, 'protocol'>,
  ): Promise<Answer<{ answered: number }>> {
    const answer = await this.#transport.flush(name, requests, { ...options, protocol: this.protocol });
    if (!answer.ok) this.isIntercepted ||= answer.failure.kind === 'intercepted';
    return answer;
  }
}

const UNREACHABLE: Failure = { kind: 'unreachable' };

/** The connection ended while this was on its way; nothing is wrong. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
