/**
 * Goes round the groups once an hour and compacts them, one after another, with a pause after each: whoever writes
 * meanwhile does not notice. A group that fails is told and left for the next round. Of several servers one goes round; a second
 * that did would find everything done, or its commits refused (`compact-plan.ts`, `clear-past.ts`).
 *
 *   points of days that ended ─→ texts of plans that grew long, whether or not anybody opens them ─→ what is too old
 */
import { RECENT_EDITS } from '#domain/plans/plan-text.ts';
import { clearPast } from './clear-past.ts';
import { compactPlan, type Merge } from './compact-plan.ts';
import { foldPast } from './fold-past.ts';
import type { LogStore } from './log-store.ts';
import type { PastPolicy } from './past-policy.ts';

export interface PastKeeperOptions {
  readonly store: LogStore;
  readonly policy: PastPolicy;
  /** Merges the edits of a text. */
  readonly merge: Merge;
  /** Runs it unless another server of this database is at it. */
  readonly alone: (run: () => Promise<void>) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls once after `ms`; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** After the start, when everybody comes in again. */
const FIRST_ROUND_MS = 5 * 60_000;
const ROUND_MS = 3_600_000;
const PAUSE_MS = 200;
const GROUPS_AT_ONCE = 100;
const PLANS_AT_ONCE = 200;

export class PastKeeper {
  readonly #options: PastKeeperOptions;
  #cancel: () => void = () => {};
  #endPause: () => void = () => {};
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: PastKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#again(FIRST_ROUND_MS);
  }

  /** Every group once, or none: another server is at it. */
  round(): Promise<void> {
    return this.#options.alone(() => this.#goRound());
  }

  async #goRound(): Promise<void> {
    const { store, policy, merge, now, onFailure } = this.#options;
    const isStopped = (): boolean => this.#isStopped;
    const options = { store, policy, merge, isStopped, now: now() };
    const tryGroup = async (run: () => Promise<number>): Promise<void> => {
      await run().catch(onFailure);
      await this.#pause();
    };
    for (let after = ''; !this.#isStopped; ) {
      const groups = await store.read((view) => view.past.listUnfolded(after, GROUPS_AT_ONCE));
      for (const groupId of groups) {
        if (!this.#isStopped) await tryGroup(() => foldPast(options, groupId));
      }
      after = groups.at(-1) ?? '';
      if (groups.length < GROUPS_AT_ONCE) break;
    }
    await this.#compactTexts();
    const { everyVersionMs } = policy;
    if (everyVersionMs === null) return;
    const old = await store.read((view) =>
      view.past.listUncleared(options.now - everyVersionMs, GROUPS_AT_ONCE),
    );
    for (const groupId of old) if (!this.#isStopped) await tryGroup(() => clearPast(options, groupId));
  }

  /** Texts of plans with many edits beside what is compacted of them: the longest first. */
  async #compactTexts(): Promise<void> {
    const { store, merge, onFailure } = this.#options;
    const pause = (): Promise<void> => this.#pause();
    const isStopped = (): boolean => this.#isStopped;
    for (const key of await store.read((view) => view.plans.listLong(2 * RECENT_EDITS, PLANS_AT_ONCE))) {
      if (this.#isStopped) return;
      const range = { upTo: Number.MAX_SAFE_INTEGER, kept: RECENT_EDITS };
      await compactPlan({ store, merge, pause, isStopped }, key, range).catch(onFailure);
      await this.#pause();
    }
  }

  /** The commit under way is finished. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    this.#endPause();
    await this.#working;
  }

  #again(ms: number): void {
    if (this.#isStopped) return;
    this.#cancel = this.#options.after(ms, () => {
      this.#working = this.round()
        .catch(this.#options.onFailure)
        .then(() => this.#again(ROUND_MS));
    });
  }

  #pause(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#options.after(PAUSE_MS, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}
