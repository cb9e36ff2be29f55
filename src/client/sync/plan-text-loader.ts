/**
 * Brings the text of a plan to this device: what is compacted of it, in pieces, and the edits after that. Asked for when somebody
 * opens a text that is not here, one at a time; a link that gives way leaves what was there, and it is asked for again.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import { ArrivingText } from './arriving-text.ts';
import type { Link } from './link.ts';
import type { LinkMemory } from './link-memory.ts';
import { putFetchedText, type TextKey } from './plan-texts.ts';
import { type AskAtRest, createRestAsks, type RestAskContext } from './rest-asks.ts';

/** A server that never comes to an end is not asked for ever. */
const PAGES_MAX = 5_000;

export interface PlanTextLoaderContext extends Omit<RestAskContext, 'isStopped'> {
  readonly store: DeviceStore;
  readonly link: Link;
  readonly memory: LinkMemory;
  readonly failed: (error: unknown) => void;
}

export class PlanTextLoader {
  readonly #context: PlanTextLoaderContext;
  readonly #ask: AskAtRest;
  readonly #wanted: TextKey[] = [];
  #isRunning = false;
  #isStopped = false;

  constructor(context: PlanTextLoaderContext) {
    this.#context = context;
    this.#ask = createRestAsks({ ...context, isStopped: () => this.#isStopped });
  }

  /** Asks for it after those that were asked for before. */
  fetch(key: TextKey): void {
    if (this.#isStopped || this.#wanted.some((one) => one.planId === key.planId)) return;
    this.#wanted.push(key);
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run().catch(this.#context.failed);
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    try {
      for (let key = this.#wanted[0]; key && !this.#isStopped; key = this.#wanted[0]) {
        await this.#fetchOne(key);
        this.#wanted.shift();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  async #fetchOne(key: TextKey): Promise<void> {
    const { store, link, memory, epoch } = this.#context;
    const begun = epoch();
    if (begun === undefined || !link.knows('plan-text')) return;
    const text = new ArrivingText(key);
    for (let pages = 0; pages < PAGES_MAX; pages++) {
      const page = await this.#ask('plan-text', { ...key, ...text.next(), maxBytes: memory.pageBytes });
      if (!page || this.#isStopped) return;
      if (text.take(page)) {
        await putFetchedText(store, key, { epoch: begun, ...text.fetched() });
        return;
      }
    }
  }
}
