/**
 * Brings rows that are there already to what the lock says: writes each of them once more, and the seal of this
 * connection gives it the right form. A few in each transaction, with the place it got to; a kill costs those few.
 */
import type { DeviceStore, Key, WriteTransaction } from '#client/platform/device-store.ts';
import { primaryKeyOf, SEALED_TABLES, type SealedTable } from './sealed-rows.ts';
import type { MetaValues } from './tables.ts';

type Place = MetaValues['resealing'];

/** A page of the list is read meanwhile: nobody should wait for more than some ten milliseconds. */
const ROWS_AT_ONCE = 100;

/** Resolves to whether all rows are done: false when the lock was changed or the signal came. */
export async function resealRows(
  store: DeviceStore,
  lockId: string,
  { signal, breathe }: { readonly signal: AbortSignal; readonly breathe: () => Promise<void> },
): Promise<boolean> {
  for (;;) {
    if (signal.aborted) return false;
    const went = await store.write(['meta', ...SEALED_TABLES], (tx) => resealSome(tx, lockId));
    if (went !== 'on') return went === 'done';
    await breathe();
  }
}

async function resealSome(tx: WriteTransaction, lockId: string): Promise<'on' | 'done' | 'changed'> {
  const [lock, place] = await tx.getMany('meta', ['lock', 'resealing']);
  if (lock?.name !== 'lock' || lock.value.id !== lockId) return 'changed';
  if (place?.name !== 'resealing') return 'done';
  const table = SEALED_TABLES.find((name) => name === (place.value.table ?? SEALED_TABLES[0]));
  if (!table || place.value.lockId !== lockId) return 'changed';
  const after = place.value.after as Key | null;
  const rows = await tx.list(table, { ...(after !== null && { from: after }), limit: ROWS_AT_ONCE });
  await tx.put(
    table,
    rows.filter((row) => !isPlace(row)),
  );
  const last = rows.at(-1);
  if (rows.length < ROWS_AT_ONCE || last === undefined) return next(tx, lockId, table);
  await keepPlace(tx, {
    lockId,
    table,
    after: primaryKeyOf(table, last as unknown as Readonly<Record<string, unknown>>),
  });
  return 'on';
}

async function next(tx: WriteTransaction, lockId: string, table: SealedTable): Promise<'on' | 'done'> {
  const following = SEALED_TABLES[SEALED_TABLES.indexOf(table) + 1];
  if (following === undefined) {
    await tx.remove('meta', ['resealing']);
    return 'done';
  }
  await keepPlace(tx, { lockId, table: following, after: null });
  return 'on';
}

function keepPlace(tx: WriteTransaction, value: Place): Promise<void> {
  return tx.put('meta', [{ name: 'resealing', value }]);
}

/** The place itself is among the rows of `meta`, and moves by what is written after them. */
const isPlace = (row: object): boolean => 'name' in row && row.name === 'resealing';
