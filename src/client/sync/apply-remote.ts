/**
 * The only way confirmed rows move forward: one transaction for rows, chain, cursor, verdicts, outbox and kept.
 *
 *   the log's ops (pokes, catch-up) ─┐
 *                                    ├─→ those contiguous with the cursor are folded, the rest is a gap
 *   own ops with a committed verdict ┘    (an author's op comes from its own outbox: no need to download it)
 *
 * Invariants: the cursor never passes what is not applied (I5); a refused op is in the tray in the same step
 * that takes it from the outbox (I1); what was below the cursor already is skipped, so any part may come twice.
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { Cursor, Membership, OutboxEntry } from '#client/store/tables.ts';
import { isWholeEntry } from '#client/store/whole-entries.ts';
import type { Op } from '#domain/op.ts';
import type { RejectionKind } from '#domain/op-definition.ts';
import { makesMembership } from '#domain/op-types.ts';
import type { GroupRow, MemberRow, RowDraft } from '#domain/rows.ts';
import type { GoneReason } from '#protocol/kinds.ts';
import type { Verdict } from '#protocol/push.ts';
import { listOutbox } from './commit-ops.ts';
import { getMeta } from './device-meta.ts';
import { FOLD_TABLES, foldLog } from './fold-log.ts';
import { moveToTray, retireCommitted } from './retire-entries.ts';

export interface Segment {
  /** Version of ops[0]. */
  readonly from: number;
  readonly ops: readonly Op[];
}

export interface SettledEntry {
  /** The entry's place in the outbox. */
  readonly order: number;
  readonly opId: string;
  readonly verdict: Verdict;
}

export interface Applied {
  /** undefined: this device holds nothing of the group yet. */
  readonly cursor: Cursor | undefined;
  /** Own ops committed beyond the cursor: they are folded once it gets there. */
  readonly ahead: readonly SettledEntry[];
  /** Ops that got a verdict now. */
  readonly settled: number;
  readonly trayed: number;
  /** Versions the cursor moved by. */
  readonly moved: number;
  /** One of these ops put this person out of the group. */
  readonly ended?: GoneReason;
  /** Something that went bad on the disk got a verdict: what is owed is to be looked through. */
  readonly isTorn?: true;
}

const APPLY_TABLES = [
  ...FOLD_TABLES,
  'meta',
  'cursors',
  'outbox',
  'kept',
  'tray',
  'memberships',
] as const satisfies readonly DeviceTable[];

type Committed = OutboxEntry & { readonly version: number };

/** `settled` may repeat what was settled before (ops still ahead of the cursor). `now`: epoch ms. */
export function applyToGroup(
  store: DeviceStore,
  input: {
    readonly groupId: string;
    readonly segments: readonly Segment[];
    readonly settled: readonly SettledEntry[];
    readonly now: number;
  },
): Promise<Applied> {
  const { groupId, now } = input;
  return store.write(APPLY_TABLES, async (tx) => {
    const verdicts = await recordVerdicts(tx, input.settled, now);
    const before = await tx.get('memberships', groupId);
    const hasNews = verdicts.fresh > 0 || verdicts.refused.length > 0;
    const held = await tx.get('cursors', groupId);
    const membership =
      before && hasNews
        ? await noteVerdicts(tx, before, { refused: verdicts.refused, isHeld: held !== undefined })
        : before;
    const isTorn = !verdicts.refused.every(holdsOp);
    const counts = {
      settled: verdicts.fresh,
      trayed: verdicts.refused.length,
      ...(isTorn && { isTorn }),
    };
    if (!held) {
      // Who has left, or was not let in, still learns that what they sent is in the log; no cursor will come by to say so.
      const isHome = membership?.state === 'gone' || membership?.state === 'refused';
      const epoch = (await getMeta(tx, 'epoch')) ?? '';
      if (isHome) await retireCommitted(tx, verdicts.committed, { epoch, now });
      const ahead = isHome ? [] : verdicts.committed.map(toSettled);
      return { cursor: undefined, ahead, ...counts, moved: 0 };
    }

    const ops = listContiguous(held.version, input.segments, verdicts.committed);
    const own = membership ? [{ table: 'members' as const, id: membership.memberId }] : [];
    const { cursor, draft } = await foldLog(tx, held, ops, own);
    if (ops.length > 0) await tx.put('cursors', [cursor]);
    const isTold = ops.length > 0 || (await hasComeIn(tx, membership, verdicts.committed, cursor));
    const ended =
      membership && isTold ? await followMembership(tx, membership, draft, held.version) : undefined;

    const cameByLog = await findOwn(tx, held, ops, membership, verdicts.committed);
    const home = [...verdicts.committed, ...cameByLog].filter(({ version }) => version <= cursor.version);
    await retireCommitted(tx, home, { epoch: (await getMeta(tx, 'epoch')) ?? '', now });
    const ahead = verdicts.committed.filter(({ version }) => version > cursor.version).map(toSettled);
    const settledByLog = cameByLog.filter((entry) => entry.seen === null).length;
    return {
      cursor,
      ahead,
      ...counts,
      settled: counts.settled + settledByLog,
      moved: ops.length,
      ...(ended && { ended }),
    };
  });
}

/** Ops at held + 1, held + 2 … as far as somebody brought them. */
function listContiguous(held: number, segments: readonly Segment[], own: readonly Committed[]): Op[] {
  // One that went bad on the disk is had from the log.
  const ownByVersion = new Map(own.filter(isWholeEntry).map((entry) => [entry.version, entry.op]));
  const ops: Op[] = [];
  for (;;) {
    const next = held + ops.length + 1;
    const segment = segments.find(({ from, ops: log }) => from <= next && next < from + log.length);
    const run = segment ? segment.ops.slice(next - segment.from) : [ownByVersion.get(next)];
    for (const op of run) {
      if (!op) return ops;
      ops.push(op);
    }
  }
}

async function recordVerdicts(
  tx: WriteTransaction,
  settled: readonly SettledEntry[],
  now: number,
): Promise<{ committed: Committed[]; refused: (OutboxEntry & { kind: RejectionKind })[]; fresh: number }> {
  const committed: Committed[] = [];
  const changed: Committed[] = [];
  const refused: (OutboxEntry & { kind: RejectionKind })[] = [];
  const entries =
    settled.length === 0
      ? []
      : await tx.getMany(
          'outbox',
          settled.map(({ order }) => order),
        );
  for (const [i, entry] of entries.entries()) {
    const verdict = settled[i]?.verdict;
    // Gone already: the log brought it before its ack did.
    if (!entry || verdict === undefined || entry.opId !== settled[i]?.opId) continue;
    if (typeof verdict === 'string') {
      refused.push({ ...entry, kind: verdict });
      continue;
    }
    const known = { ...entry, version: verdict };
    committed.push(known);
    if (entry.version === null) changed.push(known);
  }
  if (changed.length > 0) await tx.put('outbox', changed);
  await moveToTray(tx, refused, now);
  return { committed, refused, fresh: changed.length + refused.length };
}

/** A verdict came: the lane moves again. A refused first op means that this person is not in the group. */
async function noteVerdicts(
  tx: WriteTransaction,
  membership: Membership,
  {
    refused,
    isHeld,
  }: { refused: readonly (OutboxEntry & { readonly kind: RejectionKind })[]; isHeld: boolean },
): Promise<Membership> {
  // A member by a history that is lost, of whom nothing is held in the present one, comes in anew as well.
  const comesIn = membership.state === 'joining' || (membership.state === 'member' && !isHeld);
  const entry = comesIn ? refused.find((one) => holdsOp(one) && makesMembership(one.op)) : undefined;
  if (membership.waiting === null && !entry) return membership;
  // Who is in already is in.
  const answer = entry?.kind === 'already-exists' ? 'member' : 'refused';
  const state = entry ? answer : membership.state;
  const after: Membership = { ...membership, state, waiting: null };
  await tx.put('memberships', [after]);
  return after;
}

/** The verdict of a join that a snapshot told before: what became of them since stands in their row. */
async function hasComeIn(
  tx: WriteTransaction,
  membership: Membership | undefined,
  committed: readonly Committed[],
  cursor: Cursor,
): Promise<boolean> {
  if (membership?.state !== 'joining') return false;
  const joined = committed.filter(isWholeEntry).filter(({ op }) => makesMembership(op));
  if (!joined.some(({ version }) => version <= cursor.version)) return false;
  const entries = await listOutbox(tx, membership.groupId);
  return !entries.some(({ op, version }) => version === null && makesMembership(op));
}

/** Why it ended by an op above `after`; a row that says so by itself may be a damaged one, and nothing is purged for it. */
async function followMembership(
  tx: WriteTransaction,
  membership: Membership,
  draft: RowDraft,
  after: number,
): Promise<GoneReason | undefined> {
  const row = draft.get('members', membership.memberId);
  if (!row) return undefined;
  // Only a row that says so puts one out: a damaged one says nothing.
  const group = draft.get('groups', membership.groupId);
  const reason = endOf(row, group);
  const ended = Math.max(row.rowVersion, group?.rowVersion ?? 0) > after ? reason : undefined;
  const state = reason ? 'gone' : 'member';
  // A group whose log is told to this person is not unknown any more.
  const isKnownAgain = membership.waiting === 'unknown-group';
  if (state === membership.state && !isKnownAgain) return ended;
  const { goneReason: _, ...rest } = membership;
  await tx.put('memberships', [{ ...rest, state, waiting: null, ...(reason && { goneReason: reason }) }]);
  return ended;
}

function endOf({ status }: MemberRow, group: GroupRow | undefined): GoneReason | undefined {
  if (group?.deletedAt !== undefined) return 'deleted';
  return status === 'left' || status === 'removed' ? status : undefined;
}

/** Own entries that the log brought home before, or instead of, their ack. */
async function findOwn(
  tx: WriteTransaction,
  held: Cursor,
  ops: readonly Op[],
  membership: Membership | undefined,
  known: readonly Committed[],
): Promise<(Committed & { seen: number | null })[]> {
  const knownIds = new Set(known.map(({ opId }) => opId));
  const versions = new Map<string, number>();
  for (const [i, op] of ops.entries()) {
    if (op.actorId === membership?.memberId && !knownIds.has(op.opId))
      versions.set(op.opId, held.version + 1 + i);
  }
  if (versions.size === 0) return [];
  const entries = await listOutbox(tx, held.groupId);
  return entries.flatMap((entry) => {
    const version = versions.get(entry.opId);
    return version === undefined ? [] : [{ ...entry, version, seen: entry.version }];
  });
}

function toSettled({ order, opId, version }: Committed): SettledEntry {
  return { order, opId, verdict: version };
}
