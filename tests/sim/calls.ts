/** Follows what people asked of an engine until it answers: one that never does is a hang (I12). */
import { StoreError } from '#client/platform/device-store.ts';
import type { Checker } from './checker.ts';
import type { History } from './history.ts';
import type { Scheduler } from './scheduler.ts';
import type { Page } from './sim-device.ts';

/** A call of the engine's door that takes longer than this with a working disk hangs. */
const CALL_MAX_MS = 60_000;

export class Calls {
  readonly #scheduler: Scheduler;
  readonly #history: History;
  readonly #checker: Checker;
  readonly #open = new Set<{ page: Page; what: string; since: number }>();

  constructor(options: { scheduler: Scheduler; history: History; checker: Checker }) {
    this.#scheduler = options.scheduler;
    this.#history = options.history;
    this.#checker = options.checker;
  }

  follow<T>(page: Page, what: string, call: Promise<T>, answered: (result: T) => void): void {
    const entry = { page, what, since: this.#scheduler.now };
    this.#open.add(entry);
    call.then(
      (result) => {
        this.#open.delete(entry);
        if (page.process.alive) answered(result);
      },
      (error: unknown) => {
        this.#open.delete(entry);
        if (!page.process.alive) return;
        // A disk that refuses may be told to the caller, who knows then that it is not saved.
        if (error instanceof StoreError) this.#history.add(page.process.name, `${what}: ${error.message}`);
        else this.#checker.noteFault(`${page.process.name}: ${what}`, error);
      },
    );
  }

  /** At rest nobody waits any more. */
  check(): void {
    for (const { page, what, since } of this.#open) {
      if (page.process.alive && this.#scheduler.now - since > CALL_MAX_MS) {
        const detail = `${page.process.name}: ${what} has not answered for ${CALL_MAX_MS / 1000} s`;
        this.#checker.fail('I12', detail);
      }
    }
  }
}
