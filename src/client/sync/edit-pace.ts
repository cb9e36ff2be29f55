/**
 * How often the edits of a group's plans are given to whoever sends: the first at once, the next half a second after it. What is
 * typed meanwhile is merged into the one that waits, so that an hour of typing is no more than two ops a second.
 */
import type { Clock } from '#client/platform/clock.ts';

const PACE_MS = 500;

export class EditPace {
  readonly #clock: Clock;
  readonly #send: (groupId: string) => void;
  readonly #lastAt = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();

  constructor(clock: Clock, send: (groupId: string) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  note(groupId: string): void {
    if (this.#waiting.has(groupId)) return;
    const since = this.#clock.monotonicMs() - (this.#lastAt.get(groupId) ?? Number.NEGATIVE_INFINITY);
    if (since >= PACE_MS) {
      this.#go(groupId);
      return;
    }
    this.#waiting.set(
      groupId,
      this.#clock.after(PACE_MS - since, () => {
        this.#waiting.delete(groupId);
        this.#go(groupId);
      }),
    );
  }

  stop(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #go(groupId: string): void {
    this.#lastAt.set(groupId, this.#clock.monotonicMs());
    this.#send(groupId);
  }
}
