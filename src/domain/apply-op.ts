/**
 * The fold: rows + one op → rows. One pure function, run by the server, by every device and for what is pending.
 *
 *            ┌ judgeOp ─ may this enter the log?   server, before numbering ─→ a rejection kind, or nothing
 *   op ──────┤
 *            └ applyOp ─ what does it change?      everywhere, in log order  ─→ rows | waiting | unknown
 *
 * Invariants
 *   - applyOp never refuses a committed op: what the server let in takes effect on every device alike.
 *   - An op changes a row only above its rowVersion, so applying again (a page that already has it) is nothing.
 *   - An op whose target row is not here waits (I15); it is parked by the caller until its page arrives, or, in the log
 *     of a server that went back in time, until its target is committed after it (`applyParked`).
 *   - A type this build does not know is kept raw and changes nothing; after an update the group is folded again.
 */
import * as v from 'valibot';
import type { Attachment } from './attachments/attachment.ts';
import { blankBody, erasedHash } from './erased-body.ts';
import { noticeRow } from './groups/notice.ts';
import { actingRole } from './groups/roster.ts';
import type { Op } from './op.ts';
import type { OpContext, OpDefinition, RejectionKind } from './op-definition.ts';
import { getDefinition } from './op-types.ts';
import type { RowChange, RowKey, RowView } from './rows.ts';

export type Applied =
  | { readonly outcome: 'changed'; readonly changes: readonly RowChange[] }
  /** What it changes is not here; `needs` names the rows that are missing. Its line in the conversation stands all the same. */
  | {
      readonly outcome: 'waiting';
      readonly needs: readonly RowKey[];
      readonly changes: readonly RowChange[];
    }
  /** Type, version or body from a newer app. */
  | { readonly outcome: 'unknown' };

/** Rows to load before judging or applying: the group, the actor, and what the type itself names. */
export function listReads(op: Op): RowKey[] {
  const own: RowKey[] = [
    { table: 'groups', id: op.groupId },
    { table: 'members', id: op.actorId },
  ];
  const known = parse(op);
  return known ? [...own, ...known.definition.reads(known.body)] : own;
}

/** Whether judging `op` takes all members of its group to be loaded. */
export function readsRoster(op: Op): boolean {
  return getDefinition(op)?.readsRoster === true;
}

/** Messages and expenses of which `op` leaves no words anywhere. */
export function listForgotten(op: Op): readonly string[] {
  const known = parse(op);
  return known?.definition.forgets?.(known.body) ?? [];
}

/** Photos that `op` names; none when it is of a newer app. */
export function listAttachments(op: Op): readonly Attachment[] {
  // Asked of every op that is committed, and nearly none can have any.
  if (!getDefinition(op)?.attaches) return [];
  const known = parse(op);
  return known?.definition.attaches?.(known.body) ?? [];
}

/** The fields of bodies in which ops name photos. */
const ATTACHED = ['photos', 'receipts'] as const;

/** As it is without the photos for which `isLost`; one that goes without them anyway is left as it is. */
export function withoutAttachments(op: Op, isLost: (blobId: string) => boolean): Op {
  if (goesWithoutPhotos(op) || !listAttachments(op).some(({ blobId }) => isLost(blobId))) return op;
  const body = { ...op.body };
  let { v } = op;
  for (const field of ATTACHED) {
    const named = body[field];
    if (!Array.isArray(named)) continue;
    const left = named.filter((photo) => !isLost((photo as unknown as Attachment).blobId));
    if (left.length > 0) body[field] = left;
    else {
      delete body[field];
      v = getDefinition(op)?.bareV ?? v;
    }
  }
  return { ...op, v, body };
}

/** A photo that `op` names and that never comes does not keep it. */
export const goesWithoutPhotos = (op: Op): boolean => getDefinition(op)?.goesWithoutPhotos === true;

/** What `op` at `version` changes. Never throws on any well-formed op, whatever its body. */
export function applyOp(rows: RowView, op: Op, version: number): Applied {
  const known = parse(op);
  if (!known) return { outcome: 'unknown' };
  const context = contextOf(op, known.body, version);
  const folded = known.definition.fold(context, rows);
  const notice = known.definition.line?.(context);
  const line = notice ? [noticeRow(context, notice)] : [];
  const above = (changes: readonly RowChange[]) => changes.filter((change) => isAbove(rows, change));
  if (folded === 'missing-target') {
    return { outcome: 'waiting', needs: listMissing(rows, op), changes: above(line) };
  }
  return { outcome: 'changed', changes: above([...folded, ...line]) };
}

/** Of the rows `op` reads, those that are not here. */
export function listMissing(rows: RowView, op: Op): RowKey[] {
  return listReads(op).filter(({ table, id }) => rows.get(table, id) === undefined);
}

/** What `op` stands on is not here. */
export function lacksGround(rows: RowView, op: Op): boolean {
  const known = parse(op);
  const ground = known?.definition.standsOn?.(known.body);
  return ground !== undefined && rows.get(ground.table, ground.id) === undefined;
}

/** What `op` stands on has changed since its `version`: folded now, it would find what it did not find in the log. */
export function hasGroundMoved(rows: RowView, op: Op, version: number): boolean {
  const known = parse(op);
  const ground = known?.definition.standsOn?.(known.body);
  const row = ground && rows.get(ground.table, ground.id);
  return row !== undefined && row.rowVersion > version;
}

/** Messages, members and rows of the ledger and of plans that came into being at `version`: what parked ops wait for. */
export function listMade(changes: readonly RowChange[], version: number): string[] {
  return changes.flatMap(({ table, row }) => {
    if (row.version !== version || table === 'groups') return [];
    return table === 'messages' && row.kind === 'notice' ? [] : [row.id];
  });
}

/**
 * What an op that was committed before its target changes now that the op at `version` brought the target. Nobody could
 * judge it by its target when it came in, so that is done here, by everybody alike: refused, it changes nothing, ever.
 */
export function applyParked(rows: RowView, op: Op, version: number): readonly RowChange[] {
  const known = parse(op);
  if (!known) return [];
  const context = contextOf(op, known.body, version);
  if (known.definition.check?.(context, rows)) return [];
  const changes = known.definition.fold(context, rows);
  if (changes === 'missing-target') return [];
  // A line of its own would need a version of its own: what came with its target is told by its effect alone.
  return changes.filter(({ table, row }) => table !== 'messages' || row.id !== op.opId);
}

/**
 * Why `op` may not enter the log at `version`, or undefined. The caller has already bound the actor to the
 * account, deduplicated, and checked a join's proof; here the rules of the group are asked.
 */
export function judgeOp(rows: RowView, op: Op, version: number): RejectionKind | undefined {
  const definition = getDefinition(op);
  if (!definition) return 'invalid';
  // The mark of an erasure, which is the server's to make.
  if (Object.hasOwn(op.body, 'erased')) return 'invalid';
  const body = v.safeParse(definition.body, op.body);
  if (!body.success) return 'invalid';
  const { roles, whileWaiting } = definition.permission;
  if (roles !== 'anyone') {
    const actor = rows.get('members', op.actorId);
    const isWaiting = whileWaiting === true && actor?.status === 'waiting';
    if (!actor || (actor.status !== 'active' && !isWaiting)) return 'not-a-member';
    if (rows.get('groups', op.groupId)?.deletedAt !== undefined) return 'not-a-member';
    // Who stands in for an owner that is gone has more rights than their role: the op's own check asks.
    const acting = definition.readsRoster && !isWaiting;
    const role = acting ? actingRole(rows.listMembers(), op.actorId) : actor.role;
    if (role === undefined || !roles.includes(role)) return 'not-allowed';
  }
  return definition.check?.(contextOf(op, body.output, version), rows);
}

function parse(op: Op): { definition: OpDefinition<unknown>; body: unknown } | undefined {
  const definition = getDefinition(op);
  if (!definition) return undefined;
  if (erasedHash(op.body) !== undefined) {
    const gone = definition.erases || definition.clears;
    return gone && { definition, body: blankBody(op.body, { ...definition.clears, ...definition.erases }) };
  }
  const body = v.safeParse(definition.body, op.body);
  return body.success ? { definition, body: body.output } : undefined;
}

function contextOf(op: Op, body: unknown, version: number): OpContext<unknown> {
  const { groupId, actorId, opId, at } = op;
  return { groupId, actorId, opId, at, body, version };
}

function isAbove(rows: RowView, change: RowChange): boolean {
  const present = rows.get(change.table, change.row.id);
  return present === undefined || present.rowVersion < change.row.rowVersion;
}
