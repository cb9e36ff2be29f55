/**
 * A table → a slice a row (or a band of rows that cells tie together). Its headings stand again on each page. A row higher than
 * a page is cut into slices that fit.
 */
import type { PdfElement } from 'pdfkit/js/pdfkit.standalone.js';
import type { Block, Table, TableCell } from '#domain/documents/document.ts';
import { plainBlocks } from '#domain/documents/plain-text.ts';
import { HAIRLINE } from './inline-runs.ts';
import type { Setting } from './lay-blocks.ts';
import { PAGE_ROOM, type Paper, type Slice } from './paper.ts';
import {
  bandsOf,
  columnWidths,
  type Grid,
  type GridCell,
  headerRowsOf,
  layGrid,
  type Wish,
} from './table-grid.ts';

const PADDING = 5;
const GROUND = '#f4f3ef';

interface LaidCell extends GridCell {
  readonly x: number;
  readonly width: number;
  readonly slices: readonly Slice[];
}

interface Band {
  readonly cells: readonly LaidCell[];
  /** Of its rows. */
  readonly heights: readonly number[];
  readonly firstRow: number;
}

export async function* layTable(
  table: Table,
  { parent, width }: { readonly parent: PdfElement; readonly width: number },
  setting: Setting,
): AsyncGenerator<Slice> {
  const grid = layGrid(table);
  if (table.rows.length === 0) return;
  const small = { ...setting, size: setting.size * 0.92 };
  const wishes = await wishesOf(grid, small);
  const widths = columnWidths(grid.columns, wishes, width);
  const element = setting.paper.element('Table', parent);
  const headerRows = headerRowsOf(grid);
  const headings: Slice[] = [];
  for (const rows of bandsOf(grid)) {
    const band = await layBand(rows, widths, { element, setting: small });
    const isHeading = band.firstRow < headerRows;
    const repeated = isHeading || headings.length === 0 ? undefined : stacked(headings);
    const room = PAGE_ROOM - (repeated?.height ?? 0);
    const slices = heightOf(band) <= room ? [bandSlice(band)] : cutBand(band, room);
    for (const [index, slice] of slices.entries()) {
      if (isHeading) headings.push(slice);
      yield {
        ...slice,
        ...(band.firstRow === 0 && index === 0 ? { spaceBefore: 8 } : {}),
        ...(isHeading && slice.height < PAGE_ROOM / 3 ? { staysWithNext: true } : {}),
        ...(repeated ? { repeated } : {}),
      };
    }
  }
}

async function layBand(
  rows: readonly (readonly GridCell[])[],
  widths: readonly number[],
  { element, setting }: { readonly element: PdfElement; readonly setting: Setting },
): Promise<Band> {
  const cells: LaidCell[] = [];
  for (const row of rows) {
    const rowElement = setting.paper.element('TR', element);
    for (const cell of row) cells.push(await layCell(cell, widths, { parent: rowElement, setting }));
  }
  const firstRow = rows[0]?.[0]?.row ?? 0;
  const least = setting.size * 1.4 + 2 * PADDING;
  const heights = rows.map(() => least);
  for (const { row, rows: spanned, slices } of cells)
    if (spanned === 1) heights[row - firstRow] = Math.max(heights[row - firstRow] ?? 0, cellHeight(slices));
  for (const { row, rows: spanned, slices } of cells) {
    const last = row - firstRow + spanned - 1;
    const missing = cellHeight(slices) - spanHeight(heights, row - firstRow, spanned);
    if (missing > 0) heights[last] = (heights[last] ?? 0) + missing;
  }
  return { cells, heights, firstRow };
}

async function layCell(
  cell: GridCell,
  widths: readonly number[],
  { parent, setting }: { readonly parent: PdfElement; readonly setting: Setting },
): Promise<LaidCell> {
  const x = spanHeight(widths, 0, cell.column);
  const width = spanHeight(widths, cell.column, cell.columns);
  const { header } = cell.cell;
  const element = setting.paper.element(header ? 'TH' : 'TD', parent);
  element.dictionary.data.A = {
    O: 'Table',
    ...(header ? { Scope: cell.row === 0 ? 'Column' : 'Row' } : {}),
    ...(cell.columns > 1 ? { ColSpan: cell.columns } : {}),
    ...(cell.rows > 1 ? { RowSpan: cell.rows } : {}),
  };
  const place = { parent: element, width: width - 2 * PADDING };
  const slices: Slice[] = [];
  const inner = header ? { ...setting, bold: true } : setting;
  for await (const slice of setting.layInside(cell.cell.blocks, place, inner)) slices.push(slice);
  return { ...cell, x, width, slices };
}

const spanHeight = (sizes: readonly number[], from: number, count: number): number =>
  sizes.slice(from, from + count).reduce((sum, size) => sum + size, 0);

const stackHeight = (slices: readonly Slice[]): number =>
  slices.reduce(
    (sum, { height, spaceBefore = 0 }, index) => sum + height + (index === 0 ? 0 : spaceBefore),
    0,
  );

const cellHeight = (slices: readonly Slice[]): number => stackHeight(slices) + 2 * PADDING;
const heightOf = ({ heights }: Band): number => spanHeight(heights, 0, heights.length);

function bandSlice(band: Band): Slice {
  return {
    height: heightOf(band),
    draw: (paper, x, y) => {
      for (const cell of band.cells) {
        const row = cell.row - band.firstRow;
        const top = y + spanHeight(band.heights, 0, row);
        const box = {
          x: x + cell.x,
          y: top,
          width: cell.width,
          height: spanHeight(band.heights, row, cell.rows),
        };
        drawBox(paper, box, cell.cell);
        drawStack(paper, cell.slices, box.x + PADDING, top + PADDING);
      }
    },
  };
}

/** Each cell's slices by turns of a page; what ties rows together is given up. */
function cutBand(band: Band, room: number): Slice[] {
  const queues = band.cells.map((cell) => ({ cell, rest: [...cell.slices] }));
  const slices: Slice[] = [];
  while (queues.some(({ rest }) => rest.length > 0)) {
    const parts = queues.map(({ cell, rest }) => ({ cell, slices: takeUpTo(rest, room - 2 * PADDING) }));
    const height = Math.max(...parts.map((part) => cellHeight(part.slices)));
    slices.push({
      height,
      draw: (paper, x, y) => {
        for (const part of parts) {
          if (part.slices.length === 0 && slices.length > 1) continue;
          const box = { x: x + part.cell.x, y, width: part.cell.width, height };
          drawBox(paper, box, part.cell.cell);
          drawStack(paper, part.slices, box.x + PADDING, y + PADDING);
        }
      },
    });
  }
  return slices;
}

function takeUpTo(rest: Slice[], room: number): Slice[] {
  const taken: Slice[] = [];
  while (rest[0] && (taken.length === 0 || stackHeight([...taken, rest[0]]) <= room))
    taken.push(...rest.splice(0, 1));
  return taken;
}

function stacked(slices: readonly Slice[]): Slice {
  return {
    height: slices.reduce((sum, { height }) => sum + height, 0),
    draw: (paper, x, y) => {
      let top = y;
      for (const slice of slices) {
        slice.draw(paper, x, top);
        top += slice.height;
      }
    },
  };
}

function drawStack(paper: Paper, slices: readonly Slice[], x: number, y: number): void {
  let top = y;
  for (const [index, slice] of slices.entries()) {
    if (index > 0) top += slice.spaceBefore ?? 0;
    slice.draw(paper, x, top);
    top += slice.height;
  }
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawBox(paper: Paper, { x, y, width, height }: Rectangle, { header }: TableCell): void {
  paper.artifact(() => {
    if (header) paper.pdf.rect(x, y, width, height).fillColor(GROUND).fill();
    paper.pdf.lineWidth(0.6).strokeColor(HAIRLINE).rect(x, y, width, height).stroke();
  });
}

async function wishesOf(grid: Grid, { paper, faces, size }: Setting): Promise<Wish[]> {
  const wishes: Wish[] = [];
  for (const { cell, column, columns } of grid.cells.flat()) {
    const face = cell.header ? 'bold' : 'regular';
    const style = { face, size, color: HAIRLINE } as const;
    const lines = plainBlocks(cell.blocks).split('\n');
    const widths: number[] = [];
    const longest: number[] = [];
    for (const line of lines) {
      const text = line.slice(0, 400);
      await faces.prepare(text, face);
      const widthOf = (part: string) =>
        faces.split(part, face).reduce((sum, glyphs) => sum + paper.measure(glyphs, style), 0);
      widths.push(widthOf(text));
      longest.push(...text.split(/\s+/).map(widthOf));
    }
    // Pictures and lists want more than their words.
    const extra = cell.blocks.every(isText) ? 2 * PADDING + 1 : 40;
    wishes.push({
      column,
      columns,
      least: Math.max(0, ...longest) + extra,
      most: Math.max(0, ...widths) + extra,
    });
  }
  return wishes;
}

const isText = ({ kind }: Block): boolean => kind === 'paragraph' || kind === 'heading';
