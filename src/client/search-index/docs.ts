/** What of a row is searched. A row that says nothing any more (deleted, voided, erased) makes no doc. */
import type { SearchedTable } from '#client/store/search-parts.ts';
import type { ExpenseRow, RecurrenceRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { MessageRow, RowTypes } from '#domain/rows.ts';
import type { IndexedDoc } from './part.ts';

/** Ids are unique within a table: the letter tells which. */
const LETTERS = {
  messages: 'm',
  expenses: 'e',
  settlements: 's',
  recurrences: 'r',
} as const satisfies Record<SearchedTable, string>;

export function docId(table: SearchedTable, id: string): string {
  return LETTERS[table] + id;
}

export function readDocId(docId: string): { readonly table: SearchedTable; readonly id: string } | undefined {
  const table = (Object.keys(LETTERS) as SearchedTable[]).find((name) => docId.startsWith(LETTERS[name]));
  return table && { table, id: docId.slice(1) };
}

/** null: there is nothing to find in it. */
export function docOf<T extends SearchedTable>(table: T, row: RowTypes[T]): IndexedDoc | null {
  const id = docId(table, row.id);
  switch (table) {
    case 'messages':
      return messageDoc(id, row as MessageRow);
    case 'expenses':
      return expenseDoc(id, row as ExpenseRow);
    case 'settlements':
      return settlementDoc(id, row as SettlementRow);
    default:
      return recurrenceDoc(id, row as RecurrenceRow);
  }
}

function messageDoc(id: string, row: MessageRow): IndexedDoc | null {
  if (row.kind !== 'text' || row.deletedBy !== null || row.text === '') return null;
  return { id, text: row.text, who: row.authorId, at: row.at, amountMinor: null };
}

function expenseDoc(id: string, row: ExpenseRow): IndexedDoc | null {
  if (row.voidedBy !== null) return null;
  const text = `${row.description} ${row.note ?? ''} ${amountWords(row.amountMinor)}`;
  const people = [...row.payers, ...row.shares].map(({ memberId }) => memberId);
  return {
    id,
    text,
    who: join([row.addedBy, ...people]),
    at: noonOf(row.date),
    amountMinor: row.amountMinor,
  };
}

function settlementDoc(id: string, row: SettlementRow): IndexedDoc | null {
  if (row.voidedBy !== null) return null;
  const text = `${row.note ?? ''} ${row.method} ${amountWords(row.amountMinor)}`;
  return { id, text, who: join([row.fromId, row.toId]), at: noonOf(row.date), amountMinor: row.amountMinor };
}

function recurrenceDoc(id: string, row: RecurrenceRow): IndexedDoc | null {
  if (row.endedAfter !== undefined) return null;
  const text = `${row.description} ${row.note ?? ''} ${amountWords(row.amountMinor)}`;
  const people = row.payers.map(({ memberId }) => memberId);
  return {
    id,
    text,
    who: join([row.addedBy, ...people]),
    at: noonOf(row.from),
    amountMinor: row.amountMinor,
  };
}

/** "1234 56" and "1 234": what "1.234,56" and "1234,56" become as words, too. */
export function amountWords(amountMinor: number): string {
  const [whole = '0', cents = '00'] = (Math.abs(amountMinor) / 100).toFixed(2).split('.');
  const parts = whole.length > 3 ? [whole.slice(0, -3), whole.slice(-3)] : [];
  return [whole, ...parts, cents].join(' ');
}

const join = (ids: readonly string[]): string => [...new Set(ids)].join(' ');

/** A day has no hour: noon of it here, which is on that day wherever the phone has been carried. */
function noonOf(day: string): number {
  const at = new Date(`${day}T12:00:00`).getTime();
  return Number.isNaN(at) ? 0 : at;
}
