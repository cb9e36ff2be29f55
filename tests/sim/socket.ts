/**
 * One socket between a device's page and the server, both ends. Order holds in each direction until the cut;
 * after it each side hears of its end in its own time, and what was under way upstream may arrive all the same.
 */
import type { Answer, Connection, ConnectionEvents, Reply, Request } from '#client/platform/transport.ts';
import type { AskName } from '#protocol/frames.ts';
import { Lane, type Link, type MessageFate, NOTICED_MS } from './link.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Cookie, ServerDoor, SocketDoor } from './server-door.ts';
import type { Wire } from './wire.ts';

export interface SocketParts {
  readonly scheduler: Scheduler;
  readonly link: Link;
  readonly page: Process;
  readonly door: ServerDoor;
  readonly wire: Wire;
  readonly cookie: Cookie | null;
  readonly events: ConnectionEvents;
  /** For the history: the socket opened, or its page heard of its end. */
  readonly note: (what: string) => void;
}

/** The product cuts at 1 MB, of which a run here says a fraction. */
const WAITING_MAX_BYTES = 20_000;

type Settle = (answer: Answer<never>) => void;

export class Socket implements Connection {
  readonly #parts: SocketParts;
  readonly #up: Lane;
  readonly #down: Lane;
  readonly #leaveLink: () => void;
  readonly #pending = new Set<Settle>();
  #server: SocketDoor | undefined;
  /** Whether the wire still carries, and what each end believes. */
  #carries = true;
  #clientOpen = true;
  #serverOpen = true;
  #staleMs: number | null = null;
  /** What a device that does not read is owed; null: it reads. */
  #waitingBytes: number | null = null;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.#up = new Lane(parts.scheduler);
    this.#down = new Lane(parts.scheduler);
    this.#leaveLink = parts.link.add(this);
  }

  /** Asks without an answer. */
  get pending(): number {
    return this.#pending.size;
  }

  /** False: the server does not know this session. */
  attach(): boolean {
    this.#server = this.#parts.door.openSocket(this.#parts.cookie, {
      tell: (name, text) => this.#sendDown(text, () => this.#hear(name, text)),
      close: () => this.#closedByServer(),
    });
    this.#parts.note(this.#server === undefined ? 'socket refused' : 'socket opens');
    return this.#server !== undefined;
  }

  ask<N extends AskName>(
    name: N,
    request: Request<N>,
    options: { timeoutMs: number },
  ): Promise<Answer<Reply<N>>> {
    const { scheduler, page, wire } = this.#parts;
    if (!this.#clientOpen) return Promise.resolve(UNREACHABLE);
    const text = wire.writeRequest(name, request);
    return new Promise((resolve) => {
      const settle = (answer: Answer<Reply<N>>): void => {
        if (!this.#pending.delete(settle)) return;
        cancel();
        resolve(answer);
      };
      const cancel = scheduler.after(options.timeoutMs, () => settle(TIMEOUT), page);
      this.#pending.add(settle);
      this.#sendUp(() => {
        this.#server?.ask(name, text).then(
          (reply) =>
            this.#sendDown(reply, () => {
              const value = wire.readReply(name, reply);
              settle(value === undefined ? UNREACHABLE : { ok: true, value });
            }),
          () => this.#closedByServer(),
        );
      });
    });
  }

  tell(name: string, frame: unknown): void {
    if (!this.#clientOpen) return;
    const text = this.#parts.wire.writeTell(name, frame);
    this.#sendUp(() => this.#server?.tell(name, text));
  }

  close(): void {
    if (!this.#clientOpen) return;
    this.#carries = false;
    this.#clientEnds();
    this.#parts.scheduler.after(20, () => this.#serverEnds());
  }

  /** The link gave way under it. */
  cut(fate: MessageFate): void {
    if (!this.#carries) return;
    this.#carries = false;
    this.#staleMs = fate.staleMs;
    this.#leaveLink();
    const { scheduler, page } = this.#parts;
    // The world's timer, not one that the page holds.
    scheduler.after(fate.clientNoticesMs, () => page.run(() => this.#clientEnds()));
    scheduler.after(fate.serverNoticesMs, () => this.#serverEnds());
  }

  /** The page is gone: nobody listens at its end any more. */
  abandon(): void {
    this.#clientOpen = false;
    this.#pending.clear();
    if (this.#carries) this.cut({ ...QUIET_END, serverNoticesMs: this.#parts.link.next().serverNoticesMs });
  }

  #sendUp(arrive: () => void): void {
    const fate = this.#parts.link.next();
    if (fate.cut === 'before') this.cut(fate);
    this.#up.send(fate.delayMs, () => {
      if (this.#carries && this.#serverOpen) arrive();
      else if (this.#staleMs !== null && this.#serverOpen)
        this.#up.send(this.#staleMs, () => this.#late(arrive));
    });
    if (fate.cut === 'after') this.#up.send(fate.delayMs, () => this.cut(fate));
  }

  #late(arrive: () => void): void {
    if (this.#serverOpen) arrive();
  }

  #sendDown(text: string, arrive: () => void) {
    if (!this.#serverOpen) return;
    const { link, page } = this.#parts;
    const fate = link.next();
    if (fate.clogs) this.#clog(fate);
    if (this.#waitingBytes !== null) return this.#hold(text, fate);
    if (fate.cut === 'before') this.cut(fate);
    this.#down.send(fate.delayMs, () => {
      if (this.#carries && this.#clientOpen) page.run(arrive);
    });
    if (fate.cut === 'after') this.#down.send(fate.delayMs, () => this.cut(fate));
  }

  /** The device reads no more: what is said to it waits at the server. */
  #clog(fate: MessageFate): void {
    if (this.#waitingBytes !== null) return;
    this.#waitingBytes = 0;
    this.#parts.link.noteClog();
    this.#parts.scheduler.after(NOTICED_MS, () => this.cut(fate));
  }

  /** A peer that is too far behind is cut; it resumes by its cursor. */
  #hold(text: string, fate: MessageFate): void {
    this.#waitingBytes = (this.#waitingBytes ?? 0) + text.length;
    if (this.#waitingBytes > WAITING_MAX_BYTES) this.cut({ ...fate, serverNoticesMs: 0 });
  }

  #hear(name: string, text: string): void {
    if (!this.#clientOpen) return;
    const tell = this.#parts.wire.readTell(name, text);
    if (tell) this.#parts.events.onTell(tell);
  }

  #closedByServer(): void {
    if (!this.#serverOpen) return;
    const { scheduler, page, link } = this.#parts;
    const fate = link.next();
    this.#serverEnds();
    this.#carries = false;
    scheduler.after(fate.delayMs, () => this.#clientEnds(), page);
  }

  #clientEnds(): void {
    if (!this.#clientOpen) return;
    this.#clientOpen = false;
    this.#parts.note('socket ends');
    this.#leaveLink();
    for (const settle of [...this.#pending]) settle(UNREACHABLE);
    this.#parts.events.onClose();
  }

  #serverEnds(): void {
    if (!this.#serverOpen) return;
    this.#serverOpen = false;
    this.#server?.gone();
  }
}

export const UNREACHABLE = { ok: false, failure: { kind: 'unreachable' } } as const;
export const TIMEOUT = { ok: false, failure: { kind: 'timeout' } } as const;

const QUIET_END: MessageFate = {
  delayMs: 0,
  cut: 'before',
  clientNoticesMs: 0,
  serverNoticesMs: 0,
  staleMs: null,
  duplicateMs: null,
  clogs: false,
};
