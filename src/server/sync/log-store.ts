/**
 * The server's memory as the handlers see it: one op log per group, what follows from it, and transactions.
 *
 *   heads     groupId → head, chain                       the row that is locked; 0 and absent mean: no such group
 *   log       (groupId, version) → op, hash, chain        gapless from 1
 *   verdicts  (groupId, deviceId, seq) → opId, verdict    one per lane number; for ever. `first` marks the one
 *                                                         that decided the op: (groupId, opId) is unique there
 *   access    (groupId, memberId) → account, role         who may read, kept in step with the members' rows
 *   rows      (groupId, table, id) → row                  the fold of the log
 *   parked    (groupId, version) → targetId               ops of the log that wait for their message (a healing server)
 *   marks     (groupId, memberId) → delivered, read       registers, not in the log
 *   past      what rows were at points of the log         see `past-store.ts`
 *   plans     texts of plans, compacted                   see `plan-text-store.ts`
 *
 * Implementations: `db/sql-log-store.ts` (PGlite, PostgreSQL), the simulation's memory. One contract suite runs on
 * all of them: `tests/contract/server-log-store.ts`.
 *
 * Isolation. `transact` is serialised per group by `lockHeads`; everything read after it about those groups is
 * what the last committed transaction left. `read` sees one instant of committed state, however many calls.
 * Every method may be suspended for a while; others run meanwhile.
 */
import type { Op } from '#domain/op.ts';
import type { MemberRow, MessageRow, PagedChange, Role, RowChange, RowKey, TableName } from '#domain/rows.ts';
import type { Verdict } from '#protocol/push.ts';
import type { PastTransaction, PastView } from './past-store.ts';
import type { PlanTransaction, PlanView } from './plan-text-store.ts';

export interface Epoch {
  readonly epoch: string;
  /** Epoch ms until which lost history is being brought back by devices; null in a first epoch. */
  readonly healingUntil: number | null;
}

export interface GroupHead {
  readonly groupId: string;
  readonly head: number;
  readonly chain: string;
  /** What its parked ops weigh together; 0 nearly always, and then nobody looks for them. */
  readonly parkedBytes: number;
  /** See `past-store.ts`: the one told with the lock, the other by a view; absent while it is 0. */
  readonly folded?: number;
  readonly cleared?: number;
}

/** An op that was committed while its message was still on its way home. */
export interface ParkedEntry {
  readonly version: number;
  /** The message it waits for. */
  readonly targetId: string;
  readonly op: Op;
  readonly bytes: number;
}

export interface LogEntry {
  readonly version: number;
  readonly op: Op;
  readonly hash: string;
  /** The chain's value at this version. */
  readonly chain: string;
  /** Old: the log has its words no more, and nobody erased them. */
  readonly isCleared?: true;
}

export interface LaneKey {
  readonly groupId: string;
  readonly deviceId: string;
}

export interface StoredVerdict extends LaneKey {
  readonly seq: number;
  readonly opId: string;
  readonly hash: string;
  readonly verdict: Verdict;
  /** Decided here; false when the number was used up by an op decided under another number. */
  readonly first: boolean;
}

export interface Access {
  readonly groupId: string;
  readonly memberId: string;
  readonly accountId: string;
  readonly role: Role;
  readonly active: boolean;
  /** The version that last changed it: an inactive member hears this one and nothing after. */
  readonly version: number;
}

export interface StoredMark {
  readonly groupId: string;
  readonly memberId: string;
  readonly delivered: number;
  readonly read: number;
}

export interface GroupRowKey extends RowKey {
  readonly groupId: string;
}

/** What one commit of several pushes reads, in bulk. */
export interface PushReads {
  readonly opIds: readonly { readonly groupId: string; readonly opId: string }[];
  readonly lanes: readonly LaneKey[];
  readonly rows: readonly GroupRowKey[];
  readonly members: readonly { readonly groupId: string; readonly memberId: string }[];
}

export interface ParkedTarget {
  readonly groupId: string;
  readonly targetId: string;
}

export interface PushState {
  /** The deciding verdicts of those opIds that have one. */
  readonly verdicts: readonly StoredVerdict[];
  /** Last used number per lane, in the order asked; 0 when none. */
  readonly lastSeqs: readonly number[];
  readonly rows: readonly RowChange[];
  readonly access: readonly Access[];
}

/** All members of some groups, and the accounts that may read as them. */
export interface Rosters {
  readonly rows: readonly RowChange[];
  readonly access: readonly Access[];
}

/** An op of the log without its words; see `domain/erased-body.ts`. */
export interface ErasedEntry extends Pick<Op, 'groupId' | 'salt' | 'body'> {
  readonly version: number;
}

/** One place in a log. */
export interface LogPlace {
  readonly groupId: string;
  readonly version: number;
}

/** What one commit writes, in bulk. Heads were locked before. */
export interface PushWrites {
  readonly heads: readonly GroupHead[];
  /** In version order per group. */
  readonly entries: readonly LogEntry[];
  readonly verdicts: readonly StoredVerdict[];
  readonly rows: readonly RowChange[];
  readonly access: readonly Access[];
  /** In version order per group. */
  readonly parked: readonly ParkedEntry[];
  /** Words that go out of the log: what stands in the place of salt and body. Hash, chain and verdict stay. */
  readonly erased?: readonly ErasedEntry[];
  /** Their message came: they wait no longer. */
  readonly unparked: readonly { readonly groupId: string; readonly version: number }[];
}

export interface LogTransaction {
  readonly epoch: Epoch;
  /**
   * Locks these groups' heads, in id order, and returns those that exist (head > 0 or just made).
   * Ids in `create` that are absent are made with head 0; a rollback takes them away again.
   */
  lockHeads(groupIds: readonly string[], create: ReadonlySet<string>): Promise<GroupHead[]>;
  loadForPush(reads: PushReads): Promise<PushState>;
  /** For the few ops that are judged by who else is in the group. */
  loadRosters(groupIds: readonly string[]): Promise<Rosters>;
  /** Those of the log at these versions, in no order: the few whose words go out with this commit. */
  loadEntries(places: readonly LogPlace[]): Promise<LogEntry[]>;
  /** Parked ops that wait for one of these messages, ascending by version. */
  listParkedFor(targets: readonly ParkedTarget[]): Promise<ParkedEntry[]>;
  append(writes: PushWrites): Promise<void>;
  readonly past: PastTransaction;
  readonly plans: PlanTransaction;
}

/** One instant of committed state. */
export interface LogView {
  readonly epoch: Epoch;
  getHeads(groupIds: readonly string[]): Promise<GroupHead[]>;
  /** All access rows of these accounts, active or not. */
  listAccessOf(accountIds: readonly string[]): Promise<Access[]>;
  listAccessIn(groupIds: readonly string[]): Promise<Access[]>;
  /** The chain at each point, in the order asked; undefined where the log has no such version. */
  listChains(
    points: readonly { readonly groupId: string; readonly version: number }[],
  ): Promise<(string | undefined)[]>;
  /** Last used number per lane, in the order asked; 0 when none. */
  listLastSeqs(lanes: readonly LaneKey[]): Promise<number[]>;
  /** Verdicts of each lane from number `from` on, by group and ascending number. */
  listSettled(lanes: readonly (LaneKey & { readonly from: number })[]): Promise<StoredVerdict[]>;
  /** The log after `after`, ascending, up to `maxOps` and about `maxBytes`; at least one entry if there is any. */
  listLog(
    groupId: string,
    after: number,
    limits: { readonly maxOps: number; readonly maxBytes: number },
  ): Promise<LogEntry[]>;
  /** All of a group, ascending by version. */
  listParked(groupId: string): Promise<ParkedEntry[]>;
  listMembers(groupId: string): Promise<MemberRow[]>;
  getRow(key: GroupRowKey): Promise<RowChange | undefined>;
  countRows(groupId: string, table: TableName): Promise<number>;
  /** Messages made at versions below `olderThan`, descending by version. */
  listMessagesBefore(groupId: string, olderThan: number, maxRows: number): Promise<MessageRow[]>;
  /** Messages made at versions `from` to `to`, both included, ascending by version. */
  listMessagesIn(groupId: string, from: number, to: number): Promise<MessageRow[]>;
  /** Rows of the ledger and of plans made at versions below `olderThan`, descending by version. */
  listLedgerBefore(groupId: string, olderThan: number, maxRows: number): Promise<PagedChange[]>;
  /** Rows of the ledger and of plans made at versions `from` to `to`, both included, ascending by version. */
  listLedgerIn(groupId: string, from: number, to: number): Promise<PagedChange[]>;
  listMarks(groupIds: readonly string[]): Promise<StoredMark[]>;
  readonly past: PastView;
  readonly plans: PlanView;
}

export interface LogStore {
  /**
   * Resolves after COMMIT with what `run` returned; when `run` throws, nothing was written and its error comes
   * out. Else rejects with LogStoreError. May not run `run` again by itself.
   */
  transact<R>(run: (tx: LogTransaction) => Promise<R>): Promise<R>;
  /** Rejects with LogStoreError of kind `unavailable`. */
  read<R>(run: (view: LogView) => Promise<R>): Promise<R>;
  /** Raises marks to the greater of old and new, clamped to the group's head, within the present epoch. */
  raiseMarks(marks: readonly StoredMark[]): Promise<void>;
}

export type LogStoreErrorKind =
  /** Nothing was written; passing: database away, lock timeout, deadlock, disk full. Try later. */
  | 'unavailable'
  /** COMMIT was sent and no answer came: it may be written or not. Nobody may be told anything. */
  | 'outcome-unknown'
  /** Nothing was written, and the same again would fail the same way: some row is the culprit. */
  | 'refused';

export class LogStoreError extends Error {
  override readonly name = 'LogStoreError';
  readonly kind: LogStoreErrorKind;
  constructor(kind: LogStoreErrorKind, options?: { cause?: unknown }) {
    super(`log store: ${kind}`, options);
    this.kind = kind;
  }
}
