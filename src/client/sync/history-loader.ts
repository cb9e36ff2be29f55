/**
 * Older messages in the background: one page at a time, slowly, while the connection has
 * nothing better to do. A conversation that was opened once is then whole without a network.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';

/** A page is about 30 KB: 15 KB/s at most, which a 3G link does not notice. */
const PAUSE_MS = 2_000;

export class HistoryLoader {
  readonly #clock: Clock;
  readonly #store: DeviceStore;
  readonly #loadOlder: (groupId: string) => Promise<void>;
  #cancel = () => {};
  #isRunning = false;
  #isStopped = false;

  constructor(options: { clock: Clock; store: DeviceStore; loadOlder: (groupId: string) => Promise<void> }) {
    this.#clock = options.clock;
    this.#store = options.store;
    this.#loadOlder = options.loadOlder;
  }

  /** Begins, or goes on as before when it already runs. */
  start(): void {
    if (this.#isStopped || this.#isRunning) return;
    this.#isRunning = true;
    this.#cancel = this.#clock.after(PAUSE_MS, () => {
      this.#loadOne()
        .then((goOn) => {
          this.#isRunning = false;
          if (goOn) this.start();
        })
        // A page that cannot be had now is asked for by the next connection.
        .catch(() => {});
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #loadOne(): Promise<boolean> {
    const cursors = await this.#store.read(['cursors'], (tx) => tx.list('cursors'));
    const open = cursors.find(({ olderThan, version, head }) => olderThan !== null && version >= head);
    if (!open || this.#isStopped) return false;
    await this.#loadOlder(open.groupId);
    const after = await this.#store.read(['cursors'], (tx) => tx.get('cursors', open.groupId));
    // Without progress there is no point in asking again and again.
    return after?.olderThan !== open.olderThan;
  }
}
