/**
 * One commit in the making: pushes decided one after another, in memory, over what was loaded for all of them.
 *
 *   heads, verdicts, lanes, rows, access  ──decide(batch)──→  verdicts (and a stop) per batch
 *                                         ──writes()──────→  what to append, in bulk
 *
 * Pure but for its own state: no I/O, no clock. A batch sees what the batches before it did, as if each had
 * been committed alone, in that order.
 *
 * Per op, in this order (sync.md, Push): epoch · known opId · lane number · account · membership · rules.
 */
import { applyOp, applyParked, judgeOp, lacksGround, listMade, listMissing } from '#domain/apply-op.ts';
import { must } from '#domain/assert.ts';
import type { Op } from '#domain/op.ts';
import type { RejectionKind } from '#domain/op-definition.ts';
import { getDefinition, makesMembership } from '#domain/op-types.ts';
import { type RowChange, RowDraft, type RowView } from '#domain/rows.ts';
import { chainFromHash } from '#protocol/canonical.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { Stop, Verdict } from '#protocol/push.ts';
import { listForgottenKeys } from './forgotten-keys.ts';
import { type KnownOutside, NOTHING_OUTSIDE } from './known-outside.ts';
import type {
  Access,
  Epoch,
  GroupHead,
  LogEntry,
  LogPlace,
  ParkedEntry,
  PushState,
  PushWrites,
  StoredVerdict,
} from './log-store.ts';
import { isHeldForApproval, isShutOut, judgeEntry, opensGroup } from './membership-rules.ts';
import { PARKED_MAX_BYTES, ParkedOps } from './parked-ops.ts';
import type { PreparedOp, PushBatch } from './push-batch.ts';

export interface BatchOutcome {
  readonly verdicts: readonly Verdict[];
  readonly stop: Stop | undefined;
  readonly head: number;
  /** Ops that entered the log now (not known ones), ascending. */
  readonly entries: readonly LogEntry[];
  readonly access: readonly Access[];
}

export interface DraftContext {
  readonly epoch: Epoch;
  /** Epoch ms. */
  readonly now: number;
  /** opIds that no commit would take: rejected as `unprocessable`. */
  readonly condemned: ReadonlySet<string>;
  /** Lanes lately found to be two devices': what was pipelined behind the fork waits for its new number (I10). */
  readonly forkedLanes: Set<string>;
  /** Absent: what is committed comes from there. */
  readonly outside?: KnownOutside;
  /** Said by the removal ledger: judged when it was first committed, by a history that is lost here. */
  readonly isRemembered?: true;
}

export class PushDraft {
  readonly #context: DraftContext;
  readonly #outside: KnownOutside;
  readonly #heads = new Map<string, GroupHead>();
  readonly #verdicts = new Map<string, StoredVerdict>();
  readonly #lastSeqs = new Map<string, number>();
  readonly #rows = new Map<string, RowDraft>();
  readonly #access = new Map<string, Access>();
  readonly #newEntries: LogEntry[] = [];
  readonly #newVerdicts: StoredVerdict[] = [];
  readonly #changedAccess = new Map<string, Access>();
  readonly #changedHeads = new Set<string>();
  readonly #forgotten: LogPlace[] = [];
  readonly #parked: ParkedOps;

  constructor(
    context: DraftContext,
    heads: readonly GroupHead[],
    lanes: readonly { readonly groupId: string; readonly deviceId: string }[],
    state: PushState,
    parked: readonly ParkedEntry[],
  ) {
    this.#parked = new ParkedOps(parked);
    this.#context = context;
    this.#outside = context.outside ?? NOTHING_OUTSIDE;
    for (const head of heads) this.#heads.set(head.groupId, head);
    for (const verdict of state.verdicts) this.#verdicts.set(key(verdict.groupId, verdict.opId), verdict);
    lanes.forEach((lane, i) => {
      this.#lastSeqs.set(
        key(lane.groupId, lane.deviceId),
        must(state.lastSeqs[i], 'a lane that was asked for'),
      );
    });
    for (const { table, row } of state.rows) this.#rowsOf(row.groupId).load(table, row);
    for (const access of state.access) this.#access.set(key(access.groupId, access.memberId), access);
  }

  /** Where the log has keys that no row has any more, from this commit on. */
  forgotten(): readonly LogPlace[] {
    return this.#forgotten;
  }

  /** Rows that points of the log still show and that stand no more, as they were before this commit. */
  passed(): readonly RowChange[] {
    return [...this.#rows].flatMap(([groupId, rows]) => {
      const folded = this.#heads.get(groupId)?.folded ?? 0;
      if (folded === 0) return [];
      return rows.changed().flatMap(({ table, row: { id } }) => {
        const row = rows.getLoaded(table, id);
        return row && row.rowVersion <= folded ? [{ table, row } as RowChange] : [];
      });
    });
  }

  decide(batch: PushBatch): BatchOutcome {
    const { groupId, epoch, firstSeq } = batch.push;
    const verdicts: Verdict[] = [];
    const firstEntry = this.#newEntries.length;
    const access: Access[] = [];
    let stop: Stop | undefined;
    if (epoch !== this.#context.epoch.epoch) stop = { wait: 'epoch' };
    else if (this.#context.forkedLanes.has(laneOf(batch))) stop = { fork: true };
    else {
      for (const [i, prepared] of batch.ops.entries()) {
        const decided = this.#decideOp(batch, prepared, firstSeq + i, access);
        if (typeof decided === 'object') {
          stop = decided;
          if ('fork' in stop) this.#context.forkedLanes.add(laneOf(batch));
          break;
        }
        verdicts.push(decided);
      }
    }
    const head = this.#heads.get(groupId)?.head ?? 0;
    return { verdicts, stop, head, entries: this.#newEntries.slice(firstEntry), access };
  }

  writes(): PushWrites {
    const changes: RowChange[] = [];
    for (const rows of this.#rows.values()) changes.push(...rows.changed());
    return {
      heads: [...this.#changedHeads].map((groupId) => must(this.#heads.get(groupId), 'a changed head')),
      entries: this.#newEntries,
      verdicts: this.#newVerdicts,
      rows: changes,
      access: [...this.#changedAccess.values()],
      ...this.#parked.writes(),
    };
  }

  #decideOp(batch: PushBatch, prepared: PreparedOp, seq: number, access: Access[]): Verdict | Stop {
    const { op, hash } = prepared;
    const lastSeq = this.#lastSeqs.get(laneOf(batch)) ?? 0;

    const known = this.#verdicts.get(key(op.groupId, op.opId));
    if (known) {
      if (seq > lastSeq + 1) return { expected: lastSeq + 1 };
      const verdict = known.hash === hash ? known.verdict : 'op-id-reused';
      if (seq === lastSeq + 1) this.#consume(batch, prepared, seq, verdict, false);
      return verdict;
    }
    if (seq <= lastSeq) return { fork: true };
    if (seq > lastSeq + 1) return { expected: lastSeq + 1 };

    const decided = this.#admit(batch, prepared, access);
    if (typeof decided === 'object') return decided;
    this.#consume(batch, prepared, seq, decided, true);
    return decided;
  }

  /** A new op with the right number: into the log, or a reason. */
  #admit(batch: PushBatch, { op, hash, bytes }: PreparedOp, accessChanges: Access[]): Verdict | Stop {
    const head = this.#heads.get(op.groupId);
    const rows = this.#rowsOf(op.groupId);
    const { accountId } = batch.session;
    if (!getDefinition(op)) return { wait: 'unsupported' };
    if (!head || (head.head === 0 && !opensGroup(op))) return { wait: 'unknown-group' };
    if (this.#context.condemned.has(op.opId)) return 'unprocessable';
    if (bytes > LIMITS.opMaxBytes) return 'too-large';

    const version = head.head + 1;
    const refusal = this.#context.isRemembered ? undefined : this.#refuse(batch, op, rows, version);
    if (refusal) return refusal;

    let { parkedBytes } = head;
    const applied = applyOp(rows, op, version);
    if (applied.outcome === 'waiting') {
      parkedBytes += bytes;
      if (parkedBytes > PARKED_MAX_BYTES) return { wait: 'healing' };
      this.#parked.add({ version, targetId: must(applied.needs.at(-1), 'what it waits for').id, op, bytes });
    }
    const changes = applied.outcome === 'unknown' ? [] : [...applied.changes];
    this.#forgotten.push(...listForgottenKeys(rows, changes));
    rows.apply(changes);
    for (const targetId of listMade(changes, version)) {
      for (const late of this.#parked.take(op.groupId, targetId)) {
        const lateChanges = applyParked(rows, late.op, version);
        rows.apply(lateChanges);
        changes.push(...lateChanges);
        parkedBytes -= late.bytes;
      }
    }
    for (const access of this.#accessAfter(changes, accountId, op.actorId, version)) {
      accessChanges.push(access);
    }
    const chain = chainFromHash(head.chain, hash);
    this.#heads.set(op.groupId, { ...head, head: version, chain, parkedBytes });
    this.#changedHeads.add(op.groupId);
    this.#newEntries.push({ version, op, hash, chain });
    return version;
  }

  #judgeEntry(batch: PushBatch, op: Op, rows: RowView): 'open' | RejectionKind | Stop {
    // A join that a restored server lost comes home when its link may have ended: it counts as of when it was made.
    const at = this.#isHealing() ? Math.min(this.#context.now, op.at) : this.#context.now;
    const entry = judgeEntry(op, batch.push.proofs?.[op.opId], rows, at, this.#outside);
    if (entry !== 'unknown') return entry;
    // The link itself may still be on its maker's device.
    const mayComeHome = this.#isHealing() && op.body.inviteId !== undefined;
    return mayComeHome ? { wait: 'healing' } : 'bad-invite';
  }

  /** Whose op it is, by which way it came in, and whether the group's rules allow it. */
  #refuse(batch: PushBatch, op: Op, rows: RowDraft, version: number): RejectionKind | Stop | undefined {
    const { accountId } = batch.session;
    const bound = this.#access.get(key(op.groupId, op.actorId));
    if (bound && bound.accountId !== accountId) return { wait: 'auth' };
    // A lane brings the join first: one that has used numbers here and is nobody was not let in again. One that brings it
    // later was nobody before it (its first join went bad on the disk), and no other device helps.
    const joinsLater = batch.ops.some(
      (other) => other.op.actorId === op.actorId && makesMembership(other.op),
    );
    const mayComeIn = (this.#lastSeqs.get(laneOf(batch)) ?? 0) === 0 && !joinsLater;
    if (!bound && !makesMembership(op) && mayComeIn && this.#isHealing()) return { wait: 'healing' };
    const at = batch.ops.findIndex((prepared) => prepared.op === op);
    const later = batch.ops.slice(at + 1).map((prepared) => prepared.op);
    if (isHeldForApproval(op, later, rows)) return { wait: 'approval' };
    if (this.#isPutOutElsewhere(op, rows)) return 'shut-out';
    if (isShutOut(op, accountId, this.#access.values(), rows)) return 'shut-out';
    const entry = this.#judgeEntry(batch, op, rows);
    if (entry !== 'open') return entry;
    const rejection = judgeOp(rows, op, version);
    if (rejection !== 'unknown-target' || !this.#mayComeHome(op, rows)) return rejection;
    return lacksGround(rows, op) ? { wait: 'healing' } : undefined;
  }

  /** A join that comes home to a history which lost it, and lost the removal after it too. */
  #isPutOutElsewhere({ type, groupId, actorId }: Op, rows: RowView): boolean {
    if (type !== 'member.joined' || !this.#isHealing() || rows.get('members', actorId)) return false;
    return this.#outside.wasPutOut(groupId, actorId);
  }

  /** What it is about is not here, and may still come from its author's device. */
  #mayComeHome(op: Op, rows: RowView): boolean {
    return this.#isHealing() && listMissing(rows, op).length > 0;
  }

  /** What these changes of rows do to who may read: of each member the last state. */
  *#accessAfter(
    changes: readonly RowChange[],
    accountId: string,
    actorId: string,
    version: number,
  ): Generator<Access> {
    for (const { table, row } of changes) {
      if (table === 'groups' && row.deletedAt !== undefined) {
        for (const one of [...this.#access.values()]) {
          if (one.groupId === row.groupId && one.active) yield this.#note({ ...one, active: false, version });
        }
      }
      if (table !== 'members') continue;
      const { groupId, id: memberId, role } = row;
      const before = this.#access.get(key(groupId, memberId));
      const owner = before?.accountId ?? (memberId === actorId ? accountId : undefined);
      // A member nobody has claimed yet (added by others): no account reads for them.
      if (owner === undefined) continue;
      const active = row.status === 'active';
      // Who is out stays out as of when they went, whatever is said of them later.
      const isOut = row.status === 'left' || row.status === 'removed';
      if (before && !before.active && isOut) continue;
      yield this.#note({ groupId, memberId, accountId: owner, role, active, version });
    }
  }

  #note(access: Access): Access {
    const id = key(access.groupId, access.memberId);
    this.#access.set(id, access);
    this.#changedAccess.set(id, access);
    return access;
  }

  #consume(batch: PushBatch, { op, hash }: PreparedOp, seq: number, verdict: Verdict, first: boolean): void {
    const { groupId, deviceId } = batch.push;
    const stored: StoredVerdict = { groupId, deviceId, seq, opId: op.opId, hash, verdict, first };
    if (first) this.#verdicts.set(key(groupId, op.opId), stored);
    this.#newVerdicts.push(stored);
    this.#lastSeqs.set(laneOf(batch), seq);
  }

  #isHealing(): boolean {
    const { healingUntil } = this.#context.epoch;
    return healingUntil !== null && this.#context.now < healingUntil;
  }

  #rowsOf(groupId: string): RowDraft {
    let rows = this.#rows.get(groupId);
    if (!rows) {
      rows = new RowDraft();
      this.#rows.set(groupId, rows);
    }
    return rows;
  }
}

const key = (groupId: string, id: string): string => `${groupId} ${id}`;
const laneOf = ({ push }: PushBatch): string => key(push.groupId, push.deviceId);
