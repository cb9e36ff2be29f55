/**
 * Confirmed rows that differ from the log, replaced by the server's: in one fenced transaction, and only while the
 * cursor stands exactly where the server read them, in the same epoch. The cursor does not move, and what the person
 * owes is not touched.
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Cursor } from '#client/store/tables.ts';
import { type GroupRow, type MemberRow, PAGED_TABLES } from '#domain/rows.ts';
import type { LedgerPage } from '#protocol/ledger.ts';
import { digestRange } from '#protocol/row-digest.ts';
import type { Page, Snapshot } from '#protocol/snapshot.ts';
import { getMeta } from './device-meta.ts';
import { listLedgerRange, listRange, type VersionRange } from './digest-held.ts';
import { takeBackFromAside } from './fold-log.ts';
import { tallyAnew } from './tally-ledger.ts';

/** `moved`: the log went on meanwhile, and nothing was written. */
export type Replaced = 'replaced' | 'moved';

/** The group's row and its members, whole; whether this person is in it was read off a row that may have been wrong. */
export function replaceState(store: DeviceStore, snapshot: Snapshot): Promise<Replaced> {
  const { epoch, groupId, version, group, members } = snapshot;
  return replace(
    store,
    ['groups', 'members', 'memberships'],
    { epoch, groupId, asOf: version },
    async (tx) => {
      const ofGroup = { from: [groupId, ''], to: [groupId, '\uffff'] };
      for (const table of ['groups', 'members'] as const) {
        const rows = await tx.list(table, ofGroup);
        await tx.remove(
          table,
          rows.map(({ id }) => [groupId, id]),
        );
      }
      await tx.put('groups', [group]);
      await tx.put('members', members);
      await dropParked(tx, groupId, [group, ...members]);
      await followMembership(tx, group, members);
      return 'other';
    },
  );
}

/** All messages of `range`, of which `page` must hold every one. */
export function replaceMessages(store: DeviceStore, page: Page, range: VersionRange): Promise<Replaced> {
  const { epoch, groupId, asOf } = page;
  const rows = page.messages.filter(({ version }) => version >= range.from && version <= range.to);
  return replace(store, ['messages', 'aside'], { epoch, groupId, asOf }, async (tx, cursor) => {
    const present = await listRange(tx, cursor, range);
    await tx.remove(
      'messages',
      present.map(({ id }) => [groupId, id]),
    );
    await tx.put('messages', rows);
    await takeBackFromAside(tx, rows);
    await dropParked(tx, groupId, rows);
    return 'other';
  });
}

/** All rows of the ledger made in `range`, of which `page` must hold every one. */
export function replaceLedger(store: DeviceStore, page: LedgerPage, range: VersionRange): Promise<Replaced> {
  const { epoch, groupId, asOf } = page;
  const changes = page.rows.filter(({ row }) => row.version >= range.from && row.version <= range.to);
  const rows = changes.map(({ row }) => row);
  return replace(store, [...PAGED_TABLES, 'ledgers'], { epoch, groupId, asOf }, async (tx, cursor) => {
    const present = await listLedgerRange(tx, cursor, range);
    // A range differs as a whole: what is wrong may be a message.
    if (digestRange([], present) === digestRange([], rows)) return 'same';
    for (const table of PAGED_TABLES) {
      await tx.remove(
        table,
        present.map(({ id }) => [groupId, id]),
      );
    }
    for (const { table, row } of changes) await tx.put(table, [row as never]);
    await dropParked(tx, groupId, rows);
    await tallyAnew(tx, groupId);
    return 'other';
  });
}

function replace(
  store: DeviceStore,
  tables: readonly DeviceTable[],
  { epoch, groupId, asOf }: { epoch: string; groupId: string; asOf: number },
  write: (tx: WriteTransaction, cursor: Cursor) => Promise<'same' | 'other'>,
): Promise<Replaced> {
  return store.write([...tables, 'cursors', 'parked', 'meta'], async (tx) => {
    const cursor = await tx.get('cursors', groupId);
    if (cursor?.version !== asOf || (await getMeta(tx, 'epoch')) !== epoch) return 'moved';
    if ((await write(tx, cursor)) === 'same') return 'replaced';
    // Their rowVersions did not change: readers see by this count that they have to look again.
    await tx.put('cursors', [{ ...cursor, repairs: (cursor.repairs ?? 0) + 1 }]);
    return 'replaced';
  });
}

async function followMembership(
  tx: WriteTransaction,
  group: GroupRow,
  members: readonly MemberRow[],
): Promise<void> {
  const membership = await tx.get('memberships', group.groupId);
  const row = members.find(({ id }) => id === membership?.memberId);
  if (!membership || !row) return;
  const isIn = row.status === 'active' && group.deletedAt === undefined;
  const state = isIn ? 'member' : 'gone';
  if (state !== membership.state) await tx.put('memberships', [{ ...membership, state, waiting: null }]);
}

/** Ops that waited for a row that had gone missing are in the server's row already. */
async function dropParked(
  tx: WriteTransaction,
  groupId: string,
  rows: readonly { readonly id: string }[],
): Promise<void> {
  const ids = new Set(rows.map(({ id }) => id));
  const parked = await tx.list('parked', { from: [groupId, 0], to: [groupId, Number.MAX_SAFE_INTEGER] });
  await tx.remove(
    'parked',
    parked.filter(({ targetId }) => ids.has(targetId)).map(({ version }) => [groupId, version]),
  );
}
