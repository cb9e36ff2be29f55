/** A chosen file to what it says, whatever program wrote it. Never throws: what cannot be read has a reason. */
import type { FileProblem, ReadResult } from '#domain/expenses/exchange/foreign-ledger.ts';
import { readLedgerJson, readLedgerSheet } from '#domain/expenses/exchange/read-ledger-file.ts';
import { cutSheet } from './cut-sheet.ts';
import { decodeText } from './decode-text.ts';

/** Twenty thousand rows of fifty people are below it. */
export const FILE_MAX_BYTES = 16_000_000;

export type ReadFile =
  | ReadResult
  | { readonly ok: false; readonly problem: FileProblem | 'too-large' | 'unreadable' | 'not-text' };

export async function readFile(file: Pick<Blob, 'size' | 'arrayBuffer'>): Promise<ReadFile> {
  if (file.size > FILE_MAX_BYTES) return { ok: false, problem: 'too-large' };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { ok: false, problem: 'unreadable' };
  }
  return readText(decodeText(bytes));
}

export function readText(text: string): ReadFile {
  // A zip (.xlsx, .ods) or a picture: no table of text holds a NUL.
  if (text.includes('\0')) return { ok: false, problem: 'not-text' };
  if (/^\s*[{[]/.test(text)) {
    const json = parseJson(text);
    if (json !== undefined) return readLedgerJson(json);
  }
  return readLedgerSheet(cutSheet(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
