/** Which format a file is of, and what it says. */
import type { ForeignLedger, ReadResult } from './foreign-ledger.ts';
import { readOwnJson } from './read-own-json.ts';
import { readPaidForSheet } from './read-paid-for-sheet.ts';
import { readSpliitJson } from './read-spliit-json.ts';
import { readSpliitSheet } from './read-spliit-sheet.ts';
import { readSplitwise } from './read-splitwise.ts';
import { readTricountJson } from './read-tricount-json.ts';
import type { SheetRow } from './sheet.ts';

/** A group's life. What is beyond is no ledger of friends, and would keep a phone busy for minutes. */
export const IMPORT_ROWS_MAX = 20_000;

/** Splitwise last: it takes headings in languages nobody told us by what stands under them. */
const SHEETS = [readSpliitSheet, readPaidForSheet, readSplitwise] as const;
const JSONS = [readOwnJson, readTricountJson, readSpliitJson] as const;

export function readLedgerSheet(rows: readonly SheetRow[]): ReadResult {
  if (rows.every(({ cells }) => cells.every((cell) => cell.trim() === ''))) {
    return { ok: false, problem: 'empty' };
  }
  if (rows.length > IMPORT_ROWS_MAX) return { ok: false, problem: 'too-many-rows' };
  return resultOf(firstOf(SHEETS, rows));
}

export function readLedgerJson(json: unknown): ReadResult {
  const ledger = firstOf(JSONS, json);
  if (ledger && ledger.entries.length + ledger.problems.length > IMPORT_ROWS_MAX) {
    return { ok: false, problem: 'too-many-rows' };
  }
  return resultOf(ledger);
}

function firstOf<T>(
  readers: readonly ((input: T) => ForeignLedger | undefined)[],
  input: T,
): ForeignLedger | undefined {
  for (const read of readers) {
    const ledger = read(input);
    if (ledger) return ledger;
  }
  return undefined;
}

function resultOf(ledger: ForeignLedger | undefined): ReadResult {
  if (!ledger) return { ok: false, problem: 'unknown-format' };
  if (ledger.people.length === 0) return { ok: false, problem: 'no-people' };
  if (ledger.entries.length + ledger.problems.length === 0) return { ok: false, problem: 'empty' };
  return { ok: true, ledger };
}
