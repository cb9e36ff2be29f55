/**
 * One group's rows, where nothing of it is here: as of their cursor, so that the log goes on from there. A group that has a
 * cursor keeps it, however old: the server brings the rest, and no row of a copy may stand over a newer one.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import { isWhole } from '#client/store/whole-rows.ts';
import { SNAPSHOT_TABLES } from '#client/sync/apply-rows.ts';
import { getMeta } from '#client/sync/device-meta.ts';
import { toPlanEdit } from '#client/sync/fold-log.ts';
import { forgetOutgrownIn } from '#client/sync/refold.ts';
import { tallyAnew } from '#client/sync/tally-ledger.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import type { Row, TableName } from '#domain/rows.ts';
import { PLAN_TABLES, TABLES } from '#domain/rows.ts';
import type { GroupPart } from './device-copy.ts';

const LISTS = [...TABLES, 'aside', 'marks', 'parked', 'unknown', 'kept'] as const;

/** As this app makes them: an older one copied no plans, and they are asked for. */
function withPlans(part: GroupPart): GroupPart {
  const { cursor } = part;
  if (PLAN_TABLES.every((table) => part[table] !== undefined)) return part;
  return {
    ...part,
    plans: [],
    planComments: [],
    planVersions: [],
    cursor: cursor && { ...cursor, plansOlderThan: cursor.version + 1, textsSince: cursor.version },
  };
}

/** Is it one at all, and of this group alone? */
export function isWholeGroup(copied: GroupPart, groupId: string): boolean {
  const part = withPlans(copied);
  const { membership, cursor } = part;
  if (membership?.groupId !== groupId || typeof membership.memberId !== 'string') return false;
  if (cursor && (cursor.groupId !== groupId || !Number.isSafeInteger(cursor.version))) return false;
  return LISTS.every((list) => {
    const rows: unknown = part[list];
    return Array.isArray(rows) && rows.every((row) => row?.groupId === groupId);
  });
}

/** `epoch`: of the copy; rows of another history are no beginning for this one's log. True: its rows are here now. */
export function restoreGroup(store: DeviceStore, copied: GroupPart, epoch: string | null): Promise<boolean> {
  const part = withPlans(copied);
  const { cursor, membership } = part;
  if (!cursor || !TABLES.every((table) => part[table].every((row) => isWhole(table, row as Row)))) {
    return Promise.resolve(false);
  }
  return store.write(SNAPSHOT_TABLES, async (tx) => {
    const { groupId } = membership;
    const present = await tx.get('memberships', groupId);
    const isIn = present?.state === 'member' || present?.state === 'joining';
    if (!isIn || present.memberId !== membership.memberId) return false;
    if ((await tx.get('cursors', groupId)) || (await getMeta(tx, 'epoch')) !== (epoch ?? undefined))
      return false;
    for (const table of TABLES) await tx.put(table, part[table as TableName] as never);
    await tx.put('aside', part.aside);
    await tx.put('marks', part.marks);
    await tx.put('parked', part.parked);
    // What waits for its plan is an edit of the log all the same, and is in no part of a text.
    const edits = part.parked.filter(holdsOp).flatMap(({ op, version }) => {
      const edit = textEditOf(op);
      return edit ? [toPlanEdit(op, version, edit)] : [];
    });
    await tx.put('planEdits', edits);
    await tx.put('unknown', part.unknown);
    const queued = new Set((await tx.list('outbox')).map(({ opId }) => opId));
    await tx.put(
      'kept',
      part.kept.filter(({ opId }) => !queued.has(opId)),
    );
    await tallyAnew(tx, groupId);
    await tx.put('cursors', [cursor]);
    // Of an app that did not know what this one knows.
    await forgetOutgrownIn(tx);
    return true;
  });
}
