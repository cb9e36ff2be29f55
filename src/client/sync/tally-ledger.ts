/**
 * A group's balances on this device, kept row by row in the transaction that writes the rows: opening the accounts reads one
 * record, however long they are. They are the sum over the rows that are here and nothing else, so they stand beside the log
 * and need no place in it; while older pages are missing (`Cursor.ledgerOlderThan`) they are not all of it.
 *
 *   rows written by the fold or a page   what each counted for before is taken back, what it counts for now is added
 *   rows replaced because they differed  reckoned anew from all of them: what a damaged row had counted for nobody knows
 */
import type { ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import { tallyEntry } from '#client/store/ledger-entries.ts';
import { applyEntries, type EntryChange, foldBalances, NO_BALANCES } from '#domain/expenses/balances.ts';
import type { LedgerTable, RowChange, RowDraft } from '#domain/rows.ts';

/** `draft` tells what the changed rows were when they were loaded. */
export async function tallyChanges(
  tx: WriteTransaction,
  groupId: string,
  changes: readonly RowChange[],
  draft: RowDraft,
): Promise<void> {
  const entries = changes.flatMap(({ table, row }): EntryChange[] => {
    if (table !== 'expenses' && table !== 'settlements') return [];
    const loaded = draft.getLoaded(table, row.id);
    return [{ before: loaded && tallyEntry(table, loaded), after: tallyEntry(table, row) }];
  });
  if (entries.length === 0) return;
  const tally = await tx.get('ledgers', groupId);
  const { pairs } = applyEntries(tally ?? NO_BALANCES, entries);
  await tx.put('ledgers', [{ groupId, pairs }]);
}

export async function tallyAnew(tx: WriteTransaction, groupId: string): Promise<void> {
  const entries = [
    ...(await listEntries(tx, groupId, 'expenses')),
    ...(await listEntries(tx, groupId, 'settlements')),
  ];
  await tx.put('ledgers', [{ groupId, ...foldBalances(entries) }]);
}

async function listEntries(tx: ReadTransaction, groupId: string, table: Exclude<LedgerTable, 'recurrences'>) {
  const rows = await tx.list(table, { from: [groupId, ''], to: [groupId, '\uffff'] });
  return rows.flatMap((row) => tallyEntry(table, row) ?? []);
}
