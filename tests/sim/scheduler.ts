/**
 * Virtual time. Events run one at a time in time order (then in the order they were made); after each, every
 * promise that can settle has settled before the next one starts. So the only concurrency there is, is the
 * order of events, and the seed decides that.
 *
 *   at() ──→ heap by (time, order) ──→ run one event ──→ drain microtasks ──→ next
 *
 * Promises settle by themselves; a store that itself waits for a macrotask would need `breathe` after each event.
 *
 * A process owns events. Killed: its events vanish, whatever it awaited never comes. Frozen (a background tab):
 * its events wait, and run in their order when it thaws.
 */

import { setImmediate as realImmediate } from 'node:timers';
import { type Build, NEWEST, runAs } from './builds.ts';

/** Events between two macrotasks: a promise nobody awaited is told of at most this many events late. */
const BREATHE_EVERY = 128;

export class Process {
  readonly name: string;
  readonly build: Build;
  #state: 'running' | 'frozen' | 'dead' = 'running';
  #deferred: (() => void)[] = [];

  constructor(name: string, build: Build = NEWEST) {
    this.name = name;
    this.build = build;
  }

  get alive(): boolean {
    return this.#state !== 'dead';
  }

  get frozen(): boolean {
    return this.#state === 'frozen';
  }

  kill(): void {
    this.#state = 'dead';
    this.#deferred = [];
  }

  freeze(): void {
    if (this.#state === 'running') this.#state = 'frozen';
  }

  /** Returns what the process has missed, in order. */
  thaw(): (() => void)[] {
    if (this.#state !== 'frozen') return [];
    this.#state = 'running';
    return this.#deferred.splice(0);
  }

  /** Runs it, keeps it for later, or forgets it. */
  run(event: () => void): void {
    if (this.#state === 'running') runAs(this.build, event);
    else if (this.#state === 'frozen') this.#deferred.push(event);
  }
}

interface Event {
  readonly time: number;
  readonly order: number;
  readonly process: Process | undefined;
  readonly run: () => void;
  cancelled: boolean;
}

export class Scheduler {
  #now = 0;
  #order = 0;
  #ran = 0;
  readonly #heap: Event[] = [];

  /** Virtual milliseconds since the start; fractions count. */
  get now(): number {
    return this.#now;
  }

  get eventsRun(): number {
    return this.#ran;
  }

  /** Runs `run` in `ms` from now, as an event of `process` when given. Returns what cancels it. */
  after(ms: number, run: () => void, process?: Process): () => void {
    const event: Event = {
      time: this.#now + Math.max(0, ms),
      order: this.#order++,
      process,
      run: process ? () => process.run(run) : run,
      cancelled: false,
    };
    this.#push(event);
    return () => {
      event.cancelled = true;
    };
  }

  /** Events of `process` that are still to come. */
  countOf(process: Process): number {
    return this.#heap.filter((event) => event.process === process && !event.cancelled).length;
  }

  /** Resolves after `ms`; never, when the process dies before. */
  pause(ms: number, process?: Process): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve, process);
    });
  }

  /** Wakes a frozen process: what it missed runs now, each as its own event. */
  thaw(process: Process): void {
    for (const missed of process.thaw()) this.after(0, missed, process);
  }

  /** Runs events until `until` (virtual ms), or until `stop` says so after an event. */
  async run(until: number, stop: () => boolean = () => false): Promise<void> {
    await breathe();
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.time > until) {
        this.#now = Math.max(this.#now, until);
        break;
      }
      this.#pop();
      if (next.cancelled) continue;
      this.#now = next.time;
      this.#ran += 1;
      next.run();
      await (this.#ran % BREATHE_EVERY === 0 ? breathe() : settle());
      if (stop()) break;
    }
    await breathe();
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, event)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      const least = right !== undefined && isBefore(right, left) ? right : left;
      if (least === right) child += 1;
      if (isBefore(last, least)) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

/** Resolves when every chain of promises that could settle has: Node runs a tick only when no microtask is left. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

/** Lets Node do what waits for a macrotask: above all, tell of promises nobody awaited. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    realImmediate(resolve);
  });
}
