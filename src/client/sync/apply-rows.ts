/**
 * State instead of ops: a snapshot for a device that holds nothing of a group, pages of older messages after it.
 * Rows carry the version that changed them last, so what the log changed meanwhile is never overwritten.
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Cursor, ParkedOp } from '#client/store/tables.ts';
import { isWhole } from '#client/store/whole-rows.ts';
import { applyOp, applyParked, hasGroundMoved, listMade, listReads } from '#domain/apply-op.ts';
import type { Op } from '#domain/op.ts';
import { makesMembership } from '#domain/op-types.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { PAGED_TABLES, RowDraft } from '#domain/rows.ts';
import { fromWireOp } from '#protocol/fields.ts';
import type { Bootstrap, Page, Snapshot } from '#protocol/snapshot.ts';
import { listOutbox } from './commit-ops.ts';
import { getMeta, putMeta } from './device-meta.ts';
import { FOLD_TABLES, putRows, takeBackFromAside, toPlanEdit } from './fold-log.ts';
import { listLostTexts } from './lost-texts.ts';
import { retireCommitted } from './retire-entries.ts';

const ALL = Number.MAX_SAFE_INTEGER;

export const SNAPSHOT_TABLES = [
  ...FOLD_TABLES,
  'meta',
  'cursors',
  'marks',
  'outbox',
  'kept',
  'memberships',
] as const satisfies readonly DeviceTable[];

/**
 * Puts the group's state in one transaction; whatever stood there before is replaced. A snapshot that was long on
 * its way changes nothing: the cursor never goes back (I9). Resolves with the cursor as it stands then.
 * `anew`: also one of the very version that is held, because what is held differs from the log.
 */
export function applySnapshot(
  store: DeviceStore,
  snapshot: Snapshot & Partial<Bootstrap>,
  { now, anew }: { readonly now: number; readonly anew: boolean },
): Promise<Cursor> {
  const { groupId, version, chain, olderThan, parked = [] } = snapshot;
  return store.write(SNAPSHOT_TABLES, async (tx) => {
    const held = await tx.get('cursors', groupId);
    if (held && (held.version > version || (held.version === version && !anew))) return held;
    const texts = await listLostTexts(tx, groupId);
    await removeConfirmed(tx, groupId);
    await tx.put('planTexts', texts);
    await tx.put('groups', [snapshot.group]);
    await tx.put('members', snapshot.members);
    await tx.put('messages', snapshot.messages);
    await takeBackFromAside(tx, snapshot.messages);
    await tx.put(
      'parked',
      parked.map((late) => ({ ...late, groupId, op: fromWireOp(groupId, late.op) })),
    );
    // What waits for its plan is in no text that is fetched before the plan is here, and then nobody fetches it any more.
    const edits = parked.flatMap(({ version: at, op: wire }) => {
      const op = fromWireOp(groupId, wire);
      const edit = textEditOf(op);
      return edit ? [toPlanEdit(op, at, edit)] : [];
    });
    await tx.put('planEdits', edits);
    await tx.put(
      'marks',
      snapshot.marks.map((mark) => ({ groupId, ...mark })),
    );
    const repairs = (held?.repairs ?? 0) + (anew ? 1 : 0);
    // The accounts come by pages of their own, the newest first.
    const ledgerOlderThan = version + 1;
    const cursor: Cursor = {
      groupId,
      version,
      chain,
      head: version,
      olderThan,
      ledgerOlderThan,
      textsSince: version,
      ...(repairs > 0 && { repairs }),
    };
    await tx.put('cursors', [cursor]);

    const entries = await listOutbox(tx, groupId);
    const home = entries.flatMap((entry) => {
      return entry.version !== null && entry.version <= version ? [{ ...entry, version: entry.version }] : [];
    });
    await retireCommitted(tx, home, { epoch: (await getMeta(tx, 'epoch')) ?? '', now });

    const membership = await tx.get('memberships', groupId);
    const row = snapshot.members.find((member) => member.id === membership?.memberId);
    // Left, and on the way in again: the row is about to change.
    const isComingBack = entries.some(({ op, version: at }) => at === null && makesMembership(op));
    if (membership && row && (row.status === 'active' || !isComingBack)) {
      const state = row.status === 'active' ? 'member' : 'gone';
      await tx.put('memberships', [{ ...membership, state, waiting: null }]);
    }
    // Everybody has a name before a group: without one the browser emptied this device, and here it is again.
    if (row && !(await getMeta(tx, 'profile'))) await putMeta(tx, 'profile', { name: row.name });
    return cursor;
  });
}

/** Every confirmed row of the group, its parked and unknown ops and its cursor. What the person owes stays. */
export async function removeConfirmed(tx: WriteTransaction, groupId: string): Promise<void> {
  const ofGroup = { from: [groupId, ''], to: [groupId, '\uffff'] };
  const byVersion = { from: [groupId, 0], to: [groupId, ALL] };
  const members = await tx.list('members', ofGroup);
  await tx.remove(
    'members',
    members.map(({ id }) => [groupId, id]),
  );
  const messages = await tx.list('messages', { index: '[groupId+version]', ...byVersion });
  await tx.remove(
    'messages',
    messages.map(({ id }) => [groupId, id]),
  );
  for (const table of PAGED_TABLES) {
    const rows = await tx.list(table, ofGroup);
    await tx.remove(
      table,
      rows.map(({ id }) => [groupId, id]),
    );
  }
  await tx.remove('ledgers', [groupId]);
  const texts = await tx.list('planTexts', ofGroup);
  await tx.remove(
    'planTexts',
    texts.map(({ planId }) => [groupId, planId]),
  );
  const edits = await tx.list('planEdits', { from: [groupId, '', 0], to: [groupId, '\uffff', ALL] });
  await tx.remove(
    'planEdits',
    edits.map(({ planId, version }) => [groupId, planId, version]),
  );
  for (const table of ['parked', 'unknown'] as const) {
    const ops = await tx.list(table, byVersion);
    await tx.remove(
      table,
      ops.map(({ version }) => [groupId, version]),
    );
  }
  await tx.remove('groups', [[groupId, groupId]]);
  await tx.remove('cursors', [groupId]);
}

const PAGE_TABLES = [...FOLD_TABLES, 'cursors'] as const satisfies readonly DeviceTable[];

/**
 * Puts a page of older messages. `early`: it was read beyond this device's cursor and has to wait for it, or
 * what it holds could run ahead of the log. `stale`: another page came meanwhile.
 */
export function applyPage(
  store: DeviceStore,
  page: Page,
  askedOlderThan: number,
): Promise<'applied' | 'early' | 'stale'> {
  const { groupId, asOf, olderThan } = page;
  return store.write(PAGE_TABLES, async (tx) => {
    const cursor = await tx.get('cursors', groupId);
    if (cursor?.olderThan !== askedOlderThan) return 'stale';
    if (asOf > cursor.version) return 'early';
    if (asOf < (cursor.erasedAt ?? 0)) return 'stale';
    const ids = page.messages.map(({ id }) => [groupId, id]);
    const held = await tx.getMany('messages', ids);
    const draft = new RowDraft();
    for (const [i, row] of page.messages.entries()) {
      const present = held[i];
      const isNewer = present !== undefined && present.rowVersion >= row.rowVersion;
      if (isNewer && isWhole('messages', present)) draft.load('messages', present);
      else draft.apply([{ table: 'messages', row }]);
    }
    await unpark(tx, groupId, draft);
    await putRows(tx, groupId, draft);
    await tx.put('cursors', [{ ...cursor, olderThan }]);
    return 'applied';
  });
}

/**
 * Ops that waited for one of these rows, in log order. What the page already includes changes nothing. One of them may make
 * what others wait for: an entry of a recurrence, and what was done to it. Resolves with the versions of those that could not
 * be folded any more, because what they stand on has changed since: only the server's rows tell what they made.
 */
export async function unpark(tx: WriteTransaction, groupId: string, draft: RowDraft): Promise<number[]> {
  let parked: ParkedOp[] = await tx.list('parked', { from: [groupId, 0], to: [groupId, ALL] });
  const untold: number[] = [];
  for (;;) {
    const ready = parked.filter(({ targetId }) =>
      PARKED_FOR.some((table) => draft.get(table, targetId) !== undefined),
    );
    if (ready.length === 0) return untold;
    const taken = new Set(ready);
    for (const late of ready) {
      await loadReads(tx, draft, late.op);
      if (hasGroundMoved(draft, late.op, late.version)) untold.push(late.version);
      else for (const earlier of await foldParked(tx, draft, late, parked)) taken.add(earlier);
    }
    await tx.remove(
      'parked',
      [...taken].map(({ version }) => [groupId, version]),
    );
    parked = parked.filter((one) => !taken.has(one));
  }
}

const PARKED_FOR = ['messages', ...PAGED_TABLES] as const;

/** Resolves with what was committed before the row that `late` makes, and took effect with it, as in the log. */
async function foldParked(
  tx: WriteTransaction,
  draft: RowDraft,
  { op, version }: ParkedOp,
  parked: readonly ParkedOp[],
): Promise<ParkedOp[]> {
  const applied = applyOp(draft, op, version);
  if (applied.outcome !== 'changed') return [];
  draft.apply(applied.changes);
  const made = new Set(listMade(applied.changes, version));
  const earlier = parked.filter((one) => made.has(one.targetId) && one.version < version);
  for (const one of earlier) {
    await loadReads(tx, draft, one.op);
    draft.apply(applyParked(draft, one.op, version));
  }
  return earlier;
}

async function loadReads(tx: WriteTransaction, draft: RowDraft, op: Op): Promise<void> {
  for (const { table, id } of listReads(op)) {
    const row = draft.get(table, id) ? undefined : await tx.get(table, [op.groupId, id]);
    if (row && isWhole(table, row)) draft.load(table, row as never);
  }
}
