/**
 * State instead of ops: a snapshot for a device that holds nothing of a group, pages of older messages after it.
 * Rows carry the version that changed them last, so what the log changed meanwhile is never overwritten.
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Cursor, ParkedOp } from '#client/store/tables.ts';
import { isWhole } from '#client/store/whole-rows.ts';
import { applyOp } from '#domain/apply-op.ts';
import { makesMembership } from '#domain/op-types.ts';
import { RowDraft } from '#domain/rows.ts';
import { fromWireOp } from '#protocol/fields.ts';
import type { Bootstrap, Page, Snapshot } from '#protocol/snapshot.ts';
import { listOutbox } from './commit-ops.ts';
import { getMeta, putMeta } from './device-meta.ts';
import { FOLD_TABLES, putRows, takeBackFromAside } from './fold-log.ts';
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
    await removeConfirmed(tx, groupId);
    await tx.put('groups', [snapshot.group]);
    await tx.put('members', snapshot.members);
    await tx.put('messages', snapshot.messages);
    await takeBackFromAside(tx, snapshot.messages);
    await tx.put(
      'parked',
      parked.map((late) => ({ ...late, groupId, op: fromWireOp(groupId, late.op) })),
    );
    await tx.put(
      'marks',
      snapshot.marks.map((mark) => ({ groupId, ...mark })),
    );
    const repairs = (held?.repairs ?? 0) + (anew ? 1 : 0);
    const cursor = { groupId, version, chain, head: version, olderThan, ...(repairs > 0 && { repairs }) };
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

const PAGE_TABLES = ['messages', 'aside', 'parked', 'cursors'] as const satisfies readonly DeviceTable[];

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
    await putRows(tx, draft.changed());
    await tx.put('cursors', [{ ...cursor, olderThan }]);
    return 'applied';
  });
}

/** Ops that waited for one of these messages, in log order. What the page already includes changes nothing. */
async function unpark(tx: WriteTransaction, groupId: string, draft: RowDraft): Promise<void> {
  const parked: ParkedOp[] = await tx.list('parked', { from: [groupId, 0], to: [groupId, ALL] });
  const ready = parked.filter(({ targetId }) => draft.get('messages', targetId) !== undefined);
  for (const { op, version } of ready) {
    const applied = applyOp(draft, op, version);
    if (applied.outcome === 'changed') draft.apply(applied.changes);
  }
  await tx.remove(
    'parked',
    ready.map(({ version }) => [groupId, version]),
  );
}
