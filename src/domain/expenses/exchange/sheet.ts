/** A spreadsheet as its rows: what cuts text into cells lies outside (a library of the client's). */
import type { ReadProblem } from './foreign-ledger.ts';

export interface SheetRow {
  /** Where the row begins, counted from 1 as an editor does: a quoted cell may hold line breaks. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Other apps put notes and empty lines before their heading, never this many. */
const HEADING_WITHIN_ROWS = 20;

export interface Heading {
  readonly row: SheetRow;
  /** What follows it, without empty rows. */
  readonly records: readonly SheetRow[];
}

export function findHeading(
  rows: readonly SheetRow[],
  isHeading: (cells: readonly string[], next: SheetRow | undefined) => boolean,
): Heading | undefined {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const at = filled
    .slice(0, HEADING_WITHIN_ROWS)
    .findIndex(({ cells }, i) => isHeading(cells, filled[i + 1]));
  const row = filled[at];
  return row && { row, records: filled.slice(at + 1) };
}

/** For comparing words: case, accents and what spreadsheets put around them do not count. */
export function foldWord(text: string): string {
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export const cellAt = (row: SheetRow, column: number | undefined): string =>
  (column === undefined ? undefined : row.cells[column]) ?? '';

const EXCERPT_MAX = 80;

export function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > EXCERPT_MAX ? `${characters.slice(0, EXCERPT_MAX - 1).join('')}…` : line;
}

/** The row as somebody sees it who opens the file. */
export function rowExcerpt(row: SheetRow): string {
  return excerptOf(row.cells.filter((cell) => cell.trim() !== '').join(' · '));
}

/**
 * Keys that tell two equal rows apart by their order. Rows added around them change nothing, so a later copy of the same
 * file gives what it shares with the earlier one the same keys.
 */
export function createKeys(source: string): (content: readonly unknown[]) => string {
  const seen = new Map<string, number>();
  return (content) => {
    const text = JSON.stringify([source, ...content]);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : `${text}#${count}`;
  };
}

/** One per file, and only where a day was guessed. */
export function dateRemark(first: SheetRow | undefined, isAssumed: boolean): readonly ReadProblem[] {
  return first && isAssumed
    ? [{ kind: 'day-first-assumed', line: first.line, excerpt: rowExcerpt(first) }]
    : [];
}
