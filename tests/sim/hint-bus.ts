/**
 * What Redis is between the nodes: `{groupId, head}` to all others, at most once. A hint is lost, late, doubled or
 * overtaken by a later one, and for a while there is no bus at all; the product may not need it for anything.
 */
import type { Hint } from '#server/sync/session.ts';
import type { History } from './history.ts';
import type { Streams } from './prng.ts';
import type { Scheduler } from './scheduler.ts';
import type { Strike } from './strikes.ts';

export interface HintHabits {
  /** Chance per hint and listener of never arriving. */
  lostRate: number;
  /** Chance of arriving twice. */
  duplicateRate: number;
  maxDelayMs: number;
}

export const STEADY_HINTS: HintHabits = { lostRate: 0, duplicateRate: 0, maxDelayMs: 3 };

export class HintBus {
  readonly #scheduler: Scheduler;
  readonly #streams: Streams;
  readonly #history: History;
  readonly #habits: HintHabits;
  readonly #strike: Strike;
  readonly #listeners = new Map<string, (hint: Hint) => void>();
  #sent = 0;
  #isAway = false;

  constructor(options: {
    readonly scheduler: Scheduler;
    readonly streams: Streams;
    readonly history: History;
    readonly habits: HintHabits;
    readonly strike: Strike;
  }) {
    this.#scheduler = options.scheduler;
    this.#streams = options.streams;
    this.#history = options.history;
    this.#habits = options.habits;
    this.#strike = options.strike;
  }

  /** Returns what `node` sends with. */
  connect(node: string, hear: (hint: Hint) => void): (hint: Hint) => void {
    this.#listeners.set(node, hear);
    return (hint) => this.#send(node, hint);
  }

  setAway(isAway: boolean): void {
    if (isAway !== this.#isAway) this.#history.add('hints', isAway ? 'Redis is away' : 'Redis is back');
    this.#isAway = isAway;
  }

  #send(from: string, hint: Hint): void {
    if (this.#isAway) return;
    const { lostRate, duplicateRate, maxDelayMs } = this.#habits;
    for (const [node, hear] of this.#listeners) {
      if (node === from) continue;
      const dice = this.#streams.of('hint', this.#sent++);
      if (dice.chance(lostRate)) {
        this.#strike('hint-lost');
        continue;
      }
      const times = dice.chance(duplicateRate) ? 2 : 1;
      for (let i = 0; i < times; i++) this.#scheduler.after(dice.between(0.2, maxDelayMs), () => hear(hint));
    }
  }
}
