/**
 * Does this device show what the log says? Asked at rest, seldom, a group at a time; a difference is repaired.
 *
 *   digests compared ─ same ─────────────────────────────────────────→ noted
 *        │ the parts that differ are fetched and replaced (repair-rows.ts), digests compared again
 *        │ still differs: the whole group is fetched anew, digests compared again
 *        │ still differs: noted as stuck, and no repair for a day: no loops
 *        └ another chain: hello decides, and heals (heal.ts)
 *
 * Every difference is counted here (`checks`) and logged by the server, by ids alone. What cannot be compared now,
 * because somebody is writing, is asked again a little later.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Check } from '#client/store/tables.ts';
import type { Comparison } from '#protocol/digest.ts';
import { sleep } from './alarm.ts';
import { digestHeld, type HeldDigest } from './digest-held.ts';
import type { LinkMemory } from './link-memory.ts';
import { repairParts } from './repair-parts.ts';
import { type AskAtRest, createRestAsks, type RestAskContext } from './rest-asks.ts';
import { RETRIES } from './retry-policy.ts';

/** After the first storm of a new connection; up to twice that, so that not everybody asks at once. */
const FIRST_MS = 3_000;
const EVERY_MS = 15 * 60_000;
/** A group in which somebody was writing is asked about again so often. */
const RETRIES_MAX = 5;
const BETWEEN_GROUPS_MS = 200;
/** A link that comes and goes does not make a device ask more often than this. */
const AT_MOST_EVERY_MS = 60_000;
/** What fetching everything anew did not mend is left alone this long. */
const STUCK_MS = 24 * 3_600_000;

export interface WatchContext extends Omit<RestAskContext, 'isStopped'> {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly memory: LinkMemory;
  /** Server time as far as known, epoch ms. */
  readonly now: () => number;
  /** Fetches the whole group anew; false: not now. */
  readonly refetchGroup: (groupId: string) => Promise<boolean>;
  /** The server's history may be another one. */
  readonly onOtherHistory: () => void;
  readonly failed: (error: unknown) => void;
}

type Remedy = 'nothing' | 'parts' | 'group';

export class DivergenceWatch {
  readonly #context: WatchContext;
  readonly #ask: AskAtRest;
  readonly #stopping = new AbortController();
  /** Groups of which something was replaced since they were last found to be the same. */
  readonly #mended = new Set<string>();
  #isRunning = false;

  constructor(context: WatchContext) {
    this.#context = context;
    this.#ask = createRestAsks({ ...context, isStopped: () => this.#isStopped });
  }

  start(): void {
    if (this.#isRunning || !this.#context.link.knows('digest')) return;
    this.#isRunning = true;
    void this.#run().catch(this.#context.failed);
  }

  stop(): void {
    this.#stopping.abort();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    const { random } = this.#context;
    let pauseMs = FIRST_MS * (1 + random.fraction());
    let retries = 0;
    for (;;) {
      await this.#sleep(pauseMs);
      if (this.#isStopped) return;
      const isDone = await this.#compareAll();
      retries = isDone || retries === RETRIES_MAX ? 0 : retries + 1;
      pauseMs = retries > 0 ? RETRIES.digest.maxMs : EVERY_MS * (0.75 + random.fraction() / 2);
    }
  }

  /** True when every group was compared. */
  async #compareAll(): Promise<boolean> {
    const { store, clock, memory } = this.#context;
    const groupIds = await store.read(['cursors'], async (tx) => {
      return (await tx.list('cursors')).map(({ groupId }) => groupId);
    });
    let isDone = true;
    for (const groupId of groupIds) {
      if (this.#isStopped) return false;
      const comparedAt = memory.comparedAt.get(groupId);
      if (comparedAt !== undefined && clock.monotonicMs() - comparedAt < AT_MOST_EVERY_MS) continue;
      if (await this.#compareGroup(groupId)) memory.comparedAt.set(groupId, clock.monotonicMs());
      else isDone = false;
      await this.#sleep(BETWEEN_GROUPS_MS);
    }
    return isDone;
  }

  /** Compares and repairs; false: not comparable now. */
  async #compareGroup(groupId: string): Promise<boolean> {
    const before = await this.#context.store.read(['checks'], (tx) => tx.get('checks', groupId));
    const isLeftAlone = Math.abs(this.#context.now() - (before?.stuckSince ?? 0)) < STUCK_MS;
    let tried: Remedy = 'nothing';
    for (;;) {
      const compared = await this.#compare(groupId);
      if (!compared) return false;
      const { held, comparison } = compared;
      if (comparison.outcome === 'incomparable') return comparison.why === 'fold';
      if (comparison.outcome === 'same') {
        await this.#note(groupId, { isMended: this.#mended.delete(groupId), below: held.nextBelow });
        return true;
      }
      if (comparison.chain) {
        this.#context.onOtherHistory();
        return true;
      }
      if (isLeftAlone || tried === 'group') {
        await this.#noteStuck(groupId);
        return true;
      }
      tried = tried === 'nothing' ? 'parts' : 'group';
      // Counted when it is seen to be the same, which somebody who writes meanwhile may put off.
      this.#mended.add(groupId);
      const isFetched =
        tried === 'parts'
          ? await repairParts(this.#context.store, this.#ask, held, comparison)
          : await this.#context.refetchGroup(groupId);
      if (!isFetched) return false;
    }
  }

  async #compare(groupId: string): Promise<{ held: HeldDigest; comparison: Comparison } | undefined> {
    const held = await digestHeld(this.#context.store, groupId);
    const comparison = held && (await this.#ask('digest', held.request));
    return comparison && { held, comparison };
  }

  #note(groupId: string, { isMended, below }: { isMended: boolean; below: number | null }): Promise<void> {
    return this.#change(groupId, (check) => ({
      ...check,
      at: this.#context.now(),
      below,
      repaired: check.repaired + (isMended ? 1 : 0),
      stuckSince: null,
    }));
  }

  #noteStuck(groupId: string): Promise<void> {
    return this.#change(groupId, (check) => {
      const since = check.stuckSince;
      const now = this.#context.now();
      return { ...check, stuckSince: since !== null && Math.abs(now - since) < STUCK_MS ? since : now };
    });
  }

  #change(groupId: string, change: (check: Check) => Check): Promise<void> {
    return this.#context.store.write(['checks', 'cursors'], async (tx) => {
      // Purged meanwhile: there is nothing to say of it any more.
      if (!(await tx.get('cursors', groupId))) return;
      const check = await tx.get('checks', groupId);
      await tx.put('checks', [change(check ?? { groupId, ...UNCHECKED })]);
    });
  }

  #sleep(ms: number): Promise<void> {
    return sleep(this.#context.clock, ms, this.#stopping.signal);
  }
}

const UNCHECKED = { at: null, below: null, repaired: 0, stuckSince: null };
