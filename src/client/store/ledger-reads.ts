/**
 * Reads of a group's accounts. The balances are kept beside the rows (sync/tally-ledger.ts) and the list is read from its end
 * by an index, so that opening costs a page and not the whole ledger.
 */
import type { Table } from 'dexie';
import { netBalances } from '#domain/expenses/balances.ts';
import type { ExpenseRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { LedgerTable, RowTypes } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { type LedgerContext, ledgerStatus, readBalances, readLedgerContext } from './ledger-overlay.ts';
import type {
  ExpenseDetail,
  ExpenseView,
  LedgerEntryView,
  LedgerView,
  SettlementView,
  WholeLedger,
} from './ledger-types.ts';
import { isWhole } from './whole-rows.ts';

/** The newest `limit` entries. null: this person is not in the group. */
export async function readLedger(
  db: DeviceDatabase,
  groupId: string,
  limit: number,
): Promise<LedgerView | null> {
  const context = await readLedgerContext(db, groupId);
  if (!context) return null;
  const [expenses, settlements, balances] = await Promise.all([
    listNewest(db, 'expenses', { groupId, limit, context }),
    listNewest(db, 'settlements', { groupId, limit, context }),
    readBalances(db, groupId, context),
  ]);
  const entries: LedgerEntryView[] = [
    ...expenses.map((row) => ({ kind: 'expense' as const, row: viewExpense(row, context) })),
    ...settlements.map((row) => ({ kind: 'settlement' as const, row: viewSettlement(row, context) })),
  ];
  entries.sort((a, b) => byDay(a.row, b.row));
  return {
    entries: entries.slice(0, limit),
    hasMore: entries.length > limit,
    isArriving: context.isArriving,
    balances,
    myNetMinor: netBalances(balances).get(context.myMemberId) ?? 0,
  };
}

/** null: it is not here. */
export async function readExpense(
  db: DeviceDatabase,
  groupId: string,
  expenseId: string,
): Promise<ExpenseDetail | null> {
  const context = await readLedgerContext(db, groupId);
  if (!context) return null;
  const row = context.draft.get('expenses', expenseId) ?? (await db.expenses.get([groupId, expenseId]));
  if (!row || !isWhole('expenses', row)) return null;
  return { ...viewExpense(row, context), settledAt: await firstSettlement(db, row, context) };
}

/** Taken out and not put back, the last taken out first. */
export async function readVoided(db: DeviceDatabase, groupId: string): Promise<readonly ExpenseView[]> {
  const context = await readLedgerContext(db, groupId);
  if (!context) return [];
  const rows = await listAll(db, 'expenses', groupId, context);
  return rows
    .filter(({ voidedBy }) => voidedBy !== null)
    .sort((a, b) => b.rowVersion - a.rowVersion)
    .map((row) => viewExpense(row, context));
}

export async function readSettlements(
  db: DeviceDatabase,
  groupId: string,
): Promise<readonly SettlementView[]> {
  const context = await readLedgerContext(db, groupId);
  if (!context) return [];
  const rows = await listAll(db, 'settlements', groupId, context);
  return rows.reverse().map((row) => viewSettlement(row, context));
}

export async function readWholeLedger(db: DeviceDatabase, groupId: string): Promise<WholeLedger> {
  const context = await readLedgerContext(db, groupId);
  if (!context) return { expenses: [], settlements: [], recurrences: [], isArriving: false };
  const [expenses, settlements, recurrences] = await Promise.all([
    listAll(db, 'expenses', groupId, context),
    listAll(db, 'settlements', groupId, context),
    listAll(db, 'recurrences', groupId, context),
  ]);
  return { expenses, settlements, recurrences, isArriving: context.isArriving };
}

/** One more than `limit` where there are, so that it can be told; in no order. */
async function listNewest<T extends 'expenses' | 'settlements'>(
  db: DeviceDatabase,
  table: T,
  { groupId, limit, context }: { groupId: string; limit: number; context: LedgerContext },
): Promise<RowTypes[T][]> {
  const pending = listPending(table, context);
  const ids = new Set(pending.map(({ id }) => id));
  const rows = db[table] as unknown as Table<RowTypes['expenses' | 'settlements']>;
  const stored = await rows
    .where('[groupId+date]')
    .between([groupId, ''], [groupId, '\uffff'])
    .reverse()
    // Asked before a row is counted, so that a screen is full whatever was thrown away.
    .filter((row) => isWhole(table, row) && row.voidedBy === null && !ids.has(row.id))
    .limit(limit + 1)
    .toArray();
  const shown = pending.filter((row) => (row as ExpenseRow | SettlementRow).voidedBy === null);
  return [...(stored as RowTypes[T][]), ...shown];
}

async function listAll<T extends LedgerTable>(
  db: DeviceDatabase,
  table: T,
  groupId: string,
  context: LedgerContext,
): Promise<RowTypes[T][]> {
  const stored: readonly RowTypes[LedgerTable][] = await db[table]
    .where('[groupId+version]')
    .between([groupId, 0], [groupId, Number.MAX_SAFE_INTEGER])
    .toArray();
  const pending = listPending(table, context);
  const ids = new Set(pending.map(({ id }) => id));
  const whole = stored.filter((row) => isWhole(table, row) && !ids.has(row.id)) as RowTypes[T][];
  return [...whole, ...pending].sort((a, b) => a.version - b.version);
}

function listPending<T extends LedgerTable>(table: T, { draft }: LedgerContext): RowTypes[T][] {
  return draft.changed().flatMap((change) => (change.table === table ? [change.row as RowTypes[T]] : []));
}

function viewExpense(row: ExpenseRow, context: LedgerContext): ExpenseView {
  return { ...row, status: ledgerStatus(row, row.history.at(-1)?.by ?? row.addedBy, context) };
}

function viewSettlement(row: SettlementRow, context: LedgerContext): SettlementView {
  const by = row.voidedBy ?? row.confirmedBy ?? row.recordedBy;
  return { ...row, status: ledgerStatus(row, by, context) };
}

function byDay(a: ExpenseRow | SettlementRow, b: ExpenseRow | SettlementRow): number {
  if (a.date !== b.date) return a.date < b.date ? 1 : -1;
  return b.version - a.version;
}

async function firstSettlement(
  db: DeviceDatabase,
  { groupId, version, payers, shares }: ExpenseRow,
  context: LedgerContext,
): Promise<number | null> {
  const people = new Set([...payers, ...shares].map(({ memberId }) => memberId));
  const first = await db.settlements
    .where('[groupId+version]')
    .between([groupId, version], [groupId, Number.MAX_SAFE_INTEGER], false, true)
    .filter(
      (row) =>
        isWhole('settlements', row) &&
        (context.draft.get('settlements', row.id) ?? row).voidedBy === null &&
        people.has(row.fromId) &&
        people.has(row.toId),
    )
    .first();
  return first?.version ?? null;
}
