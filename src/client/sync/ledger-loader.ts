/**
 * Brings a group's accounts and plans whole to this device, page by page from the newest on: after a snapshot, which has none of them, and
 * once after the update that brought accounts at all. Balances are only right when all is here, so this goes before old messages.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { applyLedgerPage, missingBefore } from './apply-ledger.ts';
import type { Link } from './link.ts';
import type { LinkMemory } from './link-memory.ts';
import { type AskAtRest, createRestAsks, type RestAskContext } from './rest-asks.ts';
import { RETRIES } from './retry-policy.ts';

/** Between pages: what a person does meanwhile goes first. */
const PAUSE_MS = 50;
const PAGE_MAX_ROWS = 200;
/** An expense among a handful of people, on the wire. */
const ROW_BYTES = 700;

export interface LedgerLoaderContext extends Omit<RestAskContext, 'isStopped'> {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly link: Link;
  readonly memory: LinkMemory;
  readonly failed: (error: unknown) => void;
}

export class LedgerLoader {
  readonly #context: LedgerLoaderContext;
  readonly #ask: AskAtRest;
  #cancel = () => {};
  #isRunning = false;
  #isStopped = false;

  constructor(context: LedgerLoaderContext) {
    this.#context = context;
    this.#ask = createRestAsks({ ...context, isStopped: () => this.#isStopped });
  }

  /** Begins, or goes on as before when it already runs. */
  start(): void {
    if (this.#isStopped || this.#isRunning || !this.#context.link.knows('ledger')) return;
    this.#isRunning = true;
    this.#next(PAUSE_MS);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  /** All of one group now; false: not now. */
  async loadAll(groupId: string): Promise<boolean> {
    for (;;) {
      const outcome = await this.#loadOne(groupId);
      if (outcome !== 'applied') return outcome === 'done';
    }
  }

  #next(pauseMs: number): void {
    this.#cancel = this.#context.clock.after(pauseMs, () => {
      this.#loadOne()
        .then((outcome) => {
          if (this.#isStopped) return;
          if (outcome === 'done') this.#isRunning = false;
          else this.#next(outcome === 'applied' ? PAUSE_MS : RETRIES['ledger-page'].maxMs);
        })
        .catch(this.#context.failed);
    });
  }

  async #loadOne(only?: string): Promise<'applied' | 'later' | 'done'> {
    const { store, memory } = this.#context;
    const cursors = await store.read(['cursors'], (tx) => tx.list('cursors'));
    const asked = cursors.filter(({ groupId }) => only === undefined || groupId === only);
    const open = asked.flatMap((cursor) => missingBefore(cursor) ?? [])[0];
    if (this.#isStopped) return 'later';
    if (!open) return 'done';
    const { groupId, olderThan } = open;
    const maxRows = Math.max(1, Math.min(PAGE_MAX_ROWS, Math.floor(memory.pageBytes / ROW_BYTES)));
    const page = await this.#ask('ledger', { groupId, olderThan, maxRows });
    if (!page || this.#isStopped) return 'later';
    return (await applyLedgerPage(store, page, olderThan)) === 'applied' ? 'applied' : 'later';
  }
}
