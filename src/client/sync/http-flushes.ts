/**
 * What is sent by HTTP while the socket is still opening: flush after flush, until nothing is left, the socket is welcome, or
 * the link carries hellos and no flush.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { Link } from './link.ts';
import type { LinkMemory } from './link-memory.ts';
import type { Pusher } from './pusher.ts';
import { nextFlushBytes } from './window.ts';

/** A link that carries hellos and no flush: what is left waits for the socket. */
const STALLS_MAX = 2;

export interface HttpFlushesContext {
  readonly pusher: Pick<Pusher, 'flushOverHttp'>;
  readonly link: Pick<Link, 'hadContact'>;
  readonly clock: Clock;
  readonly memory: LinkMemory;
  /** Ops settled over this connection. */
  readonly settled: () => number;
  /** What has not begun to be sent by now is somebody else's. */
  readonly isOver: () => boolean;
  /** A flush gave way: what was on it is asked before anything goes on. */
  readonly onCut: () => void;
  /** False when the connection cannot go on as it is. */
  readonly sayHello: () => Promise<boolean>;
  readonly onWait: (wait: Wait) => void;
}

export class HttpFlushes {
  readonly #context: HttpFlushesContext;
  /** Cut flushes in a row that settled nothing. */
  #stalls = 0;
  /** A flush has begun: its lanes are in its pipe until it ends. */
  hasBegun = false;

  constructor(context: HttpFlushesContext) {
    this.#context = context;
  }

  async run(): Promise<void> {
    while (!this.#context.isOver() && !(await this.#flush()));
  }

  /** True when there is nothing more to do over HTTP. */
  async #flush(): Promise<boolean> {
    const { pusher, link, clock, memory, settled, onCut, sayHello, onWait } = this.#context;
    const began = clock.monotonicMs();
    const settledBefore = settled();
    this.hasBegun = true;
    const result = await pusher.flushOverHttp(memory.flushBytes);
    if (result.kind === 'empty') return true;
    if (result.kind === 'answered') {
      const elapsedMs = clock.monotonicMs() - began;
      memory.flushBytes = nextFlushBytes(memory.flushBytes, { ...result, elapsedMs });
      return false;
    }
    onCut();
    // A flush that reached nobody says nothing of the link's size.
    if (link.hadContact) memory.flushBytes = nextFlushBytes(memory.flushBytes, result);
    if (result.failure.kind === 'refused') {
      onWait(result.failure.wait);
      return true;
    }
    // Ask at once what became of it and go on, for as long as each turn moves something.
    if (result.failure.kind === 'timeout' || !(await sayHello())) return true;
    this.#stalls = settled() > settledBefore ? 0 : this.#stalls + 1;
    return this.#stalls >= STALLS_MAX;
  }
}
