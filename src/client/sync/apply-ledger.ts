/**
 * Pages of the accounts and plans, newest first, put beside what the log does meanwhile. Rows carry the version that changed them last, so
 * what the log changed since a page was read is not overwritten; what it changed of rows that were not here is parked and taken
 * up now. The balances follow in the same transaction.
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Cursor } from '#client/store/tables.ts';
import { isWhole } from '#client/store/whole-rows.ts';
import { type PagedChange, RowDraft } from '#domain/rows.ts';
import type { LedgerPage } from '#protocol/ledger.ts';
import { unpark } from './apply-rows.ts';
import { FOLD_TABLES, putRows } from './fold-log.ts';
import { tallyAnew } from './tally-ledger.ts';

const PAGE_TABLES = [...FOLD_TABLES, 'cursors'] as const satisfies readonly DeviceTable[];

/** `early`: read beyond this device's cursor, it waits for it. `stale`: another came meanwhile, or it has to be read again. */
export function applyLedgerPage(
  store: DeviceStore,
  page: LedgerPage,
  askedOlderThan: number,
): Promise<'applied' | 'early' | 'stale'> {
  const { groupId, asOf, olderThan } = page;
  return store.write(PAGE_TABLES, async (tx) => {
    const cursor = await tx.get('cursors', groupId);
    if (!cursor || missingBefore(cursor)?.olderThan !== askedOlderThan) return 'stale';
    if (asOf > cursor.version) return 'early';
    if (asOf < (cursor.erasedAt ?? 0)) return 'stale';
    const draft = new RowDraft();
    let isAnew = false;
    for (const change of page.rows) {
      const placed = await place(tx, draft, change, asOf === cursor.version);
      if (placed === 'stale') return 'stale';
      isAnew ||= placed === 'anew';
    }
    const untold = await unpark(tx, groupId, draft);
    await putRows(tx, groupId, draft);
    if (isAnew) await tallyAnew(tx, groupId);
    // What stood on a rule that this page brought is among the newer rows: they are read once more.
    const next = untold.length > 0 ? Math.max(...untold) + 1 : olderThan;
    const arrives = typeof cursor.ledgerOlderThan === 'number' ? 'ledgerOlderThan' : 'plansOlderThan';
    await tx.put('cursors', [{ ...cursor, [arrives]: next }]);
    return 'applied';
  });
}

/** From where on rows that come by pages are here; undefined: all are. */
export function missingBefore({
  groupId,
  ledgerOlderThan,
  plansOlderThan,
}: Cursor): { readonly groupId: string; readonly olderThan: number } | undefined {
  const olderThan = ledgerOlderThan ?? plansOlderThan;
  return typeof olderThan === 'number' ? { groupId, olderThan } : undefined;
}

async function place(
  tx: WriteTransaction,
  draft: RowDraft,
  change: PagedChange,
  isCurrent: boolean,
): Promise<'placed' | 'anew' | 'stale'> {
  const { table, row } = change;
  const present = await tx.get(table, [row.groupId, row.id]);
  if (!present || !isWhole(table, present)) {
    draft.apply([change]);
    // What a row that lost its fields had counted for nobody knows.
    return present ? 'anew' : 'placed';
  }
  draft.load(table, present as never);
  if (present.version !== row.version) {
    // Said again by an op whose first was not here: the first one is the row. Nothing may have been folded on the wrong one since.
    if (!isCurrent) return 'stale';
    draft.apply([change]);
  } else if (present.rowVersion < row.rowVersion) draft.apply([change]);
  return 'placed';
}
