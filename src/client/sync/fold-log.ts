/**
 * Confirmed rows moved forward by ops of the log, inside the caller's transaction: rows, parked and unknown ops
 * are written here; the cursor is returned for the caller to write beside them.
 *
 * An op whose target is not here is parked. Why does not matter: its page is not loaded yet (`apply-rows.ts` takes it
 * up with the page), or the log of a healing server has it before its message (it takes effect with that, here).
 */
import type { DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Cursor } from '#client/store/tables.ts';
import type { PlanEdit } from '#client/store/text-rows.ts';
import { applyOp, applyParked, listForgotten, listMade, listReads } from '#domain/apply-op.ts';
import { noticeRow } from '#domain/groups/notice.ts';
import { fromBase64url } from '#domain/ids.ts';
import type { Op } from '#domain/op.ts';
import { type PlanEdited, textEditOf } from '#domain/plans/edit-op.ts';
import { type MessageRow, PAGED_TABLES, type RowDraft, type RowKey, TABLES } from '#domain/rows.ts';
import { chainNext } from '#protocol/canonical.ts';
import { loadDraft } from './commit-ops.ts';
import { forgetPhotos } from './forget-photos.ts';
import { openParkedOps } from './parked-ops.ts';
import { tallyChanges } from './tally-ledger.ts';

export const FOLD_TABLES = [
  'groups',
  'members',
  'messages',
  ...PAGED_TABLES,
  'ledgers',
  'planEdits',
  'planTexts',
  'parked',
  'unknown',
  'aside',
  'blobs',
  'blobParts',
] as const satisfies readonly DeviceTable[];

/** Folds `ops` at cursor.version + 1 …; `reads` are rows the caller wants in the draft besides. */
export async function foldLog(
  tx: WriteTransaction,
  cursor: Cursor,
  ops: readonly Op[],
  reads: readonly RowKey[],
): Promise<{ cursor: Cursor; draft: RowDraft }> {
  const { groupId } = cursor;
  const read = [...reads, ...ops.flatMap(listReads)];
  const parked = await openParkedOps(tx, groupId, read);
  const draft = await loadDraft(tx, groupId, read, parked.list());
  const unknown: { groupId: string; version: number; op: Op }[] = [];
  const forgotten: string[] = [];
  const edits: PlanEdit[] = [];
  let { version, chain } = cursor;
  for (const op of ops) {
    version += 1;
    chain = chainNext(chain, op);
    const applied = applyOp(draft, op, version);
    const edit = textEditOf(op);
    // A text is every edit of the log, whether or not the plan's row is here yet.
    if (edit) edits.push(toPlanEdit(op, version, edit));
    if (applied.outcome === 'changed') {
      draft.apply(applied.changes);
      forgotten.push(...listForgotten(op));
      for (const id of listMade(applied.changes, version)) {
        for (const late of parked.take(id)) draft.apply(applyParked(draft, late.op, version));
      }
    } else if (applied.outcome === 'unknown') {
      unknown.push({ groupId, version, op });
      draft.apply([noticeRow({ ...op, version }, null)]);
    } else {
      draft.apply(applied.changes);
      parked.add({ groupId, version, targetId: applied.needs.at(-1)?.id ?? '', op });
    }
  }
  await putRows(tx, groupId, draft);
  for (const id of forgotten) parked.take(id);
  await parked.write(tx);
  if (forgotten.length > 0) {
    await tx.remove(
      'aside',
      forgotten.map((id) => [groupId, id]),
    );
  }
  if (edits.length > 0) await tx.put('planEdits', edits);
  if (unknown.length > 0) await tx.put('unknown', unknown);
  const moved = { ...cursor, version, chain, head: Math.max(cursor.head, version) };
  return { cursor: forgotten.length > 0 ? { ...moved, erasedAt: version } : moved, draft };
}

export function toPlanEdit({ groupId, actorId, at }: Op, version: number, edit: PlanEdited): PlanEdit {
  const { planId, seen, update } = edit;
  return { groupId, planId, version, by: actorId, at, seen, data: fromBase64url(update) };
}

/** What the fold or a page changed in `draft`, and what follows from it: balances, and photos nothing names any more. */
export async function putRows(tx: WriteTransaction, groupId: string, draft: RowDraft): Promise<void> {
  const changes = draft.changed();
  for (const table of TABLES) {
    const rows = changes.filter((change) => change.table === table).map(({ row }) => row);
    if (rows.length > 0) await tx.put(table, rows as never);
  }
  await tallyChanges(tx, groupId, changes, draft);
  await forgetPhotos(tx, groupId, changes, draft);
  await takeBackFromAside(
    tx,
    changes.flatMap((change) => (change.table === 'messages' ? [change.row] : [])),
  );
}

/** What a lost history had and the log has again need not be set aside any more. */
export async function takeBackFromAside(
  tx: WriteTransaction,
  messages: readonly MessageRow[],
): Promise<void> {
  if (messages.length === 0 || (await tx.count('aside')) === 0) return;
  await tx.remove(
    'aside',
    messages.map(({ groupId, id }) => [groupId, id]),
  );
}
