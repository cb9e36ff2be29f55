/**
 * A group's ledger as a file: JSON for programs and for coming back, a sheet for people (and for coming back, without how a
 * split was entered). What was voided stays behind: it counts for nothing.
 */
import type { ExpenseRow, SettlementRow } from '../ledger-rows.ts';
import type { Part } from '../money.ts';
import { guardCell } from './guard-cell.ts';
import { OWN_FILE_VERSION, type OwnFile } from './own-file.ts';
import { SHEET_WORDS, type SheetLanguage } from './sheet-words.ts';

export interface WrittenLedger {
  readonly groupName: string;
  /** Everybody who is named in a row. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly expenses: readonly ExpenseRow[];
  readonly settlements: readonly SettlementRow[];
}

export function writeOwnJson(
  { groupName, people, expenses, settlements }: WrittenLedger,
  madeAt: number,
): OwnFile {
  return {
    racha: 'ledger',
    version: OWN_FILE_VERSION,
    madeAt,
    groupName,
    currency: 'BRL',
    people: people.map(({ id, name }) => ({ id, name })),
    expenses: inOrder(expenses).map((row) => {
      const { id, date, description, category, note, amountMinor, payers, split, shares } = row;
      const parts = split.parts.map(({ memberId, value }) => ({
        memberId,
        ...(value !== undefined && { value }),
      }));
      return {
        id,
        date,
        description,
        category,
        ...(note !== undefined && { note }),
        amountMinor,
        payers: payers.map(plain),
        split: { mode: split.mode, parts },
        shares: shares.map(plain),
      };
    }),
    payments: inOrder(settlements).map(({ id, date, fromId, toId, amountMinor, method, note }) => {
      return { id, date, fromId, toId, amountMinor, method, ...(note !== undefined && { note }) };
    }),
  };
}

/** Cells, heading first. Amounts have a dot and two decimals in every language: a reader never has to guess. */
export function writeOwnSheet(ledger: WrittenLedger, language: SheetLanguage): string[][] {
  const words = SHEET_WORDS[language];
  const names = tellApart(ledger.people.map(({ name }) => name));
  const ids = ledger.people.map(({ id }) => id);
  const cellsOf = (parts: readonly Part[]): string[] => {
    const amounts = new Map(parts.map(({ memberId, amountMinor }) => [memberId, amountMinor]));
    return ids.map((id) => amountCell(amounts.get(id) ?? 0));
  };
  const heading = [
    words.date,
    words.title,
    words.amount,
    words.currency,
    words.category,
    words.type,
    ...names.map((name) => words.paidBy + name),
    ...names.map((name) => words.paidFor + name),
    words.note,
    words.id,
  ];
  const expenses = inOrder(ledger.expenses).map((row) => ({
    date: row.date,
    cells: [
      row.date,
      guardCell(row.description),
      amountCell(row.amountMinor),
      'BRL',
      guardCell(row.category),
      words.expense,
      ...cellsOf(row.payers),
      ...cellsOf(row.shares),
      guardCell(row.note ?? ''),
      row.id,
    ],
  }));
  const payments = inOrder(ledger.settlements).map(({ id, date, fromId, toId, amountMinor, note = '' }) => ({
    date,
    cells: [
      date,
      guardCell(note),
      amountCell(amountMinor),
      'BRL',
      '',
      words.payment,
      ...cellsOf([{ memberId: fromId, amountMinor }]),
      ...cellsOf([{ memberId: toId, amountMinor }]),
      '',
      id,
    ],
  }));
  const rows = [...expenses, ...payments].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return [heading, ...rows.map(({ cells }) => cells)];
}

const plain = ({ memberId, amountMinor }: Part): Part => ({ memberId, amountMinor });

function inOrder<R extends ExpenseRow | SettlementRow>(rows: readonly R[]): readonly R[] {
  return rows
    .filter(({ voidedBy }) => voidedBy === null)
    .sort((a, b) => (a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? -1 : 1));
}

/** Centavos as 1234.50, by digits; an empty cell for nothing. */
function amountCell(amountMinor: number): string {
  if (amountMinor === 0) return '';
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Two people of one name have columns of their own: "Ana", "Ana (2)". A column has one line and no space around its name. */
function tellApart(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const base = name.replace(/\s+/g, ' ').trim() || '?';
    let told = base;
    for (let count = 2; taken.has(told); count++) told = `${base} (${count})`;
    taken.add(told);
    return told;
  });
}
