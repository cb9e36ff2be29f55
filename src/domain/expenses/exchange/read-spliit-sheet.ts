/**
 * Spliit's CSV: one column per person with the size of their share, positive for who paid and negative for the others.
 *
 *   "Date","Description","Category","Currency","Cost",["Original cost","Original currency","Conversion rate",]
 *   "Is Reimbursement","Split mode","Ana","João"
 *   "2025-12-08","Gas","Gas/Fuel","R$","67.50",,,,"No","Unevenly – By shares",45,-22.5
 *
 * (spliit-app/spliit, src/app/groups/[groupId]/expenses/export/csv/route.ts.) The file does not tell everything: each share is
 * rounded alone, so their sum may miss the cost by some centavos; and who paid without taking part has 0, like everybody else who
 * has no part. Where only one can have paid it is them; else the row is left out, and the JSON of the same group says it.
 */
import { findDateOrder, isOurCurrency, readAmountCell, readDateCell } from './cells.ts';
import type { ForeignEntry, ForeignLedger, ForeignPart, LeftOut, ReadProblem } from './foreign-ledger.ts';
import {
  cellAt,
  createKeys,
  dateRemark,
  excerptOf,
  findHeading,
  foldWord,
  rowExcerpt,
  type SheetRow,
} from './sheet.ts';
import { sumOf } from './split-by-moves.ts';

interface Columns {
  readonly date: number;
  readonly description: number;
  readonly category: number;
  readonly currency: number;
  readonly cost: number;
  readonly reimbursement: number;
  readonly people: readonly { readonly at: number; readonly name: string }[];
}

export function readSpliitSheet(rows: readonly SheetRow[]): ForeignLedger | undefined {
  const heading = findHeading(rows, (cells) => listColumns(cells) !== undefined);
  const columns = heading && listColumns(heading.row.cells);
  if (!heading || !columns) return undefined;
  const { records } = heading;
  const people = columns.people.map(({ name }) => name);
  const { order, isAssumed } = findDateOrder(records.map((row) => cellAt(row, columns.date)));
  const keyOf = createKeys('spliit');
  const entries: ForeignEntry[] = [];
  const problems: ReadProblem[] = [...dateRemark(records[0], isAssumed)];
  for (const row of records) {
    const description = cellAt(row, columns.description).trim();
    const found = { line: row.line, excerpt: excerptOf(description) || rowExcerpt(row) };
    const read = readRecord(row, columns);
    if ('problem' in read) {
      problems.push({ ...found, ...read.problem });
      continue;
    }
    const { amountMinor, payer, shares, byMinor } = read;
    const date = readDateCell(cellAt(row, columns.date), order);
    if (!date) {
      problems.push({ ...found, kind: 'bad-date', cell: excerptOf(cellAt(row, columns.date)) });
      continue;
    }
    if (byMinor !== 0) problems.push({ ...found, kind: 'cents-adjusted', byMinor });
    const said = shares.map((share) => [people[share.person], share.amountMinor]);
    const key = keyOf([date, description, amountMinor, people[payer], said]);
    const base = { line: row.line, key, date, description, amountMinor };
    const [only] = shares;
    const isPayment = /^(yes|true|sim|si)$/.test(foldWord(cellAt(row, columns.reimbursement)));
    if (isPayment && shares.length === 1 && only && only.person !== payer && amountMinor > 0) {
      entries.push({ ...base, kind: 'payment', from: payer, to: only.person });
      continue;
    }
    const category = cellAt(row, columns.category).trim();
    entries.push({ ...base, kind: 'expense', category, payers: [{ person: payer, amountMinor }], shares });
  }
  return { source: 'spliit', people, entries, problems };
}

function listColumns(cells: readonly string[]): Columns | undefined {
  const words = cells.map(foldWord);
  const at = (word: string): number => words.indexOf(word);
  const splitMode = at('split mode');
  const columns = {
    date: at('date'),
    description: at('description'),
    category: at('category'),
    currency: at('currency'),
    cost: at('cost'),
    reimbursement: at('is reimbursement'),
  };
  if (splitMode < 0 || Object.values(columns).some((column) => column < 0)) return undefined;
  const people = cells
    .map((cell, column) => ({ at: column, name: cell.trim() }))
    .filter((column) => column.at > splitMode && column.name !== '');
  return { ...columns, people };
}

type ReadRecord =
  | { readonly problem: LeftOut }
  | {
      readonly amountMinor: number;
      readonly payer: number;
      readonly shares: readonly ForeignPart[];
      /** What the shares missed the cost by. */
      readonly byMinor: number;
    };

function readRecord(row: SheetRow, columns: Columns): ReadRecord {
  const amountMinor = readAmountCell(cellAt(row, columns.cost));
  if (amountMinor === null) return { problem: { kind: 'not-a-record' } };
  if (amountMinor === undefined) {
    return { problem: { kind: 'bad-amount', cell: excerptOf(cellAt(row, columns.cost)) } };
  }
  const currency = cellAt(row, columns.currency).trim();
  if (!isOurCurrency(currency)) return { problem: { kind: 'other-currency', currency: excerptOf(currency) } };
  const parts: ForeignPart[] = [];
  for (const [person, { at }] of columns.people.entries()) {
    const part = readAmountCell(cellAt(row, at));
    if (part === undefined) return { problem: { kind: 'bad-amount', cell: excerptOf(cellAt(row, at)) } };
    parts.push({ person, amountMinor: part ?? 0 });
  }
  const sign = amountMinor < 0 ? -1 : 1;
  const taking = parts.filter((part) => part.amountMinor !== 0);
  if (taking.length === 0 || amountMinor === 0) return { problem: { kind: 'no-effect' } };
  const payer = findPayer(parts, sign);
  if (payer === undefined) return { problem: { kind: 'payer-unknown' } };
  const shares = taking.map(({ person, amountMinor: part }) => ({
    person,
    amountMinor: sign * Math.abs(part),
  }));
  const byMinor = amountMinor - sumOf(shares);
  if (Math.abs(byMinor) > shares.length) return { problem: { kind: 'shares-differ', byMinor: -byMinor } };
  return { amountMinor, payer, shares: spread(shares, byMinor), byMinor };
}

/** The one whose share has the sign of the cost; else the only one without a share. */
function findPayer(parts: readonly ForeignPart[], sign: 1 | -1): number | undefined {
  const marked = parts.filter((part) => part.amountMinor * sign > 0);
  const candidates = marked.length > 0 ? marked : parts.filter((part) => part.amountMinor === 0);
  return candidates.length === 1 ? candidates[0]?.person : undefined;
}

/** A centavo each, from the first on, until the sum is right. */
function spread(shares: readonly ForeignPart[], byMinor: number): readonly ForeignPart[] {
  const step = Math.sign(byMinor);
  return shares.map((share, i) =>
    i < Math.abs(byMinor) ? { ...share, amountMinor: share.amountMinor + step } : share,
  );
}
