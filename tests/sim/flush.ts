/**
 * One HTTP request of many lines. The server takes each line as it arrives and answers it as soon as it can;
 * a cut in between leaves what arrived done, and what was answered heard. A proxy may send the body once more.
 */
import type { Answer } from '#client/platform/transport.ts';
import type { AskName } from '#protocol/frames.ts';
import { Lane, type Link, type MessageFate } from './link.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Cookie, ServerDoor } from './server-door.ts';
import { TIMEOUT, UNREACHABLE } from './socket.ts';
import type { Wire } from './wire.ts';

/** What a good phone link carries: 500 KB/s. */
const BYTES_PER_MS = 500;

export interface FlushParts {
  readonly scheduler: Scheduler;
  readonly link: Link;
  readonly page: Process;
  readonly door: ServerDoor;
  readonly wire: Wire;
  readonly cookie: Cookie | null;
  readonly name: AskName;
  readonly requests: readonly unknown[];
  readonly timeoutMs: number;
  readonly onReply: (index: number, reply: unknown) => void;
  readonly onEnd: (answer: Answer<{ answered: number }>) => void;
}

export class Flush {
  readonly #parts: FlushParts;
  readonly #up: Lane;
  readonly #down: Lane;
  #carries = true;
  #staleMs: number | null = null;
  #ended = false;
  #answered = 0;
  #done = 0;
  #leaveLink: () => void = () => {};
  #cancelTimeout: () => void = () => {};
  /** Replies leave in the order of their lines, however long each took. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: FlushParts) {
    this.#parts = parts;
    this.#up = new Lane(parts.scheduler);
    this.#down = new Lane(parts.scheduler);
  }

  start(): void {
    const { scheduler, link, page, door, requests, timeoutMs } = this.#parts;
    this.#cancelTimeout = scheduler.after(timeoutMs, () => this.#end(TIMEOUT), page);
    if (link.weather === 'blackhole') return;
    if (link.weather !== 'open' || !door.up) {
      scheduler.after(link.next().delayMs, () => this.#end(UNREACHABLE), page);
      return;
    }
    this.#leaveLink = link.add(this);
    let sentBytes = 0;
    for (const [index, request] of requests.entries()) {
      const text = this.#parts.wire.writeRequest(this.#parts.name, request);
      sentBytes += text.length;
      this.#sendLine(index, text, sentBytes / BYTES_PER_MS);
    }
  }

  /** The link gave way, or the server did. */
  cut(fate: MessageFate): void {
    if (!this.#carries) return;
    this.#carries = false;
    this.#staleMs = fate.staleMs;
    this.#leaveLink();
    // The world's timer, not one that the page holds.
    const { scheduler, page } = this.#parts;
    scheduler.after(fate.clientNoticesMs, () => page.run(() => this.#end(UNREACHABLE)));
  }

  abandon(): void {
    this.#ended = true;
    this.#leaveLink();
  }

  #sendLine(index: number, text: string, sentAfterMs: number): void {
    const fate = this.#parts.link.next();
    this.#up.send(sentAfterMs + fate.delayMs, () => {
      if (fate.cut === 'before') this.cut(fate);
      if (this.#carries) this.#arrive(index, text);
      else if (this.#staleMs !== null) this.#up.send(this.#staleMs, () => this.#arrive(index, text));
      if (fate.duplicateMs !== null) this.#repeat(fate.duplicateMs, text);
      if (fate.cut === 'after') this.cut(fate);
    });
  }

  /** Nobody hears what the server says to the second one. */
  #repeat(afterMs: number, text: string): void {
    const { scheduler, door, cookie, name, link } = this.#parts;
    scheduler.after(afterMs, () => {
      if (!door.up) return;
      link.noteRepeat();
      door.askByHttp(cookie, name, text, () => {}).catch(() => {});
    });
  }

  #arrive(index: number, text: string) {
    const { door, cookie, name } = this.#parts;
    if (!door.up) return this.#reset();
    if (!door.knows(cookie)) return this.#refuse();
    const replies: string[] = [];
    let flowing = false;
    const reply = (line: string): void => {
      if (flowing) this.#sendReply(index, line);
      else replies.push(line);
    };
    const served = door.askByHttp(cookie, name, text, reply);
    // Looked at in its turn, which may come after it has failed.
    served.catch(() => {});
    this.#turn = this.#turn.then(async () => {
      flowing = true;
      for (const line of replies) this.#sendReply(index, line);
      await served;
      this.#done += 1;
      if (this.#done === this.#parts.requests.length) this.#sendEnd();
    });
    this.#turn.catch(() => this.#reset());
  }

  #sendReply(index: number, line: string): void {
    const { link, wire, name, page, onReply } = this.#parts;
    const fate = link.next();
    if (fate.cut === 'before') this.cut(fate);
    this.#down.send(fate.delayMs, () => {
      page.run(() => {
        if (!this.#carries || this.#ended) return;
        const reply = wire.readReply(name, line);
        if (reply === undefined) return this.#end(UNREACHABLE);
        this.#answered = index + 1;
        onReply(index, reply);
      });
    });
    if (fate.cut === 'after') this.#down.send(fate.delayMs, () => this.cut(fate));
  }

  #refuse(): void {
    const refused = { ok: false, failure: { kind: 'refused', wait: { wait: 'auth' } } } as const;
    this.#down.send(this.#parts.link.next().delayMs, () => {
      this.#parts.page.run(() => {
        if (this.#carries) this.#end(refused);
      });
    });
  }

  #sendEnd(): void {
    this.#down.send(0, () => {
      this.#parts.page.run(() => {
        if (this.#carries) this.#end({ ok: true, value: { answered: this.#answered } });
      });
    });
  }

  #reset(): void {
    if (this.#carries) this.cut(this.#parts.link.next());
  }

  #end(answer: Answer<{ answered: number }>): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#carries = false;
    this.#cancelTimeout();
    this.#leaveLink();
    this.#parts.onEnd(answer);
  }
}
