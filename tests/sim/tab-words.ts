/** BroadcastChannel between the pages of one device: copies, in order, and nothing to a page that came later. */
import type { TabChannel, TabMessage } from '#client/platform/tab-channel.ts';
import type { Process, Scheduler } from './scheduler.ts';

interface Listener {
  readonly process: Process;
  readonly hear: (message: TabMessage) => void;
}

export class TabWords {
  readonly #scheduler: Scheduler;
  readonly #listeners = new Set<Listener>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  open(process: Process): TabChannel {
    return {
      post: (message) => {
        const copy = JSON.stringify(message);
        for (const listener of this.#listeners) {
          if (listener.process === process) continue;
          this.#scheduler.after(1, () => listener.hear(JSON.parse(copy)), listener.process);
        }
      },
      listen: (hear) => {
        const listener = { process, hear };
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  forget(process: Process): void {
    for (const listener of this.#listeners)
      if (listener.process === process) this.#listeners.delete(listener);
  }
}
