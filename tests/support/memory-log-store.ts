/**
 * The server's log store in memory, with PostgreSQL's rules at READ COMMITTED, for the simulation.
 *
 *   database   survives server processes: an immutable map of groups, replaced at each commit
 *   store      a LogStore, one server process's connection; `drop()` is the crash: open transactions roll back,
 *              their locks go, their calls never return, and what of them still runs takes no lock any more
 *
 * Transactions interleave at every call. A group's head is locked until the transaction's end, first come first
 * served; waiting longer than `lockTimeoutMs` is `unavailable`. `read` sees the map of one instant.
 * `pace` is where a simulation puts time, crashes, lost databases and commits of unknown outcome.
 */
import { BugError } from '#domain/assert.ts';
import type { RowChange, TableName } from '#domain/rows.ts';
import { chainStart } from '#protocol/canonical.ts';
import {
  type Epoch,
  type GroupHead,
  type GroupRowKey,
  type LogEntry,
  type LogPlace,
  type LogStore,
  LogStoreError,
  type LogTransaction,
  type LogView,
  type ParkedEntry,
  type ParkedTarget,
  type PushReads,
  type PushState,
  type PushWrites,
  type Rosters,
  type StoredMark,
  type StoredVerdict,
} from '#server/sync/log-store.ts';
import {
  copyGroup,
  emptyGroup,
  type GroupState,
  headOf,
  laneName,
  MemoryLogView,
} from './memory-log-view.ts';
import { MemoryPastTransaction } from './memory-past.ts';
import { MemoryPlanTransaction } from './memory-plans.ts';
import { rowName } from './row-name.ts';

export type LogPoint = 'begin' | 'lock' | 'load' | 'append' | 'read' | 'view' | 'raise-marks' | 'committed';
export type CommitFate = 'commit' | 'roll-back' | 'commit-unknown' | 'roll-back-unknown';

export interface LogPace {
  /** Awaited at each point; reject with LogStoreError to fail there (after `committed` nothing fails any more). */
  step(point: LogPoint): Promise<void>;
  /** Awaited at COMMIT. */
  commit(): Promise<CommitFate>;
  /** Calls once after `ms`; returns what cancels it. For the lock timeout. */
  after(ms: number, run: () => void): () => void;
}

export interface MemoryLogOptions {
  readonly lockTimeoutMs?: number;
  /** Sees each commit, before the transaction's caller does. */
  readonly onCommit?: (writes: readonly PushWrites[]) => void;
}

/** What a process that is gone would have been told. */
const never = (): Promise<never> => new Promise(() => {});

/** All that is durable, as of one commit. Never changed in place. */
export interface LogImage {
  readonly epoch: Epoch;
  readonly groups: ReadonlyMap<string, GroupState>;
}

export class MemoryLogDatabase {
  #image: LogImage;
  readonly #marks = new Map<string, StoredMark>();
  readonly #locks = new Map<string, { owner: object; queue: { owner: object; start: () => void }[] }>();
  readonly #options: MemoryLogOptions;

  constructor(epoch: Epoch, options: MemoryLogOptions = {}) {
    this.#image = { epoch, groups: new Map() };
    this.#options = options;
  }

  get image(): LogImage {
    return this.#image;
  }

  get lockTimeoutMs(): number {
    return this.#options.lockTimeoutMs ?? 5_000;
  }

  connect(pace?: LogPace): MemoryLogStore {
    return new MemoryLogStore(this, pace);
  }

  /** The server goes back in time: an older image under a new epoch. Marks belong to an epoch and go. */
  restore(image: LogImage, epoch: Epoch): void {
    this.#image = { epoch, groups: image.groups };
    this.#marks.clear();
  }

  // --- for the store ----------------------------------------------------------

  commit(groups: ReadonlyMap<string, GroupState>, writes: readonly PushWrites[]): void {
    const next = new Map(this.#image.groups);
    for (const [groupId, state] of groups) {
      // A group that was made and got nothing is as if it never was.
      if (state.head > 0) next.set(groupId, state);
    }
    this.#image = { epoch: this.#image.epoch, groups: next };
    this.#options.onCommit?.(writes);
  }

  raise(mark: StoredMark): void {
    const head = this.#image.groups.get(mark.groupId)?.head ?? 0;
    const name = `${mark.groupId} ${mark.memberId}`;
    const before = this.#marks.get(name);
    this.#marks.set(name, {
      ...mark,
      delivered: Math.max(before?.delivered ?? 0, Math.min(mark.delivered, head)),
      read: Math.max(before?.read ?? 0, Math.min(mark.read, head)),
    });
  }

  listMarks(groupIds: readonly string[]): StoredMark[] {
    return [...this.#marks.values()].filter((mark) => groupIds.includes(mark.groupId));
  }

  /** Calls `start` when `owner` holds the group's lock: at once when it is free. */
  lock(groupId: string, owner: object, start: () => void): void {
    const held = this.#locks.get(groupId);
    if (held === undefined) {
      this.#locks.set(groupId, { owner, queue: [] });
      start();
    } else if (held.owner === owner) start();
    else held.queue.push({ owner, start });
  }

  /** Everything `owner` holds or waits for. */
  unlockAll(owner: object): void {
    for (const [groupId, held] of [...this.#locks]) {
      held.queue = held.queue.filter((waiting) => waiting.owner !== owner);
      if (held.owner !== owner) continue;
      const next = held.queue.shift();
      if (next === undefined) this.#locks.delete(groupId);
      else {
        held.owner = next.owner;
        next.start();
      }
    }
  }
}

export class MemoryLogStore implements LogStore {
  readonly #database: MemoryLogDatabase;
  readonly #pace: LogPace | undefined;
  readonly #open = new Set<MemoryLogTransaction>();
  #dropped = false;

  constructor(database: MemoryLogDatabase, pace: LogPace | undefined) {
    this.#database = database;
    this.#pace = pace;
  }

  /** The process that held this connection is gone. */
  drop(): void {
    this.#dropped = true;
    for (const transaction of this.#open) transaction.end();
    this.#open.clear();
  }

  async transact<R>(run: (tx: LogTransaction) => Promise<R>): Promise<R> {
    await this.#step('begin');
    if (this.#dropped) await never();
    const transaction = new MemoryLogTransaction(this.#database, this.#pace);
    this.#open.add(transaction);
    let result: R;
    try {
      result = await run(transaction);
      await this.#commit(transaction);
    } finally {
      this.#open.delete(transaction);
      transaction.end();
    }
    await this.#step('committed');
    return result;
  }

  async read<R>(run: (view: LogView) => Promise<R>): Promise<R> {
    await this.#step('read');
    const marks = (groupIds: readonly string[]): StoredMark[] => this.#database.listMarks(groupIds);
    const pause = (): Promise<void> => this.#step('view');
    return run(new MemoryLogView(this.#database.image, marks, pause));
  }

  async raiseMarks(marks: readonly StoredMark[]): Promise<void> {
    await this.#step('raise-marks');
    for (const mark of marks) this.#database.raise(mark);
  }

  async #commit(transaction: MemoryLogTransaction): Promise<void> {
    const fate = (await this.#pace?.commit()) ?? 'commit';
    if (this.#dropped) await never();
    if (fate === 'roll-back') throw new LogStoreError('unavailable');
    if (fate !== 'roll-back-unknown') transaction.commit();
    if (fate !== 'commit') throw new LogStoreError('outcome-unknown');
  }

  async #step(point: LogPoint): Promise<void> {
    await this.#pace?.step(point);
  }
}

class MemoryLogTransaction implements LogTransaction {
  readonly epoch: Epoch;
  readonly past: MemoryPastTransaction;
  readonly plans: MemoryPlanTransaction;
  readonly #database: MemoryLogDatabase;
  readonly #pace: LogPace | undefined;
  /** The locked groups as this transaction sees them. */
  readonly #groups = new Map<string, GroupState>();
  readonly #writes: PushWrites[] = [];
  #ended = false;

  constructor(database: MemoryLogDatabase, pace: LogPace | undefined) {
    this.#database = database;
    this.#pace = pace;
    this.epoch = database.image.epoch;
    this.past = new MemoryPastTransaction(
      (groupId) => this.#see(groupId),
      (groupId) => this.#change(groupId),
    );
    this.plans = new MemoryPlanTransaction(
      (groupId) => this.#see(groupId),
      (groupId) => this.#change(groupId),
    );
  }

  async lockHeads(groupIds: readonly string[], create: ReadonlySet<string>): Promise<GroupHead[]> {
    await this.#pace?.step('lock');
    const heads: GroupHead[] = [];
    for (const groupId of [...new Set(groupIds)].sort()) {
      const isThere = (): boolean => this.#database.image.groups.has(groupId) || create.has(groupId);
      if (!isThere()) continue;
      await this.#lock(groupId);
      // Who waited for somebody's insert that was rolled back finds nothing, unless it makes the group itself.
      if (!isThere()) continue;
      const group = this.#groups.get(groupId) ?? this.#load(groupId);
      const { folded } = group.past;
      heads.push({ ...headOf(groupId, group), ...(folded > 0 && { folded }) });
    }
    return heads;
  }

  async loadForPush(reads: PushReads): Promise<PushState> {
    await this.#pace?.step('load');
    const verdicts = reads.opIds.flatMap(({ groupId, opId }) => this.#see(groupId).decided.get(opId) ?? []);
    const lastSeqs = reads.lanes.map(
      (lane) => this.#see(lane.groupId).lanes.get(laneName(lane))?.at(-1)?.seq ?? 0,
    );
    const rows = reads.rows.flatMap((key) => this.#see(key.groupId).rows.get(rowName(key)) ?? []);
    const access = reads.members.flatMap(
      ({ groupId, memberId }) => this.#see(groupId).access.get(memberId) ?? [],
    );
    return { verdicts, lastSeqs, rows, access };
  }

  async loadRosters(groupIds: readonly string[]): Promise<Rosters> {
    await this.#pace?.step('load');
    const groups = groupIds.map((groupId) => this.#see(groupId));
    return {
      rows: groups.flatMap(({ rows }) => [...rows.values()].filter(({ table }) => table === 'members')),
      access: groups.flatMap(({ access }) => [...access.values()]),
    };
  }

  async loadEntries(places: readonly LogPlace[]): Promise<LogEntry[]> {
    await this.#pace?.step('load');
    return places.flatMap(({ groupId, version }) => this.#see(groupId).entries[version - 1] ?? []);
  }

  async listParkedFor(targets: readonly ParkedTarget[]): Promise<ParkedEntry[]> {
    await this.#pace?.step('load');
    return targets.flatMap((target) =>
      this.#see(target.groupId).parked.filter(({ targetId }) => targetId === target.targetId),
    );
  }

  async append(writes: PushWrites): Promise<void> {
    await this.#pace?.step('append');
    const drafts = new Map<string, GroupState>();
    const draft = (groupId: string): GroupState => {
      const present = drafts.get(groupId) ?? copyGroup(this.#mustLocked(groupId));
      drafts.set(groupId, present);
      return present;
    };
    for (const entry of writes.entries) appendEntry(draft(entry.op.groupId), entry);
    for (const verdict of writes.verdicts) addVerdict(draft(verdict.groupId), verdict);
    for (const change of writes.rows) draft(change.row.groupId).rows.set(rowName(keyOf(change)), change);
    for (const access of writes.access) draft(access.groupId).access.set(access.memberId, access);
    for (const { groupId, head, chain, parkedBytes } of writes.heads) {
      Object.assign(draft(groupId), { head, chain, parkedBytes });
    }
    for (const entry of writes.parked) draft(entry.op.groupId).parked.push(entry);
    for (const { groupId, version, salt, body } of writes.erased ?? []) {
      const { entries } = draft(groupId);
      const entry = entries[version - 1];
      if (!entry) continue;
      const { isCleared: _, ...kept } = entry;
      entries[version - 1] = { ...kept, op: { ...entry.op, salt, body } };
    }
    for (const { groupId, version } of writes.unparked) removeParked(draft(groupId), version);
    for (const [groupId, state] of drafts) {
      if (state.head !== state.entries.length) throw new BugError('the head is not the last version');
      this.#groups.set(groupId, state);
    }
    this.#writes.push(writes);
  }

  commit(): void {
    this.#database.commit(this.#groups, this.#writes);
  }

  /**
   * Its locks go. A crash hands a lock on to whoever waits: a transaction of the next process that crashes in the same
   * moment is told that it has it, and would go on to its next group with nobody left to let that one go.
   */
  end(): void {
    this.#ended = true;
    this.#database.unlockAll(this);
  }

  #lock(groupId: string): Promise<void> {
    if (this.#ended) return never();
    return new Promise((resolve, reject) => {
      const expire = (): void => {
        this.#database.unlockAll(this);
        reject(new LogStoreError('unavailable'));
      };
      const cancel = this.#pace?.after(this.#database.lockTimeoutMs, expire);
      this.#database.lock(groupId, this, () => {
        cancel?.();
        resolve();
      });
    });
  }

  #load(groupId: string): GroupState {
    const state = this.#database.image.groups.get(groupId) ?? emptyGroup(chainStart(groupId));
    this.#groups.set(groupId, state);
    return state;
  }

  #see(groupId: string): GroupState {
    return this.#groups.get(groupId) ?? this.#database.image.groups.get(groupId) ?? emptyGroup('');
  }

  #change(groupId: string): GroupState {
    const draft = copyGroup(this.#mustLocked(groupId));
    this.#groups.set(groupId, draft);
    return draft;
  }

  #mustLocked(groupId: string): GroupState {
    const state = this.#groups.get(groupId);
    if (state === undefined) throw new Error('writes to a group whose head is not locked');
    return state;
  }
}

const keyOf = (change: RowChange): GroupRowKey => ({
  groupId: change.row.groupId,
  table: change.table as TableName,
  id: change.row.id,
});

/** The log's primary key is (groupId, version); that it is gapless is the handlers' promise, so a gap is a bug. */
function appendEntry(group: GroupState, entry: LogEntry): void {
  if (entry.version <= group.entries.length) throw new LogStoreError('refused');
  if (entry.version > group.entries.length + 1) throw new BugError(`a gap before version ${entry.version}`);
  group.entries.push(entry);
}

function removeParked(group: GroupState, version: number): void {
  const at = group.parked.findIndex((entry) => entry.version === version);
  if (at < 0) throw new BugError(`nothing is parked at version ${version}`);
  group.parked.splice(at, 1);
}

/** Unique: (groupId, deviceId, seq), and (groupId, opId) among those that decided. */
function addVerdict(group: GroupState, verdict: StoredVerdict): void {
  const lane = group.lanes.get(laneName(verdict)) ?? [];
  const isTaken = lane.some((present) => present.seq === verdict.seq);
  if (isTaken || (verdict.first && group.decided.has(verdict.opId))) throw new LogStoreError('refused');
  group.lanes.set(
    laneName(verdict),
    [...lane, verdict].sort((a, b) => a.seq - b.seq),
  );
  if (verdict.first) group.decided.set(verdict.opId, verdict);
}
