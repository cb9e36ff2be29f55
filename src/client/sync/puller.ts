/**
 * Brings the log home, group by group.
 *
 *   poke ────────────┐                        contiguous → applied, what overlaps is skipped
 *   catch-up pages ──┼─→ one queue per group ─┤
 *   own verdicts ────┘    (one transaction at │ a gap, or a head above the cursor → one catch-up at a time
 *                          a time, coalesced) └ nothing held yet → snapshot, then catch-up
 *
 * A hint that is lost costs time, never an op: every hello tells the heads again.
 * Errors of the store end the connection through `failed`; nothing is marked applied that is not on disk.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Failure } from '#client/platform/transport.ts';
import type { Cursor } from '#client/store/tables.ts';
import type { CatchUpPage, CatchUpReply } from '#protocol/catch-up.ts';
import { fromWireOp, type WireOp } from '#protocol/fields.ts';
import type { Wait, WaitKind } from '#protocol/kinds.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { Poke } from '#protocol/poke.ts';
import { type Applied, applyToGroup, type Segment, type SettledEntry } from './apply-remote.ts';
import { applySnapshot } from './apply-rows.ts';
import { type Link, StoppedError } from './link.ts';
import type { LinkMemory } from './link-memory.ts';
import { fetchOlderPage } from './older-pages.ts';
import { endOf, type MembershipEnd } from './purge-group.ts';
import { RETRIES } from './retry-policy.ts';
import { nextPageBytes, PAGE_SMALL_BYTES } from './window.ts';

/** A poke that fills the gap is usually right behind an ack; asking at once would fetch it twice. */
const GAP_PATIENCE_MS = 250;
/** Above this many missing versions one HTTP request that streams its pages beats a round trip per page. */
const STREAM_ABOVE_VERSIONS = 300;
const STREAM_SILENCE_MS = 30_000;

export interface PullerContext {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly link: Link;
  readonly memory: LinkMemory;
  /** The epoch agreed on with the server; undefined before the first hello. */
  readonly epoch: () => string | undefined;
  /** Server time as far as known, epoch ms. */
  readonly now: () => number;
  /** After each transaction that moved something. */
  readonly onApplied: (groupId: string, applied: Applied) => void;
  /** True: the word is older than what this device knows, and there is more to ask. */
  readonly onGone: (groupId: string, end: MembershipEnd) => Promise<boolean>;
  /** A group came of which this device does not know who it is in it: another device of the person's entered. */
  readonly onNameless: () => void;
  /** The group tells nothing for now; shown. */
  readonly onHeld: (groupId: string, kind: WaitKind, until: null) => void;
  /** The server has us wait with reading: the connection decides what to do. */
  readonly onWait: (wait: Wait) => void;
  readonly onLinkFailure: (failure: Failure) => void;
  /** The store failed or another leads: this connection is over. */
  readonly failed: (error: unknown) => void;
  readonly onReceiving: (receiving: boolean) => void;
}

interface Replica {
  readonly groupId: string;
  /** undefined: not read yet. null: this device holds nothing of the group. */
  cursor: Cursor | null | undefined;
  head: number;
  segments: Segment[];
  settled: SettledEntry[];
  ahead: readonly SettledEntry[];
  waiters: { resolve: () => void; reject: (error: unknown) => void }[];
  applying: boolean;
  fetching: boolean;
  /** A fetch was asked for while one was running. */
  again: boolean;
  cancelPatience: (() => void) | undefined;
}

export class Puller {
  readonly #context: PullerContext;
  readonly #replicas = new Map<string, Replica>();
  #fetches = 0;
  #stopped = false;

  constructor(context: PullerContext) {
    this.#context = context;
  }

  onPoke(poke: Poke): void {
    if (poke.epoch !== this.#context.epoch()) return;
    const replica = this.#replica(poke.groupId);
    replica.head = Math.max(replica.head, poke.head);
    if (poke.ops && poke.from !== undefined) this.#enqueue(replica, poke.from, poke.ops);
    else if (replica.head > (replica.cursor?.version ?? 0)) void this.#fetch(replica);
  }

  /** Own verdicts. Resolves when they are on disk, and applied as far as the cursor reaches. */
  settle(groupId: string, settled: readonly SettledEntry[], head: number): Promise<void> {
    if (this.#stopped) return Promise.reject(new StoppedError());
    const replica = this.#replica(groupId);
    replica.head = Math.max(replica.head, head);
    replica.settled.push(...settled);
    return new Promise((resolve, reject) => {
      replica.waiters.push({ resolve, reject });
      this.#apply(replica);
    });
  }

  /** The server's word of a group: fetch what is missing. `cursor`: as the hello stated it; undefined: not read. */
  catchUpTo(groupId: string, head: number, cursor: Cursor | null | undefined): void {
    const replica = this.#replica(groupId);
    replica.head = Math.max(replica.head, head);
    replica.cursor ??= cursor;
    if (!replica.cursor || replica.cursor.version < replica.head) void this.#fetch(replica);
  }

  /** Fetches the whole group again, whatever is held of it; false: not now. */
  async refetch(groupId: string): Promise<boolean> {
    const replica = this.#replica(groupId);
    if (this.#stopped || replica.fetching) return false;
    replica.fetching = true;
    this.#count(1);
    try {
      return await this.#bootstrap(replica, { anew: true });
    } finally {
      replica.fetching = false;
      this.#count(-1);
      if (replica.again && this.#isBehind(replica)) void this.#fetch(replica);
    }
  }

  forget(groupId: string): void {
    this.#replicas.get(groupId)?.cancelPatience?.();
    this.#replicas.delete(groupId);
  }

  loadOlder(groupId: string): Promise<void> {
    return fetchOlderPage(
      {
        ...this.#context,
        isStopped: () => this.#stopped,
        catchUpTo: (_, head) => {
          const replica = this.#replica(groupId);
          replica.head = Math.max(replica.head, head);
          return this.#fetch(replica);
        },
      },
      groupId,
    );
  }

  stop(): void {
    this.#stopped = true;
    for (const replica of this.#replicas.values()) {
      replica.cancelPatience?.();
      if (replica.applying) continue;
      for (const { reject } of replica.waiters.splice(0)) reject(new StoppedError());
    }
  }

  #replica(groupId: string): Replica {
    let replica = this.#replicas.get(groupId);
    if (!replica) {
      replica = {
        groupId,
        cursor: undefined,
        head: 0,
        segments: [],
        settled: [],
        ahead: [],
        waiters: [],
        applying: false,
        fetching: false,
        again: false,
        cancelPatience: undefined,
      };
      this.#replicas.set(groupId, replica);
    }
    return replica;
  }

  #enqueue(replica: Replica, from: number, wireOps: readonly WireOp[]): void {
    replica.segments.push({ from, ops: wireOps.map((wireOp) => fromWireOp(replica.groupId, wireOp)) });
    this.#apply(replica);
  }

  /** Applies whatever is queued, all of it in one transaction, until the queue is empty. Never two at once. */
  #apply(replica: Replica): void {
    if (replica.applying || this.#stopped) return;
    replica.applying = true;
    void this.#drain(replica);
  }

  async #drain(replica: Replica): Promise<void> {
    const { store, now, onApplied, failed } = this.#context;
    while ((replica.segments.length > 0 || replica.waiters.length > 0) && !this.#stopped) {
      const segments = replica.segments.splice(0);
      const settled = [...replica.ahead, ...replica.settled.splice(0)];
      const waiters = replica.waiters.splice(0);
      try {
        const { groupId } = replica;
        const applied = await applyToGroup(store, { groupId, segments, settled, now: now() });
        replica.cursor = applied.cursor ?? null;
        replica.ahead = applied.ahead;
        onApplied(groupId, applied);
        for (const { resolve } of waiters) resolve();
        this.#closeGap(replica, segments);
      } catch (error) {
        for (const { reject } of waiters) reject(error);
        failed(error);
        break;
      }
    }
    if (this.#stopped) for (const { reject } of replica.waiters.splice(0)) reject(new StoppedError());
    // Without a turn of the loop after the last look at the queue: nothing can be missed in between.
    replica.applying = false;
  }

  #closeGap(replica: Replica, segments: readonly Segment[]): void {
    const version = replica.cursor?.version ?? 0;
    const known = Math.max(replica.head, ...replica.ahead.map(({ verdict }) => Number(verdict)));
    replica.head = known;
    if (known <= version && replica.cursor) return;
    const hasGap = segments.some(({ from, ops }) => from + ops.length - 1 > version);
    if (hasGap || (!replica.cursor && known > 0)) void this.#fetch(replica);
    else if (replica.ahead.length > 0 || replica.segments.length === 0) this.#fetchLater(replica);
  }

  #fetchLater(replica: Replica, afterMs = GAP_PATIENCE_MS): void {
    if (replica.cancelPatience) return;
    replica.cancelPatience = this.#context.clock.after(afterMs, () => {
      replica.cancelPatience = undefined;
      if ((replica.cursor?.version ?? 0) < replica.head) void this.#fetch(replica);
    });
  }

  /** One at a time per group; ends when the cursor is at the head, or the link gave way. */
  async #fetch(replica: Replica): Promise<void> {
    if (this.#stopped || this.#context.epoch() === undefined) return;
    if (replica.fetching) {
      replica.again = true;
      return;
    }
    replica.fetching = true;
    replica.again = false;
    this.#count(1);
    try {
      const stored = await this.#readCursor(replica.groupId);
      // What was applied meanwhile is newer than what was read.
      if (replica.cursor === undefined) replica.cursor = stored;
      while (!this.#stopped && !(await this.#step(replica)));
    } catch (error) {
      this.#context.failed(error);
    } finally {
      replica.fetching = false;
      this.#count(-1);
    }
    if (replica.again && this.#isBehind(replica)) void this.#fetch(replica);
  }

  #isBehind(replica: Replica): boolean {
    // Forgotten meanwhile: the group is over.
    if (this.#replicas.get(replica.groupId) !== replica) return false;
    return !replica.cursor || replica.cursor.version < replica.head;
  }

  /** True when there is nothing more to fetch, or no way to. */
  async #step(replica: Replica): Promise<boolean> {
    if (!replica.cursor) return !(await this.#bootstrap(replica, { anew: false }));
    const missing = replica.head - replica.cursor.version;
    if (missing <= 0) return true;
    const before = replica.cursor.version;
    const hasMoved = () => (replica.cursor?.version ?? 0) > before;
    const { link, memory } = this.#context;
    const isShortLived = memory.pageBytes <= PAGE_SMALL_BYTES;
    if (link.socket === null || isShortLived || missing > STREAM_ABOVE_VERSIONS) {
      await this.#streamPages(replica);
      // Whatever gave way: what came is progress, and the next request goes on from there.
      if (hasMoved()) return false;
    }
    if (link.socket === null || this.#stopped) return true;
    await this.#askPage(replica);
    // Its rows were purged under it, and it was let in again: from a snapshot on.
    if (!replica.cursor) return false;
    return !hasMoved();
  }

  async #bootstrap(replica: Replica, { anew }: { anew: boolean }): Promise<boolean> {
    const { link, memory, clock, store, now, onApplied, onHeld, onNameless } = this.#context;
    const epoch = this.#context.epoch();
    if (epoch === undefined) return false;
    const { groupId } = replica;
    const askedAt = clock.monotonicMs();
    const name = link.knows('bootstrap') ? 'bootstrap' : 'snapshot';
    const answer = await link.ask(name, { epoch, groupId }, LIMITS.catchUpPageMaxBytes);
    memory.pageBytes = nextPageBytes(memory.pageBytes, answer.ok ? clock.monotonicMs() - askedAt : null);
    // Another connection may have come further meanwhile, under another history even.
    if (this.#stopped) return false;
    if (!answer.ok) {
      this.#context.onLinkFailure(answer.failure);
      return false;
    }
    const reply = answer.value;
    if ('wait' in reply) {
      this.#context.onWait(reply);
      if (reply.wait === 'approval') {
        onHeld(groupId, 'approval', null);
        this.#fetchLater(replica, RETRIES['approval-read'].maxMs);
      }
      // Their op is in the log, and by this session they are nobody there: it is another account's than the one that sent it.
      if (reply.wait === 'unknown-group') onHeld(groupId, 'unknown-group', null);
    } else if ('gone' in reply) {
      if (await this.#context.onGone(groupId, endOf(reply))) replica.again = true;
    } else if (reply.epoch === epoch) {
      const cursor = await applySnapshot(store, reply, { now: now(), anew });
      replica.cursor = cursor;
      replica.ahead = replica.ahead.filter(({ verdict }) => Number(verdict) > cursor.version);
      onApplied(groupId, { cursor, ahead: replica.ahead, settled: 0, trayed: 0, moved: 1 });
      const membership = await store.read(['memberships'], (tx) => tx.get('memberships', groupId));
      if (!membership || membership.state === 'gone') onNameless();
      return true;
    }
    return false;
  }

  async #askPage(replica: Replica): Promise<void> {
    const request = this.#catchUpRequest(replica);
    if (!request) return;
    const { link, memory, clock } = this.#context;
    const askedAt = clock.monotonicMs();
    const answer = await link.ask('catch-up', request, request.maxBytes);
    memory.pageBytes = nextPageBytes(memory.pageBytes, answer.ok ? clock.monotonicMs() - askedAt : null);
    if (answer.ok) await this.#take(replica, answer.value);
    else this.#context.onLinkFailure(answer.failure);
  }

  async #streamPages(replica: Replica): Promise<void> {
    const request = this.#catchUpRequest(replica);
    if (!request) return;
    const { link, memory, clock } = this.#context;
    const askedAt = clock.monotonicMs();
    const taken: Promise<void>[] = [];
    const answer = await link.flush('catch-up', [request], {
      timeoutMs: STREAM_SILENCE_MS,
      onReply: (_, reply) => {
        const took = this.#take(replica, reply);
        // It may fail while the pages still come; who looks at it does so after the last.
        took.catch(() => {});
        taken.push(took);
      },
    });
    await Promise.all(taken);
    const pageMs = (clock.monotonicMs() - askedAt) / Math.max(1, taken.length);
    memory.pageBytes = nextPageBytes(memory.pageBytes, answer.ok ? pageMs : null);
    // A cut stream is not the end of a socket that is open.
    if (!answer.ok && answer.failure.kind === 'refused') this.#context.onLinkFailure(answer.failure);
  }

  #catchUpRequest(
    replica: Replica,
  ): { epoch: string; groupId: string; after: number; maxBytes: number } | undefined {
    const epoch = this.#context.epoch();
    if (epoch === undefined || !replica.cursor) return undefined;
    return {
      epoch,
      groupId: replica.groupId,
      after: replica.cursor.version,
      maxBytes: this.#context.memory.pageBytes,
    };
  }

  async #take(replica: Replica, reply: CatchUpReply): Promise<void> {
    if ('wait' in reply) this.#context.onWait(reply);
    else if ('gone' in reply) {
      if (await this.#context.onGone(replica.groupId, endOf(reply))) replica.again = true;
    } else if (reply.epoch === this.#context.epoch()) {
      await this.#takePage(replica, reply);
    }
  }

  #takePage(replica: Replica, page: CatchUpPage): Promise<void> {
    if (this.#stopped) return Promise.reject(new StoppedError());
    replica.head = Math.max(replica.head, page.head);
    return new Promise((resolve, reject) => {
      replica.waiters.push({ resolve, reject });
      this.#enqueue(replica, page.from, page.ops);
    });
  }

  #readCursor(groupId: string): Promise<Cursor | null> {
    return this.#context.store.read(['cursors'], async (tx) => (await tx.get('cursors', groupId)) ?? null);
  }

  #count(change: 1 | -1): void {
    this.#fetches += change;
    if (this.#fetches === (change === 1 ? 1 : 0)) this.#context.onReceiving(change === 1);
  }
}
