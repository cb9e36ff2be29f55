/**
 * The way between one device and the server, as TCP and phones make it. Order holds on a connection; nothing is
 * doubled or dropped inside one; but it ends at any moment, either side may not notice, and what was under way
 * may still arrive long after the next connection has begun (a proxy's buffer).
 *
 *   weather   open       messages pass, each with its own delay
 *             refused    no new connection, the present ones are reset
 *             blackhole  everything vanishes and nobody is told: half-open
 *             portal     somebody else answers
 *
 * What happens to message n of a link is drawn from the link's own stream at n: nothing else in a run moves it.
 */
import type { History } from './history.ts';
import type { Prng, Streams } from './prng.ts';
import type { Scheduler } from './scheduler.ts';
import type { Strike } from './strikes.ts';

export type Weather = 'open' | 'refused' | 'blackhole' | 'portal';

export interface LinkHabits {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Chance per message that its connection is cut: before it arrives, or just after. */
  readonly cutRate: number;
  /** Chance per message of being held up for seconds. */
  readonly spikeRate: number;
  /** Chance that a cut leaves one side or both in the dark. */
  readonly halfOpenRate: number;
  /** Chance that what was under way to the server at a cut arrives there all the same, later. */
  readonly staleRate: number;
  /** Chance per message down a socket that from it on nothing is read at the other end. */
  readonly clogRate: number;
  /** Chance per HTTP line that a proxy sends it once more, later. */
  readonly duplicateRate: number;
}

export const CALM: LinkHabits = {
  minDelayMs: 5,
  maxDelayMs: 60,
  cutRate: 0,
  spikeRate: 0,
  halfOpenRate: 0,
  staleRate: 0,
  duplicateRate: 0,
  clogRate: 0,
};

export interface MessageFate {
  readonly delayMs: number;
  readonly cut: 'no' | 'before' | 'after';
  /** For a cut: how long until each side notices, and when what was under way upstream arrives, if ever. */
  readonly clientNoticesMs: number;
  readonly serverNoticesMs: number;
  readonly staleMs: number | null;
  readonly duplicateMs: number | null;
  /** The device stops reading here. */
  readonly clogs: boolean;
}

/** The heartbeat finds a silent connection within this. */
export const NOTICED_MS = 18_000;

export class Link {
  readonly name: string;
  weather: Weather = 'open';
  habits: LinkHabits;
  readonly #streams: Streams;
  readonly #history: History;
  readonly #strike: Strike;
  readonly #open = new Set<{ cut(fate: MessageFate): void }>();
  #messages = 0;

  constructor(options: {
    name: string;
    habits: LinkHabits;
    streams: Streams;
    history: History;
    strike: Strike;
  }) {
    this.name = options.name;
    this.habits = options.habits;
    this.#streams = options.streams;
    this.#history = options.history;
    this.#strike = options.strike;
  }

  /** Connections that must hear of the weather. */
  add(connection: { cut(fate: MessageFate): void }): () => void {
    this.#open.add(connection);
    return () => this.#open.delete(connection);
  }

  get openConnections(): number {
    return this.#open.size;
  }

  setWeather(weather: Weather): void {
    if (weather === this.weather) return;
    this.weather = weather;
    this.#history.add(this.name, `weather ${weather}`);
    if (weather === 'open') return;
    const dice = this.#streams.of('weather', this.name, this.#messages);
    for (const connection of [...this.#open]) {
      const fate = this.#fate(dice, 'before');
      const silent = weather === 'blackhole';
      connection.cut({
        ...fate,
        clientNoticesMs: silent ? dice.between(10_000, NOTICED_MS) : fate.clientNoticesMs,
        serverNoticesMs: silent ? dice.between(10_000, NOTICED_MS) : fate.serverNoticesMs,
      });
    }
  }

  /** The fate of the link's next message. */
  next(): MessageFate {
    const dice = this.#streams.of('net', this.name, this.#messages++);
    const cut = dice.chance(this.habits.cutRate) ? (dice.chance(0.5) ? 'before' : 'after') : 'no';
    if (cut !== 'no') this.#strike('cut');
    return this.#fate(dice, cut);
  }

  /** A proxy sends what a device has said once more. */
  noteRepeat(): void {
    this.#strike('duplicate');
  }

  /** The device has stopped reading what comes. */
  noteClog(): void {
    this.#strike('slow-consumer');
  }

  #fate(dice: Prng, cut: MessageFate['cut']): MessageFate {
    const { minDelayMs, maxDelayMs, spikeRate, halfOpenRate, staleRate, duplicateRate, clogRate } =
      this.habits;
    const usual = dice.between(minDelayMs, maxDelayMs);
    const isHeldUp = dice.chance(spikeRate);
    if (isHeldUp) this.#strike('spike');
    const delayMs = isHeldUp ? usual + dice.between(500, 15_000) : usual;
    const notice = (): number => {
      const isInTheDark = dice.chance(halfOpenRate);
      if (isInTheDark && cut !== 'no') this.#strike('half-open');
      return isInTheDark ? dice.between(5_000, NOTICED_MS) : dice.between(0, 200);
    };
    const fate = {
      delayMs,
      cut,
      clientNoticesMs: notice(),
      serverNoticesMs: notice(),
      staleMs: dice.chance(staleRate) ? dice.between(0, 20_000) : null,
      duplicateMs: dice.chance(duplicateRate) ? dice.between(0, 20_000) : null,
      clogs: clogRate > 0 && dice.chance(clogRate),
    };
    if (cut !== 'no' && fate.staleMs !== null) this.#strike('stale');
    return fate;
  }
}

/** One direction of one connection: first in, first out, whatever each message's own delay. */
export class Lane {
  readonly #scheduler: Scheduler;
  #lastArrival = 0;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  send(delayMs: number, arrive: () => void): void {
    const at = Math.max(this.#scheduler.now + delayMs, this.#lastArrival + 0.001);
    this.#lastArrival = at;
    this.#scheduler.after(at - this.#scheduler.now, arrive);
  }
}
