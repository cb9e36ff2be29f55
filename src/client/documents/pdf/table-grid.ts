/** The cells of a table row by row, what ties rows together, and how wide columns are. */
import type { Table, TableCell } from '#domain/documents/document.ts';
import { gridOf } from '../table-grid.ts';

export interface GridCell {
  readonly cell: TableCell;
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
}

export interface Grid {
  readonly columns: number;
  readonly cells: readonly (readonly GridCell[])[];
}

export function layGrid(table: Table): Grid {
  const { columns, rows } = gridOf(table);
  const cells = rows.map((places, row) =>
    places.flatMap((place, column): GridCell[] =>
      place?.isOrigin ? [{ cell: place.cell, row, column, columns: place.columns, rows: place.rows }] : [],
    ),
  );
  return { columns, cells };
}

/** Leading rows of headings alone, when something follows them. */
export function headerRowsOf(grid: Grid): number {
  const first = grid.cells.findIndex((row) => row.length === 0 || row.some(({ cell }) => !cell.header));
  const count = first === -1 ? 0 : first;
  const isCut = grid.cells.slice(0, count).some((row) => row.some(({ row: at, rows }) => at + rows > count));
  return isCut ? 0 : count;
}

/** Rows that cells tie together: a page ends between them and never inside. */
export function bandsOf(grid: Grid): (readonly GridCell[])[][] {
  const bands: (readonly GridCell[])[][] = [];
  let end = 0;
  for (const [index, row] of grid.cells.entries()) {
    if (index >= end || bands.length === 0) {
      bands.push([]);
      end = index + 1;
    }
    bands.at(-1)?.push(row);
    end = Math.max(end, ...row.map(({ rows }) => index + rows));
  }
  return bands;
}

export interface Wish {
  readonly column: number;
  readonly columns: number;
  /** Of its longest word, and of all of it in one line. */
  readonly least: number;
  readonly most: number;
}

/** Every column gets its longest word if there is room; the rest goes by how much text there is. */
export function columnWidths(columns: number, wishes: readonly Wish[], width: number): number[] {
  const least = new Array<number>(columns).fill(24);
  const most = new Array<number>(columns).fill(24);
  for (const wish of wishes) {
    for (let column = wish.column; column < wish.column + wish.columns; column++) {
      least[column] = Math.max(least[column] ?? 0, wish.least / wish.columns);
      most[column] = Math.max(most[column] ?? 0, wish.most / wish.columns);
    }
  }
  const leastSum = sum(least);
  const mostSum = sum(most);
  if (mostSum <= width) return most;
  if (leastSum >= width) return least.map((own) => (own / leastSum) * width);
  const room = (width - leastSum) / (mostSum - leastSum);
  return least.map((own, column) => own + ((most[column] ?? own) - own) * room);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
