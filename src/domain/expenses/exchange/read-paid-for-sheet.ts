/**
 * Sheets that say what everybody paid and what was theirs: ours, Tricount's former CSV, what tricount-exporter and Sesterce
 * write (`sheet-words.ts`). Nothing has to be reckoned; a row that does not add up is left out, with by how much.
 *
 *   Data,Descrição,Valor,Moeda,Categoria,Tipo,Pago por Ana,Pago por João,Parte de Ana,Parte de João,Observação,Código
 *   2026-01-15,Diesel,548.00,BRL,transporte,despesa,548.00,,274.00,274.00,,x4f…
 */
import { isId } from '../../ids.ts';
import { findDateOrder, isOurCurrency, readAmountCell, readDateCell } from './cells.ts';
import { checkParts } from './check-parts.ts';
import type { ForeignEntry, ForeignLedger, ForeignPart, LeftOut, ReadProblem } from './foreign-ledger.ts';
import { unguardCell } from './guard-cell.ts';
import {
  cellAt,
  createKeys,
  dateRemark,
  excerptOf,
  findHeading,
  rowExcerpt,
  type SheetRow,
} from './sheet.ts';
import { isPaymentWord, personOf, type Role, roleOf } from './sheet-words.ts';
import { sumOf } from './split-by-moves.ts';

interface PersonColumn {
  readonly at: number;
  readonly person: number;
  readonly part: 'paid' | 'for';
  readonly isSigned: boolean;
}

interface Columns {
  readonly at: ReadonlyMap<Role, number>;
  /** Of the amounts, when it stands in a heading and not in a cell. */
  readonly defaultCurrency: string | undefined;
  readonly people: readonly string[];
  readonly parts: readonly PersonColumn[];
}

export function readPaidForSheet(rows: readonly SheetRow[]): ForeignLedger | undefined {
  const heading = findHeading(rows, (cells) => listColumns(cells) !== undefined);
  const columns = heading && listColumns(heading.row.cells);
  if (!heading || !columns) return undefined;
  const footer = heading.records.map((row) => TRICOUNT_FOOTER.exec(cellAt(row, 0))).find((match) => match);
  const records = heading.records.filter((row) => !TRICOUNT_FOOTER.test(cellAt(row, 0)));
  const { order, isAssumed } = findDateOrder(records.map((row) => cellAt(row, columns.at.get('date'))));
  const source = sourceOf(columns);
  const createKey = createKeys(source);
  const entries: ForeignEntry[] = [];
  const problems: ReadProblem[] = [...dateRemark(records[0], isAssumed)];
  for (const row of records) {
    const read = readRecord(row, columns, (cell) => readDateCell(cell, order));
    if ('problem' in read) {
      const excerpt = excerptOf(unguardCell(cellAt(row, columns.at.get('title')))) || rowExcerpt(row);
      problems.push({ line: row.line, excerpt, ...read.problem });
      continue;
    }
    const id = cellAt(row, columns.at.get('id')).trim();
    const key = createKey(id === '' ? [read.entry, columns.people] : [id]);
    entries.push({ ...read.entry, line: row.line, key, ...(isId(id) && { id }) });
  }
  const title = footer?.[1];
  return { source, ...(title !== undefined && { title }), people: columns.people, entries, problems };
}

const TRICOUNT_FOOTER = /^tricount (.*) - exported on /i;

function sourceOf({ at, parts }: Columns): 'racha' | 'tricount' | 'paid-for' {
  if (at.has('id')) return 'racha';
  return at.has('payer') || parts.some(({ isSigned }) => isSigned) ? 'tricount' : 'paid-for';
}

function listColumns(cells: readonly string[]): Columns | undefined {
  const at = new Map<Role, number>();
  const people: string[] = [];
  const parts: PersonColumn[] = [];
  let defaultCurrency: string | undefined;
  for (const [column, cell] of cells.entries()) {
    const known = roleOf(cell);
    if (known) {
      if (!at.has(known.role)) at.set(known.role, column);
      if (known.currency !== undefined) defaultCurrency = known.currency;
      continue;
    }
    const named = personOf(cell);
    if (!named) continue;
    const place = people.indexOf(named.name);
    const person = place >= 0 ? place : people.push(named.name) - 1;
    parts.push({ at: column, person, part: named.part, isSigned: named.isSigned });
  }
  const saysWhoPaid = at.has('payer') || parts.some(({ part }) => part === 'paid');
  const isOne = at.has('date') && at.has('title') && saysWhoPaid && parts.some(({ part }) => part === 'for');
  return isOne ? { at, defaultCurrency, people, parts } : undefined;
}

type Unplaced<E> = E extends unknown ? Omit<E, 'line' | 'key'> : never;
type ReadRecord = { readonly problem: LeftOut } | { readonly entry: Unplaced<ForeignEntry> };

function readRecord(
  row: SheetRow,
  columns: Columns,
  readDate: (cell: string) => string | undefined,
): ReadRecord {
  const cell = (role: Role): string => cellAt(row, columns.at.get(role));
  const currency = (columns.defaultCurrency ?? cell('currency')).trim();
  if (!isOurCurrency(currency)) return { problem: { kind: 'other-currency', currency: excerptOf(currency) } };
  const date = readDate(cell('date'));
  if (!date) return { problem: { kind: 'bad-date', cell: excerptOf(cell('date')) } };
  const paid = readParts(row, columns, 'paid');
  const owed = readParts(row, columns, 'for');
  if ('kind' in paid) return { problem: paid };
  if ('kind' in owed) return { problem: owed };
  const amount = readAmount(row, columns, paid);
  if (typeof amount !== 'number') return { problem: amount };
  const payers = paid.length > 0 ? paid : readPayer(cell('payer'), columns.people, amount);
  if ('kind' in payers) return { problem: payers };
  // Signed from the group's side, what is spent is negative.
  const isSigned = columns.parts.some((column) => column.part === 'for' && column.isSigned);
  const shares = isSigned ? owed.map((part) => ({ ...part, amountMinor: -part.amountMinor })) : owed;
  const problem = checkParts(amount, payers, shares);
  if (problem) return { problem };
  const note = unguardCell(cell('note'));
  const description = unguardCell(cell('title'));
  const base = { date, description, amountMinor: amount, ...(note !== '' && { note }) };
  const category = unguardCell(cell('category')).trim();
  const [payer, share] = [payers[0], shares[0]];
  // A file that says what a row is is believed; of others a repayment is known by its name.
  const type = cell('type').trim();
  const isPayment = type === '' ? [category, description].some(isPaymentWord) : isPaymentWord(type);
  const isOneToOne = payers.length === 1 && shares.length === 1 && payer && share;
  if (isPayment && isOneToOne && amount > 0 && payer.person !== share.person) {
    return { entry: { ...base, kind: 'payment', from: payer.person, to: share.person } };
  }
  return { entry: { ...base, kind: 'expense', category, payers, shares } };
}

function readParts(row: SheetRow, { parts }: Columns, wanted: 'paid' | 'for'): ForeignPart[] | LeftOut {
  const found: ForeignPart[] = [];
  for (const { at, person, part } of parts) {
    if (part !== wanted) continue;
    const amountMinor = readAmountCell(cellAt(row, at));
    if (amountMinor === undefined) return { kind: 'bad-amount', cell: excerptOf(cellAt(row, at)) };
    if (amountMinor !== null && amountMinor !== 0) found.push({ person, amountMinor });
  }
  return found;
}

/** Where no column holds the whole, it is what was paid. */
function readAmount(row: SheetRow, { at }: Columns, paid: readonly ForeignPart[]): number | LeftOut {
  const column = at.get('amount-in-default') ?? at.get('amount');
  if (column === undefined) return sumOf(paid);
  const cell = cellAt(row, column);
  return readAmountCell(cell) ?? { kind: 'bad-amount', cell: excerptOf(cell) };
}

function readPayer(cell: string, people: readonly string[], amountMinor: number): ForeignPart[] | LeftOut {
  const name = cell.trim();
  if (name === '') return { kind: 'payer-unknown' };
  const person = people.indexOf(name);
  return person < 0 ? { kind: 'unknown-person', name: excerptOf(name) } : [{ person, amountMinor }];
}
