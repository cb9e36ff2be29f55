/**
 * The one write door for what a person does: ops into the outbox, in one strictly durable transaction.
 *
 *   draft ops ─→ size ─→ rules (confirmed rows, then pending ones over them) ─→ append ─→ on disk: saved
 *
 * Nothing is half done: when this answers an error, nothing was written and the text is still the caller's.
 */
import type { DeviceTable, ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import { foldPending, listPendingReads } from '#client/store/overlay.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import { isWhole } from '#client/store/whole-rows.ts';
import { judgeOp, listReads, readsRoster } from '#domain/apply-op.ts';
import { must } from '#domain/assert.ts';
import type { Op } from '#domain/op.ts';
import type { RejectionKind } from '#domain/op-definition.ts';
import { PAGED_TABLES, RowDraft, type RowKey, TABLES } from '#domain/rows.ts';
import { opBytes } from '#protocol/canonical.ts';
import { LIMITS } from '#protocol/limits.ts';
import { listAwaited } from './await-photos.ts';
import { getMeta, putMeta } from './device-meta.ts';
import type { CommitError } from './engine-types.ts';

export interface NewOp {
  readonly op: Op;
  /** The invite's secret, for a join. */
  readonly proof: string | null;
}

/** No outbox gets this long. */
const AFTER_ALL_ORDERS = 2 ** 48;

export const COMMIT_TABLES = [
  'meta',
  'outbox',
  'groups',
  'members',
  'messages',
  ...PAGED_TABLES,
  'blobs',
] as const satisfies readonly DeviceTable[];

/** Appends `ops` in order inside the caller's transaction, or says why not (and then the caller must not commit). */
export async function appendOps(
  tx: WriteTransaction,
  ops: readonly NewOp[],
): Promise<{ ok: true; entries: OutboxEntry[] } | { ok: false; error: CommitError }> {
  const sized = ops.map((made) => ({ ...made, bytes: opBytes(made.op) }));
  if (sized.some(({ bytes }) => bytes > LIMITS.opMaxBytes)) return { ok: false, error: 'too-large' };
  const refusal = await judge(tx, ops);
  if (refusal) return { ok: false, error: commitErrorOf(refusal) };
  const awaited = await listAwaited(
    tx,
    ops.map(({ op }) => op),
  );
  const held = sized.map((made, i) => ({ ...made, awaits: awaited[i] }));
  return { ok: true, entries: await putEntries(tx, held) };
}

/** Puts `op` in the place of one that has no number, as if that had never been. */
export async function replaceEntry(
  tx: WriteTransaction,
  { order, groupId }: OutboxEntry,
  op: Op,
): Promise<{ ok: true } | { ok: false; error: CommitError }> {
  const bytes = opBytes(op);
  if (bytes > LIMITS.opMaxBytes) return { ok: false, error: 'too-large' };
  const refusal = await judge(tx, [{ op, proof: null }]);
  if (refusal) return { ok: false, error: commitErrorOf(refusal) };
  const { opId } = op;
  const [awaits] = await listAwaited(tx, [op]);
  const entry = { order, groupId, opId, op, seq: null, version: null, proof: null, bytes };
  await tx.put('outbox', [{ ...entry, ...(awaits && { awaits }) }]);
  return { ok: true };
}

/** One op of whose group nothing is here yet: only the server can judge it. */
export async function appendUnjudged(tx: WriteTransaction, op: Op): Promise<void> {
  await putEntries(tx, [{ op, proof: null, bytes: opBytes(op) }]);
}

async function putEntries(
  tx: WriteTransaction,
  sized: readonly (NewOp & { readonly bytes: number; readonly awaits?: readonly string[] | undefined })[],
): Promise<OutboxEntry[]> {
  const nextOrder = await getNextOrder(tx);
  const entries = sized.map(({ op, proof, bytes, awaits }, i): OutboxEntry => {
    return {
      order: nextOrder + i,
      groupId: op.groupId,
      opId: op.opId,
      op,
      seq: null,
      version: null,
      proof,
      bytes,
      ...(awaits && { awaits }),
    };
  });
  await tx.put('outbox', entries);
  await putMeta(tx, 'nextOrder', nextOrder + entries.length);
  return entries;
}

/**
 * Where the next entry goes. The counter alone is not believed: a profile that lost it, or came back with an older one, would
 * put new words in the place of those that wait.
 */
export async function getNextOrder(tx: ReadTransaction): Promise<number> {
  const [last] = await tx.list('outbox', { reverse: true, limit: 1 });
  return Math.max((await getMeta(tx, 'nextOrder')) ?? 1, (last?.order ?? 0) + 1);
}

/** The first refusal the server would give, as far as this device can know. Also folds `ops` over each other. */
async function judge(tx: ReadTransaction, ops: readonly NewOp[]): Promise<RejectionKind | undefined> {
  const confirmed = await judgeOver(tx, ops, []);
  if (!confirmed || confirmed === 'invalid') return confirmed;
  // What it needs may be pending itself: a group made offline, a message not sent yet. Costs a walk of the outbox.
  const pending = await listPending(tx, new Set(ops.map(({ op }) => op.groupId)));
  return pending.length > 0 ? judgeOver(tx, ops, pending) : confirmed;
}

async function judgeOver(
  tx: ReadTransaction,
  ops: readonly NewOp[],
  pending: readonly OutboxEntry[],
): Promise<RejectionKind | undefined> {
  const drafts = new Map<string, RowDraft>();
  for (const groupId of new Set(ops.map(({ op }) => op.groupId))) {
    const owed = pending.filter((entry) => entry.groupId === groupId);
    const own = ops.filter(({ op }) => op.groupId === groupId);
    const judged = own.map(({ op }) => op);
    const draft = await loadDraft(tx, groupId, listPendingReads(owed), judged);
    foldPending(draft, owed);
    drafts.set(groupId, draft);
  }
  for (const [i, { op, proof }] of ops.entries()) {
    const draft = must(drafts.get(op.groupId), 'a draft per group');
    const order = AFTER_ALL_ORDERS + i;
    const refusal = judgeOp(draft, op, order);
    if (refusal) return refusal;
    const entry = {
      order,
      groupId: op.groupId,
      opId: op.opId,
      op,
      seq: null,
      version: null,
      proof,
      bytes: 0,
    };
    foldPending(draft, [entry]);
  }
  return undefined;
}

async function listPending(tx: ReadTransaction, groupIds: ReadonlySet<string>): Promise<OutboxEntry[]> {
  const pending: OutboxEntry[] = [];
  for (const groupId of groupIds) pending.push(...(await listOutbox(tx, groupId)));
  return pending;
}

/** A group's outbox in append order. */
export async function listOutbox(tx: ReadTransaction, groupId: string): Promise<OutboxEntry[]> {
  const entries = await tx.list('outbox', {
    index: '[groupId+order]',
    from: [groupId, Number.MIN_SAFE_INTEGER],
    to: [groupId, Number.MAX_SAFE_INTEGER],
  });
  return entries.filter(holdsOp);
}

/** Confirmed rows of one group, each key once; and those that judging `judged` looks at. */
export async function loadDraft(
  tx: ReadTransaction,
  groupId: string,
  named: readonly RowKey[],
  judged: readonly Op[],
): Promise<RowDraft> {
  const draft = new RowDraft();
  const reads = [...named, ...judged.flatMap(listReads)];
  if (judged.some(readsRoster)) {
    const members = await tx.list('members', { from: [groupId, ''], to: [groupId, '\uffff'] });
    for (const row of members) if (isWhole('members', row)) draft.load('members', row);
  }
  for (const table of TABLES) {
    const ids = [...new Set(reads.filter((key) => key.table === table).map((key) => key.id))];
    if (ids.length === 0) continue;
    const rows = await tx.getMany(
      table,
      ids.map((id) => [groupId, id]),
    );
    for (const row of rows) if (row && isWhole(table, row)) draft.load(table, row);
  }
  return draft;
}

function commitErrorOf(refusal: RejectionKind): CommitError {
  return refusal === 'not-a-member' || refusal === 'not-allowed' ? 'not-allowed' : 'invalid';
}
