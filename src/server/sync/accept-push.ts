/**
 * Commits pushes. Batches that arrive while a commit is in flight share the next one.
 *
 *   accept ─→ queue ─→ one transaction: lock heads · load · decide all in memory · append ─→ COMMIT
 *                          │ refused                                     │
 *                          └─ batch by batch, then op by op;             ├─→ replies (acks)
 *                             the culprit is rejected                    └─→ onCommitted (publish)
 *
 * Invariants
 *   - A group is in at most one commit of this process at a time, and its batches keep their order of arrival:
 *     a lane is first in, first out. Between processes the group's locked head row does the same.
 *   - A reply exists only after COMMIT. When its outcome is unknown `accept` rejects and nobody is told anything.
 *   - Deciding in memory replaces a savepoint per batch: a batch that stops writes only what it decided before.
 *
 * Interleaving: `accept` may be called at any time, also while a commit awaits the store.
 */

import { assert, must } from '#domain/assert.ts';
import type { Push, PushReply } from '#protocol/push.ts';
import { appendDraft } from './forget-keys.ts';
import {
  type Access,
  type GroupHead,
  type LogEntry,
  type LogStore,
  LogStoreError,
  type LogTransaction,
  type ParkedEntry,
  type PushReads,
  type PushState,
} from './log-store.ts';
import {
  listGroups,
  listPushReads,
  listRosters,
  onlyOp,
  type PushBatch,
  prepareBatch,
  withReadsOf,
  withRoster,
} from './push-batch.ts';
import { type BatchOutcome, type DraftContext, PushDraft } from './push-draft.ts';
import type { Clock, Connection, Session } from './session.ts';

/** Larger commits hold their locks longer without sharing more. */
const COMMIT_MAX_OPS = 2_000;
/** More waiting bytes than this and new batches are told to wait: memory stays bounded when the database is slow. */
const QUEUE_MAX_BYTES = 32 * 1024 * 1024;
const BUSY_RETRY_MS = 1_000;
/** What a device pipelined before it heard of its fork arrives within this; then it has another id. */
const FORK_MEMORY_MS = 10_000;

export interface CommittedBatch {
  readonly epoch: string;
  readonly groupId: string;
  readonly connection: Connection | undefined;
  /** Ascending, gapless, never empty. */
  readonly entries: readonly LogEntry[];
  readonly access: readonly Access[];
}

export interface PushPipelineOptions {
  readonly store: LogStore;
  readonly clock: Clock;
  /** Called once per commit, after it, in commit order per group. */
  readonly onCommitted: (batches: readonly CommittedBatch[]) => void;
  /** Something may have been committed: only the store knows. */
  readonly onUnknown: () => void;
  /** Transactions at once, over disjoint groups. PGlite has one connection: 1. */
  readonly parallelCommits: number;
  /** A commit failed. Any but a LogStoreError that is no `refused` means a bug; its culprit is looked for. */
  readonly onFailure: (error: unknown) => void;
  /** Calls once, later, when what has already arrived is read: it shares the commit. See pace-commits.ts. */
  readonly whenRead: (run: () => void) => void;
  readonly outside?: DraftContext['outside'];
}

interface Waiting {
  readonly batch: PushBatch;
  readonly bytes: number;
  readonly resolve: (reply: PushReply) => void;
  readonly reject: (error: unknown) => void;
}

interface Committed {
  readonly epoch: string;
  readonly outcomes: readonly BatchOutcome[];
}

export class PushPipeline {
  readonly #options: PushPipelineOptions;
  readonly #queue: Waiting[] = [];
  readonly #groupsInFlight = new Set<string>();
  readonly #forkedLanes = new Set<string>();
  #forgetsForks = false;
  #queuedBytes = 0;
  #commits = 0;
  #isStarting = false;
  #idle: (() => void)[] = [];

  constructor(options: PushPipelineOptions) {
    this.#options = options;
  }

  /** Resolves after COMMIT. Rejects with LogStoreError `outcome-unknown`: close the connection, say nothing. */
  accept(session: Session, push: Push, connection: Connection | undefined): Promise<PushReply> {
    const batch = prepareBatch(session, push, connection);
    if (push.deviceId !== session.deviceId) return Promise.resolve(stopped(batch, { wait: 'auth' }));
    const bytes = batch.ops.reduce((sum, op) => sum + op.bytes, 0);
    if (this.#queuedBytes + bytes > QUEUE_MAX_BYTES) return Promise.resolve(stopped(batch, BUSY));
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, bytes, resolve, reject });
      this.#queuedBytes += bytes;
      this.#startSoon();
    });
  }

  /** Batches not answered yet, and the bytes of those that wait for a commit. */
  get load(): { readonly batches: number; readonly bytes: number } {
    return { batches: this.#queue.length + this.#commits, bytes: this.#queuedBytes };
  }

  #forgetForksLater(): void {
    if (this.#forgetsForks) return;
    this.#forgetsForks = true;
    this.#options.clock.after(FORK_MEMORY_MS, () => {
      this.#forgetsForks = false;
      this.#forkedLanes.clear();
    });
  }

  /** Resolves when nothing is queued or in flight. */
  drained(): Promise<void> {
    if (this.#commits === 0 && this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #startSoon(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    this.#options.whenRead(() => {
      this.#isStarting = false;
      this.#startCommits();
    });
  }

  #startCommits(): void {
    while (this.#commits < this.#options.parallelCommits) {
      const taken = this.#take();
      if (taken.length === 0) break;
      this.#commits++;
      void this.#commit(taken).finally(() => {
        this.#commits--;
        for (const { batch } of taken) this.#groupsInFlight.delete(batch.push.groupId);
        if (this.#queue.length > 0) this.#startSoon();
        else if (this.#commits === 0) for (const resolve of this.#idle.splice(0)) resolve();
      });
    }
  }

  /** The oldest batches whose groups are not in flight, all of a group in order. */
  #take(): Waiting[] {
    const taken: Waiting[] = [];
    let ops = 0;
    const left: Waiting[] = [];
    const skippedGroups = new Set(this.#groupsInFlight);
    for (const waiting of this.#queue) {
      const { groupId } = waiting.batch.push;
      const fits = taken.length === 0 || ops + waiting.batch.ops.length <= COMMIT_MAX_OPS;
      if (skippedGroups.has(groupId) || !fits) {
        skippedGroups.add(groupId);
        left.push(waiting);
        continue;
      }
      ops += waiting.batch.ops.length;
      this.#queuedBytes -= waiting.bytes;
      taken.push(waiting);
    }
    for (const { batch } of taken) this.#groupsInFlight.add(batch.push.groupId);
    this.#queue.splice(0, this.#queue.length, ...left);
    return taken;
  }

  async #commit(taken: readonly Waiting[]): Promise<void> {
    try {
      this.#settle(taken, await this.#transact(taken.map(({ batch }) => batch)));
    } catch (error) {
      this.#options.onFailure(error);
      if (isKind(error, 'outcome-unknown')) this.#rejectUnknown(taken, error);
      else if (isKind(error, 'unavailable')) for (const one of taken) one.resolve(stopped(one.batch, BUSY));
      else await this.#commitApart(taken);
    }
  }

  /** Something in a shared commit cannot be applied or written, whoever's bug it is: each batch on its own, then each op of the one that fails. */
  async #commitApart(taken: readonly Waiting[]): Promise<void> {
    if (taken.length > 1) {
      for (const one of taken) await this.#commit([one]);
      return;
    }
    const [one] = taken;
    assert(one, 'a commit holds a batch');
    try {
      one.resolve(await this.#commitOpByOp(one.batch));
    } catch (error) {
      if (isKind(error, 'outcome-unknown')) this.#rejectUnknown(taken, error);
      else one.resolve(stopped(one.batch, BUSY));
    }
  }

  #rejectUnknown(taken: readonly Waiting[], error: unknown): void {
    for (const one of taken) one.reject(error);
    this.#options.onUnknown();
  }

  async #commitOpByOp(batch: PushBatch): Promise<PushReply> {
    let reply = stopped(batch, undefined);
    for (const index of batch.ops.keys()) {
      const single = onlyOp(batch, index);
      const committed = await this.#transact([single]).catch((error) => {
        if (isKind(error, 'outcome-unknown') || isKind(error, 'unavailable')) throw error;
        return this.#transact([single], new Set(single.ops.map(({ op }) => op.opId)));
      });
      const outcome = must(committed.outcomes[0], 'an outcome per batch');
      this.#announce([single], committed);
      reply = {
        ...replyOf(single, committed.epoch, outcome),
        firstSeq: batch.push.firstSeq,
        verdicts: [...reply.verdicts, ...outcome.verdicts],
      };
      if (outcome.stop) break;
    }
    return reply;
  }

  #transact(batches: readonly PushBatch[], condemned: ReadonlySet<string> = new Set()): Promise<Committed> {
    const { store, clock, outside } = this.#options;
    return store.transact(async (tx) => {
      const groups = listGroups(batches);
      const heads = await tx.lockHeads(groups.all, groups.opened);
      const asked = listPushReads(batches);
      const parked = await listArriving(tx, heads, asked);
      const reads = withReadsOf(parked, asked);
      const state = await loadState(tx, reads, listRosters(batches, parked));
      const context = {
        epoch: tx.epoch,
        now: clock.now(),
        condemned,
        forkedLanes: this.#forkedLanes,
        ...(outside && { outside }),
      };
      const draft = new PushDraft(context, heads, reads.lanes, state, parked);
      const outcomes = batches.map((batch) => draft.decide(batch));
      if (outcomes.some(({ stop }) => stop && 'fork' in stop)) this.#forgetForksLater();
      await appendDraft(tx, draft);
      return { epoch: tx.epoch.epoch, outcomes };
    });
  }

  #settle(taken: readonly Waiting[], committed: Committed): void {
    taken.forEach((one, i) => {
      one.resolve(replyOf(one.batch, committed.epoch, must(committed.outcomes[i], 'an outcome per batch')));
    });
    this.#announce(
      taken.map(({ batch }) => batch),
      committed,
    );
  }

  #announce(batches: readonly PushBatch[], { epoch, outcomes }: Committed): void {
    const committed = batches.flatMap(({ push, connection }, i) => {
      const { entries, access } = must(outcomes[i], 'an outcome per batch');
      return entries.length > 0 ? [{ epoch, groupId: push.groupId, connection, entries, access }] : [];
    });
    if (committed.length > 0) this.#options.onCommitted(committed);
  }
}

const BUSY = { wait: 'busy', retryAfterMs: BUSY_RETRY_MS } as const;

function replyOf(batch: PushBatch, epoch: string, outcome: BatchOutcome): PushReply {
  const { groupId, firstSeq } = batch.push;
  const { verdicts, stop, head } = outcome;
  return { epoch, groupId, firstSeq, verdicts: [...verdicts], head, ...(stop && { stop }) };
}

function stopped(batch: PushBatch, stop: PushReply['stop']): PushReply {
  const { epoch, groupId, firstSeq } = batch.push;
  return { epoch, groupId, firstSeq, verdicts: [], head: 0, ...(stop && { stop }) };
}

async function loadState(
  tx: LogTransaction,
  reads: PushReads,
  rosters: readonly string[],
): Promise<PushState> {
  const state = await tx.loadForPush(reads);
  if (rosters.length === 0) return state;
  return withRoster(state, await tx.loadRosters(rosters));
}

/** Parked ops whose target these pushes may bring. Nearly never asked. */
function listArriving(
  tx: LogTransaction,
  heads: readonly GroupHead[],
  { rows }: PushReads,
): Promise<ParkedEntry[]> {
  const parking = new Set(heads.flatMap(({ groupId, parkedBytes }) => (parkedBytes > 0 ? [groupId] : [])));
  const targets = rows.flatMap(({ groupId, table, id }) =>
    table !== 'groups' && parking.has(groupId) ? [{ groupId, targetId: id }] : [],
  );
  return targets.length > 0 ? tx.listParkedFor(targets) : Promise.resolve([]);
}

function isKind(error: unknown, kind: LogStoreError['kind']): boolean {
  return error instanceof LogStoreError && error.kind === kind;
}
