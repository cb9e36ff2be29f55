/**
 * Text to rows of cells: separators, quotes, line breaks within them. papaparse finds the separator itself; we keep count of
 * the lines, so that a problem can be named by the line that an editor shows.
 */
import Papa from 'papaparse';
import type { SheetRow } from '#domain/expenses/exchange/sheet.ts';

export function cutSheet(text: string): SheetRow[] {
  const rows: SheetRow[] = [];
  let line = 1;
  let from = 0;
  Papa.parse<string[]>(text, {
    delimitersToGuess: [',', ';', '\t', '|'],
    step: ({ data, meta }) => {
      rows.push({ line, cells: data });
      line += countBreaks(text, from, meta.cursor);
      from = meta.cursor;
    },
  });
  return rows;
}

export function joinSheet(rows: readonly (readonly string[])[]): string {
  // With a BOM spreadsheet programs know that it is UTF-8.
  return `\ufeff${Papa.unparse(rows as string[][], { newline: '\r\n' })}\r\n`;
}

/** CR LF is one; a CR that ends a piece belongs to the LF that begins the next. */
function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit === LF || (unit === CR && text.charCodeAt(i + 1) !== LF)) count += 1;
  }
  return count;
}

const LF = 10;
const CR = 13;
