/**
 * When a copy is due. What would be lost for good is copied soon, what the server has may wait; a burst is one copy.
 *
 *   outbox, tray     2 s after the first change, or at once after 20
 *   drafts           10 s
 *   anything else    30 s
 *   out of sight     at once, if anything changed
 */
import type { Clock } from '#client/platform/clock.ts';

const OWED_MS = 2_000;
const DRAFTS_MS = 10_000;
const OTHERS_MS = 30_000;
const CHANGES_MAX = 20;

export interface ScheduleOptions {
  readonly clock: Clock;
  /** Makes one copy. Rejections are told and change nothing: the next change asks again. */
  readonly make: () => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

export class CopySchedule {
  readonly #options: ScheduleOptions;
  #dueAt = Number.POSITIVE_INFINITY;
  #cancel = () => {};
  #changes = 0;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: ScheduleOptions) {
    this.#options = options;
  }

  /** These tables were written. */
  changed(tables: ReadonlySet<string>): void {
    const isOwed = tables.has('outbox') || tables.has('tray');
    if (isOwed) this.#changes += 1;
    const pauseMs = isOwed ? OWED_MS : tables.has('drafts') ? DRAFTS_MS : OTHERS_MS;
    this.#dueIn(this.#changes >= CHANGES_MAX ? 0 : pauseMs);
  }

  /** Now, if anything changed since the last one. Resolves when it is on disk, or could not be. */
  async flush(): Promise<void> {
    if (this.#dueAt < Number.POSITIVE_INFINITY) await this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
  }

  #dueIn(pauseMs: number): void {
    const { clock } = this.#options;
    const dueAt = clock.monotonicMs() + pauseMs;
    if (this.#isStopped || dueAt >= this.#dueAt) return;
    this.#dueAt = dueAt;
    this.#cancel();
    this.#cancel = clock.after(pauseMs, () => void this.#run());
  }

  async #run(): Promise<void> {
    // What changed during a copy may not be in it.
    while (this.#running) await this.#running;
    if (this.#isStopped || this.#dueAt === Number.POSITIVE_INFINITY) return;
    this.#cancel();
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#changes = 0;
    this.#running = this.#options.make().catch(this.#options.onFault);
    await this.#running;
    this.#running = undefined;
  }
}
