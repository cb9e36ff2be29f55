/**
 * Splitwise's “Export as spreadsheet” (one group, or the bills outside of groups with one friend).
 *
 *   Note: does not include group expenses                          (only in the file of a friend)
 *   Date,Description,Category,Cost,Currency,Ana,João              the first five in the person's language, in this order
 *                                                                  (an empty row, in some files of commas only)
 *   2026-01-15,"Diesel, ida",Combustível,548.00,BRL,-274.00,274.00 what the bill put each person up or down by
 *   2026-02-04,Ana P. pagou João F.,Pagamento,700.00,BRL,700.00,-700.00
 *   2026-05-26,Saldo total, , ,BRL,10.00,-10.00                    one per currency, cost blank
 *
 * Seen in exports people have put into public repositories: antonio-ivanovski/spliit-cloud (packages/domain/src/fixtures),
 * Portuguese and Spanish headings in others. Saved again by a spreadsheet it has semicolons, decimal commas and 15/01/2026.
 */
import { findDateOrder, isOurCurrency, readAmountCell, readDateCell } from './cells.ts';
import {
  balancesOf,
  type ForeignEntry,
  type ForeignLedger,
  type ForeignPart,
  type LeftOut,
  type ReadProblem,
} from './foreign-ledger.ts';
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
import { splitByMoves } from './split-by-moves.ts';

const DATE = 0;
const DESCRIPTION = 1;
const CATEGORY = 2;
const COST = 3;
const CURRENCY = 4;
const FIRST_PERSON = 5;

const COST_WORDS = ['cost', 'custo', 'coste', 'costo', 'cout', 'kosten'];
const CURRENCY_WORDS = ['currency', 'moeda', 'moneda', 'devise', 'wahrung', 'valuta'];
const PAYMENT_WORDS = ['payment', 'pagamento', 'pago', 'paiement', 'zahlung', 'betaling'];

interface Column {
  readonly at: number;
  readonly person: number;
  readonly name: string;
}

export function readSplitwise(rows: readonly SheetRow[]): ForeignLedger | undefined {
  const heading = findHeading(rows, isHeading);
  if (!heading) return undefined;
  const columns = listColumns(heading.row);
  const people = columns.map(({ name }) => name);
  const totals = heading.records.filter(isTotal);
  const records = heading.records.filter((row) => !isTotal(row));
  const { order, isAssumed } = findDateOrder(records.map((row) => cellAt(row, DATE)));
  const keyOf = createKeys('splitwise');
  const entries: ForeignEntry[] = [];
  const problems: ReadProblem[] = [...dateRemark(records[0], isAssumed)];
  for (const row of records) {
    const found = { line: row.line, excerpt: excerptOf(cellAt(row, DESCRIPTION)) || rowExcerpt(row) };
    const read = readRecord(row, columns, (cell) => readDateCell(cell, order));
    if ('problem' in read) {
      problems.push({ ...found, ...read.problem });
      continue;
    }
    const moved = read.moves.map(({ person, amountMinor }) => [people[person], amountMinor]);
    const { date, description, amountMinor } = read.entry;
    const key = keyOf([date, description, amountMinor, moved]);
    entries.push({ ...read.entry, line: row.line, key });
    if (read.isReckoned) problems.push({ ...found, kind: 'payers-reckoned' });
  }
  return {
    source: 'splitwise',
    people,
    entries,
    problems: [...problems, ...compareTotals(totals, columns, { people, entries })],
  };
}

/** In a language we have no words for: five columns before people, and a first record that is one of a bill. */
function isHeading(cells: readonly string[], next: SheetRow | undefined): boolean {
  if (cells.length <= FIRST_PERSON) return false;
  const [cost, currency] = [foldWord(cells[COST] ?? ''), foldWord(cells[CURRENCY] ?? '')];
  if (COST_WORDS.includes(cost) && CURRENCY_WORDS.includes(currency)) return true;
  if (!next || cells.slice(0, FIRST_PERSON).some((cell) => cell.trim() === '')) return false;
  return (
    readDateCell(cellAt(next, DATE)) !== undefined &&
    typeof readAmountCell(cellAt(next, COST)) === 'number' &&
    /^[A-Z]{3}$/.test(cellAt(next, CURRENCY).trim()) &&
    next.cells.slice(FIRST_PERSON).every((cell) => readAmountCell(cell) !== undefined)
  );
}

function listColumns(row: SheetRow): readonly Column[] {
  return row.cells
    .map((cell, at) => ({ at, name: cell.trim() }))
    .filter(({ at, name }) => at >= FIRST_PERSON && name !== '')
    .map((column, person) => ({ ...column, person }));
}

const isTotal = (row: SheetRow): boolean =>
  cellAt(row, COST).trim() === '' &&
  cellAt(row, CATEGORY).trim() === '' &&
  cellAt(row, CURRENCY).trim() !== '';

type Unplaced<E> = E extends unknown ? Omit<E, 'line' | 'key'> : never;

type ReadRecord =
  | { readonly problem: LeftOut }
  | {
      readonly entry: Unplaced<ForeignEntry>;
      readonly moves: readonly ForeignPart[];
      readonly isReckoned: boolean;
    };

function readRecord(
  row: SheetRow,
  columns: readonly Column[],
  readDate: (cell: string) => string | undefined,
): ReadRecord {
  const amountMinor = readAmountCell(cellAt(row, COST));
  if (row.cells.length <= FIRST_PERSON || amountMinor === null) return { problem: { kind: 'not-a-record' } };
  if (amountMinor === undefined)
    return { problem: { kind: 'bad-amount', cell: excerptOf(cellAt(row, COST)) } };
  const currency = cellAt(row, CURRENCY).trim();
  if (!isOurCurrency(currency)) return { problem: { kind: 'other-currency', currency: excerptOf(currency) } };
  const date = readDate(cellAt(row, DATE));
  if (!date) return { problem: { kind: 'bad-date', cell: excerptOf(cellAt(row, DATE)) } };
  const moves: ForeignPart[] = [];
  for (const { at, person } of columns) {
    const moved = readAmountCell(cellAt(row, at));
    if (moved === undefined) return { problem: { kind: 'bad-amount', cell: excerptOf(cellAt(row, at)) } };
    if (moved !== null && moved !== 0) moves.push({ person, amountMinor: moved });
  }
  const description = cellAt(row, DESCRIPTION).trim();
  const category = cellAt(row, CATEGORY).trim();
  const split = splitByMoves(amountMinor, moves);
  if (!split.ok) return { problem: split.problem };
  const base = { date, description, amountMinor };
  const payment = PAYMENT_WORDS.includes(foldWord(category)) ? asPayment(amountMinor, moves) : undefined;
  if (payment) return { entry: { ...base, kind: 'payment', ...payment }, moves, isReckoned: false };
  const { payers, shares, isReckoned } = split;
  return { entry: { ...base, kind: 'expense', category, payers, shares }, moves, isReckoned };
}

/** Who paid is up by all of it, who got it down; anything else called a payment is a bill. */
function asPayment(
  amountMinor: number,
  moves: readonly ForeignPart[],
): { from: number; to: number } | undefined {
  const from = moves.find((move) => move.amountMinor === amountMinor);
  const to = moves.find((move) => move.amountMinor === -amountMinor);
  return moves.length === 2 && amountMinor > 0 && from && to
    ? { from: from.person, to: to.person }
    : undefined;
}

/** The file's own sum says what its rows should have come to: what it says otherwise is told, person by person. */
function compareTotals(
  totals: readonly SheetRow[],
  columns: readonly Column[],
  ledger: Pick<ForeignLedger, 'people' | 'entries'>,
): readonly ReadProblem[] {
  const balances = balancesOf(ledger);
  return totals
    .filter((row) => isOurCurrency(cellAt(row, CURRENCY)))
    .flatMap((row) =>
      columns.flatMap(({ at, person, name }): ReadProblem[] => {
        const said = readAmountCell(cellAt(row, at)) ?? 0;
        const byMinor = (balances[person] ?? 0) - said;
        const base = { line: row.line, excerpt: rowExcerpt(row) };
        return byMinor === 0 ? [] : [{ ...base, kind: 'total-differs', name, byMinor }];
      }),
    );
}
