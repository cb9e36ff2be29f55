/** A push as it waits for its commit: ops hashed and measured once, on arrival. */
import { listReads, readsRoster } from '#domain/apply-op.ts';
import type { Op } from '#domain/op.ts';
import { measureOp } from '#protocol/canonical.ts';
import { fromWireOp } from '#protocol/fields.ts';
import type { Push } from '#protocol/push.ts';
import type { GroupRowKey, ParkedEntry, PushReads, PushState, Rosters } from './log-store.ts';
import { opensGroup } from './membership-rules.ts';
import type { Connection, Session } from './session.ts';

export interface PreparedOp {
  readonly op: Op;
  readonly hash: string;
  readonly bytes: number;
}

export interface PushBatch {
  readonly session: Session;
  readonly push: Push;
  readonly ops: readonly PreparedOp[];
  /** The socket it came by; undefined by HTTP. */
  readonly connection: Connection | undefined;
}

export function prepareBatch(session: Session, push: Push, connection: Connection | undefined): PushBatch {
  const ops = push.ops.map((wireOp) => {
    const op = fromWireOp(push.groupId, wireOp);
    return { op, ...measureOp(op) };
  });
  return { session, push, ops, connection };
}

/** The same batch with only its op at `index`. */
export function onlyOp(batch: PushBatch, index: number): PushBatch {
  const push = {
    ...batch.push,
    firstSeq: batch.push.firstSeq + index,
    ops: batch.push.ops.slice(index, index + 1),
  };
  return { ...batch, push, ops: batch.ops.slice(index, index + 1) };
}

/** What to load to decide all these batches, each thing once. */
export function listPushReads(batches: readonly PushBatch[]): PushReads {
  const opIds = new Map<string, { groupId: string; opId: string }>();
  const lanes = new Map<string, { groupId: string; deviceId: string }>();
  const rows = new Map<string, GroupRowKey>();
  const members = new Map<string, { groupId: string; memberId: string }>();
  for (const { push, ops } of batches) {
    const { groupId, deviceId } = push;
    lanes.set(`${groupId} ${deviceId}`, { groupId, deviceId });
    for (const { op } of ops) {
      opIds.set(`${groupId} ${op.opId}`, { groupId, opId: op.opId });
      members.set(`${groupId} ${op.actorId}`, { groupId, memberId: op.actorId });
      for (const { table, id } of listReads(op)) {
        rows.set(`${groupId} ${table} ${id}`, { groupId, table, id });
        // What changes a member's row may change what their account may read.
        if (table === 'members') members.set(`${groupId} ${id}`, { groupId, memberId: id });
      }
    }
  }
  return {
    opIds: [...opIds.values()],
    lanes: [...lanes.values()],
    rows: [...rows.values()],
    members: [...members.values()],
  };
}

/** Groups some of whose ops here are judged by who else is in them. */
export function listRosters(batches: readonly PushBatch[], parked: readonly ParkedEntry[]): string[] {
  const asking = [...batches.flatMap(({ ops }) => ops.map(({ op }) => op)), ...parked.map(({ op }) => op)];
  return [...new Set(asking.filter(readsRoster).map(({ groupId }) => groupId))];
}

export function withRoster(state: PushState, { rows, access }: Rosters): PushState {
  return { ...state, rows: [...state.rows, ...rows], access: [...state.access, ...access] };
}

/** Besides, the rows that parked ops look at when their message comes. */
export function withReadsOf(parked: readonly ParkedEntry[], reads: PushReads): PushReads {
  if (parked.length === 0) return reads;
  const rows = new Map(reads.rows.map((key) => [`${key.groupId} ${key.table} ${key.id}`, key]));
  for (const { op } of parked) {
    for (const { table, id } of listReads(op))
      rows.set(`${op.groupId} ${table} ${id}`, { groupId: op.groupId, table, id });
  }
  return { ...reads, rows: [...rows.values()] };
}

export function listGroups(batches: readonly PushBatch[]): { all: string[]; opened: Set<string> } {
  const opened = batches.filter(({ ops }) => ops.some(({ op }) => opensGroup(op)));
  return {
    all: [...new Set(batches.map(({ push }) => push.groupId))],
    opened: new Set(opened.map(({ push }) => push.groupId)),
  };
}
