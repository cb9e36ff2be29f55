/** The engine's Transport for one page of a simulated device, over its link to the server. */
import type {
  Answer,
  Connection,
  ConnectionEvents,
  Reply,
  Request,
  Transport,
} from '#client/platform/transport.ts';
import type { AskName } from '#protocol/frames.ts';
import type { SessionReply, SessionRequest } from '#protocol/session.ts';
import { Flush } from './flush.ts';
import type { History } from './history.ts';
import type { Link } from './link.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Cookie, ServerDoor } from './server-door.ts';
import { Socket, TIMEOUT, UNREACHABLE } from './socket.ts';
import type { Wire } from './wire.ts';

/** Where the browser keeps what the server set: it outlives the page. */
export interface CookieJar {
  cookie: Cookie | null;
}

export interface PageTransportOptions {
  readonly scheduler: Scheduler;
  readonly link: Link;
  readonly page: Process;
  /** Where the next connection ends up. */
  readonly route: () => ServerDoor;
  readonly wire: Wire;
  readonly jar: CookieJar;
  readonly history: History;
}

export class PageTransport implements Transport {
  readonly #options: PageTransportOptions;
  readonly #sockets = new Set<Socket>();
  readonly #flushes = new Set<Flush>();

  constructor(options: PageTransportOptions) {
    this.#options = options;
  }

  async openSession(
    request: SessionRequest,
    { timeoutMs }: { timeoutMs: number },
  ): Promise<Answer<SessionReply>> {
    const { jar } = this.#options;
    return this.#roundTrip(timeoutMs, async (door) => {
      const { answer, cookie } = await door.openSession(request, jar.cookie);
      return () => {
        if (cookie !== null) jar.cookie = cookie;
        return answer;
      };
    });
  }

  flush<N extends AskName>(
    name: N,
    requests: readonly Request<N>[],
    options: { timeoutMs: number; onReply: (index: number, reply: Reply<N>) => void },
  ): Promise<Answer<{ answered: number }>> {
    const { jar, route } = this.#options;
    return new Promise((resolve) => {
      const flush = new Flush({
        ...this.#options,
        door: route(),
        cookie: jar.cookie,
        name,
        requests,
        timeoutMs: options.timeoutMs,
        onReply: options.onReply as (index: number, reply: unknown) => void,
        onEnd: (answer) => {
          this.#flushes.delete(flush);
          resolve(answer);
        },
      });
      this.#flushes.add(flush);
      flush.start();
    });
  }

  connect(events: ConnectionEvents, { timeoutMs }: { timeoutMs: number }): Promise<Answer<Connection>> {
    const { jar, history, page } = this.#options;
    const note = (what: string): void => history.add(page.name, what);
    return this.#roundTrip(timeoutMs, async (door) => {
      const socket = new Socket({ ...this.#options, door, cookie: jar.cookie, events, note });
      if (!socket.attach())
        return () => ({ ok: false, failure: { kind: 'refused', wait: { wait: 'auth' } } });
      this.#sockets.add(socket);
      return () => ({ ok: true, value: socket });
    });
  }

  /** What the page still waits for: answers on its sockets, and flushes. */
  get pending(): number {
    const asks = [...this.#sockets].reduce((sum, socket) => sum + socket.pending, 0);
    return asks + this.#flushes.size;
  }

  /** The browser takes its connections away; the page hears of it when it wakes. */
  cutAll(): void {
    const fate = this.#options.link.next();
    for (const socket of this.#sockets) socket.cut(fate);
    for (const flush of this.#flushes) flush.cut(fate);
  }

  /** The page is gone. */
  abandon(): void {
    for (const socket of this.#sockets) socket.abandon();
    for (const flush of this.#flushes) flush.abandon();
  }

  /** There, an answer made at the server, and back. `serve` returns what happens on arrival. */
  #roundTrip<T>(
    timeoutMs: number,
    serve: (door: ServerDoor) => Promise<() => Answer<T>>,
  ): Promise<Answer<T>> {
    const { scheduler, link, page, route } = this.#options;
    const door = route();
    return new Promise((resolve) => {
      const cancel = scheduler.after(timeoutMs, () => resolve(TIMEOUT), page);
      const settle = (answer: Answer<T>): void => {
        cancel();
        resolve(answer);
      };
      if (link.weather === 'blackhole') return;
      const there = link.next();
      if (link.weather !== 'open' || !door.up || there.cut !== 'no') {
        scheduler.after(there.delayMs, () => settle(UNREACHABLE), page);
        return;
      }
      scheduler.after(there.delayMs, () => {
        if (!door.up) return scheduler.after(there.delayMs, () => settle(UNREACHABLE), page);
        void serve(door).then((arrive) => {
          const back = link.next();
          const lost = link.weather !== 'open' || back.cut !== 'no';
          scheduler.after(back.delayMs, () => settle(lost ? UNREACHABLE : arrive()), page);
        });
      });
    });
  }
}
