/** Which cell covers which place of a table, for formats that want every place said. */
import type { Table, TableCell } from '#domain/documents/document.ts';

export interface Place {
  readonly cell: TableCell;
  /** The first place of its cell: there its text stands. */
  readonly isOrigin: boolean;
  /** How far the cell reaches from here, itself counted: never over another cell, nor below the last row. */
  readonly columns: number;
  readonly rows: number;
}

export interface TableGrid {
  readonly columns: number;
  readonly rows: readonly (readonly (Place | undefined)[])[];
}

/** No table is wider: Word's own bound. */
const COLUMNS_MAX = 63;

export function gridOf({ rows }: Table): TableGrid {
  const grid: (Place | undefined)[][] = rows.map(() => []);
  for (const [at, { cells }] of rows.entries()) {
    let column = 0;
    for (const cell of cells) {
      while (grid[at]?.[column]) column++;
      if (column >= COLUMNS_MAX) break;
      const across = freeAcross(grid[at] ?? [], column, cell.columns ?? 1);
      const down = freeDown(grid, at, column, across, cell.rows ?? 1);
      for (let y = 0; y < down; y++) {
        for (let x = 0; x < across; x++) {
          const line = grid[at + y];
          if (line)
            line[column + x] = { cell, isOrigin: x === 0 && y === 0, columns: across - x, rows: down - y };
        }
      }
      column += across;
    }
  }
  return { columns: Math.max(1, ...grid.map((line) => line.length)), rows: grid };
}

function freeAcross(line: readonly (Place | undefined)[], from: number, wanted: number): number {
  let across = 1;
  while (across < wanted && from + across < COLUMNS_MAX && !line[from + across]) across++;
  return across;
}

function freeDown(
  grid: readonly (readonly (Place | undefined)[])[],
  row: number,
  column: number,
  across: number,
  wanted: number,
): number {
  let down = 1;
  for (; down < wanted; down++) {
    const line = grid[row + down];
    if (!line || line.slice(column, column + across).some(Boolean)) break;
  }
  return down;
}
