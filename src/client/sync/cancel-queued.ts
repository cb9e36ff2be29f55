/**
 * Taking back what was never sent. What hangs on a message, an expense or a plan goes with it, in the same transaction: its edits,
 * its deletion, reactions to it, everything that was written in the plan and said of it. A reply has words of its own: it stays and loses only its quote. Nothing here touches an op that has a
 * number: it may be at the server already.
 *
 *   cancel ─→ taken, unquoted ─→ undo: each where it stood; or, when the lane has moved on meanwhile, at its end
 */
import type { DeviceStore, WriteTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import { must } from '#domain/assert.ts';
import type { Op } from '#domain/op.ts';
import { getDefinition } from '#domain/op-types.ts';
import { opBytes } from '#protocol/canonical.ts';
import { getNextOrder, listOutbox } from './commit-ops.ts';
import { getMeta, putMeta } from './device-meta.ts';
import { withoutArrived } from './held-photos.ts';

export interface Cancelled {
  readonly groupId: string;
  /** The op itself first, then what hung on it, in the order written. */
  readonly taken: readonly OutboxEntry[];
  /** Replies to it, as they were. */
  readonly unquoted: readonly OutboxEntry[];
  /** Where the lane stood: the device and its next number. */
  readonly lane: string;
}

const CANCEL_TABLES = ['meta', 'outbox', 'lanes', 'blobs', 'kept'] as const;

/** undefined: the op, or something that hangs on it, may be at the server already; then nothing was changed. */
export function cancelQueued(store: DeviceStore, opId: string): Promise<Cancelled | undefined> {
  return store.write(CANCEL_TABLES, async (tx) => {
    const [entry] = await tx.list('outbox', { index: 'opId', from: opId, to: opId });
    // Without the op that lets one in, everything after it would be refused.
    if (!entry || !holdsOp(entry) || getDefinition(entry.op)?.permission.roles === 'anyone') return undefined;
    const { groupId, op } = entry;
    const messageId = op.type === 'message.sent' ? op.body.messageId : undefined;
    const others = (await listOutbox(tx, groupId)).filter((other) => other.opId !== opId);
    const hanging = others.filter((other) => hangsOn(other.op, op));
    const unquoted = messageId ? others.filter((other) => other.op.body.replyTo === messageId) : [];
    const taken = [entry, ...hanging];
    if ([...taken, ...unquoted].some(({ seq }) => seq !== null)) return undefined;
    await tx.remove(
      'outbox',
      taken.map(({ order }) => order),
    );
    // What a lost history had of it is not to come back with the next one.
    await tx.remove(
      'kept',
      taken.map((one) => one.opId),
    );
    await tx.put('outbox', unquoted.map(withoutQuote));
    return { groupId, taken, unquoted, lane: await nameLane(tx, groupId) };
  });
}

/** Undo. A reply that was sent meanwhile stays as it went. */
export function restoreQueued(store: DeviceStore, cancelled: Cancelled): Promise<void> {
  const { groupId, taken, unquoted, lane } = cancelled;
  return store.write(CANCEL_TABLES, async (tx) => {
    const waiting = new Map((await listOutbox(tx, groupId)).map((entry) => [entry.opId, entry]));
    const replies = unquoted.filter(({ opId }) => waiting.get(opId)?.seq === null);
    const back = await withoutArrived(
      tx,
      [...taken, ...replies].sort((a, b) => a.order - b.order),
    );
    if (lane === (await nameLane(tx, groupId))) return tx.put('outbox', back);
    // What was sent meanwhile stands before it now, on every screen.
    const nextOrder = await getNextOrder(tx);
    await tx.remove(
      'outbox',
      replies.map(({ opId }) => must(waiting.get(opId), 'a reply that waits').order),
    );
    await tx.put(
      'outbox',
      back.map((entry, i) => ({ ...entry, order: nextOrder + i })),
    );
    await putMeta(tx, 'nextOrder', nextOrder + back.length);
  });
}

/** What an op brings into being, by the field that names it. */
const MAKES: Readonly<Record<string, string>> = {
  'message.sent': 'messageId',
  'expense.added': 'expenseId',
  'settlement.recorded': 'settlementId',
  'recurrence.added': 'recurrenceId',
  'plan.created': 'planId',
};

/** It says something of what `made` makes. An expense that was read from a message stands on its own. */
function hangsOn(op: Op, made: Op): boolean {
  const field = MAKES[made.type];
  return field !== undefined && !(op.type in MAKES) && op.body[field] === made.body[field];
}

function withoutQuote(entry: OutboxEntry): OutboxEntry {
  const { replyTo: _, ...body } = entry.op.body;
  const op: Op = { ...entry.op, body };
  return { ...entry, op, bytes: opBytes(op) };
}

/** Differs when anything of the lane was numbered, or the device took another id. */
async function nameLane(tx: WriteTransaction, groupId: string): Promise<string> {
  const device = await getMeta(tx, 'device');
  const { nextSeq = 1 } = (await tx.get('lanes', groupId)) ?? {};
  return `${device?.deviceId} ${nextSeq}`;
}
