/**
 * Sends the outbox, lane by lane: one pipe per lane at a time, in order, with a window in bytes.
 *
 *   HTTP    flushOverHttp: all lanes in one request, replies as they are made; the first thing after a reconnect
 *   socket  pump: a pipe per lane that keeps `window` bytes in flight until its lane is empty
 *
 *   reply ─┬─ verdicts → puller.settle (on disk before anything else happens to the lane)
 *          └─ stop ─┬─ wait(kind)  → the lane is held, shown, and tried again
 *                   ├─ expected(n) → sent again from n; a number we don't hold any more → new deviceId
 *                   └─ fork        → new deviceId
 *
 * After the first stop of a pipe the later replies of that pipe say nothing new (`expected` while an earlier
 * batch was unanswered) and are ignored. When a link gives way, what was on it has an unknown fate: the caller
 * says hello before anything is sent again.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Answer, Failure, Reply } from '#client/platform/transport.ts';
import { endsOwnMembership, makesMembership } from '#domain/op-types.ts';
import type { Wait, WaitKind } from '#protocol/kinds.ts';
import { WINDOW } from '#protocol/limits.ts';
import type { Stop } from '#protocol/push.ts';
import { listOutbox } from './commit-ops.ts';
import { cutPushes, type PushRun, toPush } from './cut-pushes.ts';
import { type Link, StoppedError } from './link.ts';
import type { LinkMemory } from './link-memory.ts';
import type { Puller } from './puller.ts';
import { isCountedDown, pauseMs, RETRIES } from './retry-policy.ts';
import { takeEntries } from './take-entries.ts';
import { ackTimeoutMs, nextWindow, windowAfterCut } from './window.ts';

export interface PusherContext {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly link: Link;
  readonly puller: Puller;
  readonly memory: Pick<LinkMemory, 'windowBytes'>;
  /** As agreed with the server; undefined before the first hello. */
  readonly identity: () => { readonly epoch: string; readonly deviceId: string } | undefined;
  /** The server has the lane wait, until when as far as that is told; `connection` kinds also end this connection. */
  readonly onLaneHeld: (groupId: string, kind: WaitKind, until: number | null) => void;
  readonly onWait: (wait: Wait) => void;
  /** A lane was answered `auth`. False: it was the session, and the connection is over; true: it is the group's alone. */
  readonly onLaneRefused: () => Promise<boolean>;
  /** The device id is shared, or lost its numbers. */
  readonly onFork: () => void;
  /** A row of the outbox is none: it is seen to before anything else is sent. */
  readonly onTorn: () => void;
  readonly onLinkFailure: (failure: Failure) => void;
  readonly failed: (error: unknown) => void;
}

export type FlushResult =
  /** `bytes` of ops, all answered. */
  | { readonly kind: 'answered'; readonly bytes: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'cut'; readonly answered: number; readonly failure: Failure };

interface Lane {
  readonly groupId: string;
  piped: boolean;
  /** Entries up to here are on their way or settled. */
  afterOrder: number;
  windowBytes: number;
  /** Something may be in the outbox that this pipe has not seen. */
  dirty: boolean;
  /** What was on it when a flush gave way may have arrived: nothing is sent before a hello has told. */
  isInDoubt: boolean;
  isToRewind: boolean;
  /** Why the present pipe takes nothing more. */
  stop: Stop | undefined;
  heldAttempts: number;
  cancelHold: (() => void) | undefined;
}

export class Pusher {
  readonly #context: PusherContext;
  readonly #lanes = new Map<string, Lane>();
  readonly #pipes = new Set<Promise<void>>();
  #stopped = false;

  constructor(context: PusherContext) {
    this.#context = context;
  }

  /** One flush of at most `maxBytes` over all lanes that no other pipe holds. */
  async flushOverHttp(maxBytes: number): Promise<FlushResult> {
    const { store, link, identity } = this.#context;
    const from = identity();
    if (!from || this.#stopped) return { kind: 'empty' };
    const free = new Set<Lane>();
    const { entries, torn } = await takeEntries(store, {
      deviceId: from.deviceId,
      maxBytes,
      afterOrder: Number.MIN_SAFE_INTEGER,
      accept: ({ groupId, order }) => {
        const lane = this.#lane(groupId);
        if ((lane.piped && !free.has(lane)) || lane.isInDoubt || lane.cancelHold) return false;
        if (order <= lane.afterOrder) return false;
        lane.piped = true;
        free.add(lane);
        return true;
      },
    });
    if (torn) this.#context.onTorn();
    if (entries.length === 0) return { kind: 'empty' };
    for (const entry of entries) this.#lane(entry.groupId).afterOrder = entry.order;
    const runs = cutPushes(entries);
    const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
    const settling: Promise<void>[] = [];
    const answer = await link.flush(
      'push',
      runs.map((run) => toPush(run, from)),
      {
        timeoutMs: ackTimeoutMs(bytes),
        onReply: (index, reply) => {
          link.hadContact = true;
          const run = runs[index];
          if (!run) return;
          const settled = this.#takeReply(run, reply);
          // It may fail while the flush still runs; who looks at it does so after the flush.
          settled.catch(() => {});
          settling.push(settled);
        },
      },
    );
    // Settled before the lanes are free again; a failure of the store has already ended the connection.
    const settled = await Promise.allSettled(settling);
    const broken = settled.find((one) => one.status === 'rejected');
    if (broken) throw broken.reason;
    const isAnswered = answer.ok && settling.length >= runs.length;
    for (const lane of free) {
      lane.isInDoubt = !isAnswered;
      await this.#endPipe(lane);
    }
    if (isAnswered) return { kind: 'answered', bytes };
    const failure: Failure = answer.ok ? { kind: 'unreachable' } : answer.failure;
    return { kind: 'cut', answered: settling.length, failure };
  }

  /** Starts or continues the socket's pipes: of these groups, or of every group that owes something. */
  pump(groupIds: readonly string[]): void {
    for (const groupId of groupIds) {
      const lane = this.#lane(groupId);
      lane.dirty = true;
      if (lane.piped || lane.isInDoubt || lane.cancelHold) continue;
      if (this.#context.link.socket && !this.#stopped) this.#open(lane);
    }
  }

  /** What had the lane wait is over. */
  resume(groupId: string): void {
    const lane = this.#lane(groupId);
    lane.cancelHold?.();
    lane.cancelHold = undefined;
    this.pump([groupId]);
  }

  /** The person wants it now: what was told to wait asks again. */
  retryHeld(): void {
    for (const lane of this.#lanes.values()) if (lane.cancelHold) this.resume(lane.groupId);
  }

  /** After a hello: what was on its way is known; the lanes begin anew with what has no verdict. */
  rewind(): void {
    for (const lane of this.#lanes.values()) {
      lane.isInDoubt = false;
      lane.dirty = true;
      // A pipe that is open goes on from where it is, and looks at everything once more at its end.
      if (lane.piped) lane.isToRewind = true;
      else lane.afterOrder = Number.MIN_SAFE_INTEGER;
    }
  }

  /** Nothing is sent after this; resolves when no pipe is left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) lane.cancelHold?.();
    await Promise.all(this.#pipes);
  }

  #lane(groupId: string): Lane {
    let lane = this.#lanes.get(groupId);
    if (!lane) {
      lane = {
        groupId,
        piped: false,
        afterOrder: Number.MIN_SAFE_INTEGER,
        windowBytes: this.#context.memory.windowBytes,
        dirty: true,
        isInDoubt: false,
        isToRewind: false,
        stop: undefined,
        heldAttempts: 0,
        cancelHold: undefined,
      };
      this.#lanes.set(groupId, lane);
    }
    return lane;
  }

  #open(lane: Lane): void {
    lane.piped = true;
    const pipe = this.#runPipe(lane)
      .catch((error) => {
        lane.piped = false;
        if (!(error instanceof StoppedError)) this.#context.failed(error);
      })
      .finally(() => this.#pipes.delete(pipe));
    this.#pipes.add(pipe);
  }

  async #runPipe(lane: Lane): Promise<void> {
    const { clock, memory } = this.#context;
    const inFlight: { run: PushRun; sentAt: number; answer: Promise<Answer<Reply<'push'>>> }[] = [];
    let bytesInFlight = 0;
    let answered = 0;
    const needsAll = lane.heldAttempts > 0 && (await this.#needsAll(lane.groupId));
    for (;;) {
      // What was told to wait asks with its first op alone whether it still has to.
      const windowBytes = () => {
        if (needsAll) return WINDOW.maxBytes;
        return lane.heldAttempts > 0 ? 1 : lane.windowBytes;
      };
      while (lane.dirty && !lane.stop && bytesInFlight < windowBytes()) {
        const maxBytes = windowBytes() - bytesInFlight;
        for (const run of await this.#take(lane, maxBytes, needsAll ? WINDOW.maxBytes : undefined)) {
          bytesInFlight += run.bytes;
          inFlight.push({ run, sentAt: clock.monotonicMs(), answer: this.#send(run, bytesInFlight) });
        }
      }
      const oldest = inFlight.shift();
      if (!oldest) break;
      const answer = await oldest.answer;
      if (!answer.ok) {
        // The rest of this pipe fails with it; their fate is asked by the next hello.
        await Promise.all(inFlight.map((one) => one.answer));
        lane.piped = false;
        memory.windowBytes = windowAfterCut(lane.windowBytes, answered);
        return this.#context.onLinkFailure(answer.failure);
      }
      answered += 1;
      bytesInFlight -= oldest.run.bytes;
      lane.windowBytes = nextWindow(lane.windowBytes, clock.monotonicMs() - oldest.sentAt);
      memory.windowBytes = Math.min(WINDOW.firstBytes, lane.windowBytes);
      await this.#takeReply(oldest.run, answer.value);
    }
    await this.#endPipe(lane);
  }

  async #take(lane: Lane, maxBytes: number, batchBytes?: number): Promise<PushRun[]> {
    lane.dirty = false;
    const { groupId, afterOrder } = lane;
    const { store, identity } = this.#context;
    const from = identity();
    if (!from) return [];
    const taken = await takeEntries(store, {
      deviceId: from.deviceId,
      groupId,
      afterOrder,
      maxBytes,
      accept: () => true,
    });
    if (taken.torn) this.#context.onTorn();
    lane.dirty ||= taken.more;
    lane.afterOrder = taken.entries.at(-1)?.order ?? afterOrder;
    return cutPushes(taken.entries, batchBytes);
  }

  #send(run: PushRun, bytesInFlight: number): Promise<Answer<Reply<'push'>>> {
    const from = this.#context.identity();
    const { socket } = this.#context.link;
    if (!from || !socket || this.#stopped) {
      return Promise.resolve({ ok: false, failure: { kind: 'unreachable' } });
    }
    return socket.ask('push', toPush(run, from), { timeoutMs: ackTimeoutMs(bytesInFlight) });
  }

  /** Verdicts to disk; the first stop of the pipe is remembered for its end. */
  async #takeReply(run: PushRun, reply: Reply<'push'>): Promise<void> {
    const lane = this.#lane(run.groupId);
    if (reply.groupId !== run.groupId || reply.firstSeq !== run.entries[0]?.seq) return;
    if (reply.stop && !lane.stop) lane.stop = reply.stop;
    const settled = run.entries.flatMap(({ order, opId }, i) => {
      const verdict = reply.verdicts[i];
      return verdict === undefined ? [] : [{ order, opId, verdict }];
    });
    // Verdicts of another history mean nothing here.
    if (settled.length === 0 || reply.epoch !== this.#context.identity()?.epoch) return;
    lane.heldAttempts = 0;
    await this.#context.puller.settle(run.groupId, settled, reply.head);
  }

  async #endPipe(lane: Lane): Promise<void> {
    const { stop } = lane;
    lane.piped = false;
    lane.stop = undefined;
    if (lane.isToRewind) lane.afterOrder = Number.MIN_SAFE_INTEGER;
    lane.dirty ||= lane.isToRewind;
    lane.isToRewind = false;
    if (!stop) {
      if (lane.dirty) this.pump([lane.groupId]);
      return;
    }
    lane.afterOrder = Number.MIN_SAFE_INTEGER;
    lane.dirty = true;
    if ('fork' in stop) return this.#context.onFork();
    if ('wait' in stop) return this.#hold(lane, stop);
    if (!(await this.#holdsNumber(lane.groupId, stop.expected))) return this.#context.onFork();
    lane.heldAttempts += 1;
    // A server that asks for the same number again and again is not well: let it be for a while.
    if (lane.heldAttempts > RETRIES.expected.atOnceMax) await this.#hold(lane, { wait: 'busy' });
    else this.pump([lane.groupId]);
  }

  async #hold(lane: Lane, wait: Wait): Promise<void> {
    lane.heldAttempts += 1;
    const { clock, random, onLaneHeld, onWait, onLaneRefused } = this.#context;
    const kind = wait.wait;
    if (kind === 'auth') {
      // Nothing more of this lane goes out while it is asked whose matter it is.
      lane.cancelHold = () => {};
      const isLanes = await onLaneRefused();
      lane.cancelHold = undefined;
      if (!isLanes || this.#stopped) return;
    }
    if (RETRIES[kind].holds === 'connection') {
      onLaneHeld(lane.groupId, kind, null);
      onWait(wait);
      return;
    }
    const attempt = lane.heldAttempts + 1;
    const ms = pauseMs(kind, { attempt, random, retryAfterMs: wait.retryAfterMs });
    onLaneHeld(lane.groupId, kind, isCountedDown(kind) ? clock.now() + ms : null);
    lane.cancelHold = clock.after(ms, () => {
      lane.cancelHold = undefined;
      this.pump([lane.groupId]);
    });
  }

  /**
   * Whether the first op cannot be judged without a later one: who takes their request to come in back, and who joined
   * again behind words of before, says both in one breath, or the words would wait on.
   */
  async #needsAll(groupId: string): Promise<boolean> {
    const entries = await this.#context.store.read(['outbox'], (tx) => listOutbox(tx, groupId));
    const waiting = entries.filter(({ version }) => version === null);
    const comesInLater = waiting.findIndex(({ op }) => makesMembership(op)) > 0;
    return comesInLater || waiting.some(({ op }) => endsOwnMembership(op));
  }

  async #holdsNumber(groupId: string, seq: number): Promise<boolean> {
    const entries = await this.#context.store.read(['outbox'], (tx) => listOutbox(tx, groupId));
    return entries.some((entry) => entry.seq === seq && entry.version === null);
  }
}
