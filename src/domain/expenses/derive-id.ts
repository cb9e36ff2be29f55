/**
 * Ids that several devices make alike, without a word between them: the entry of a recurrence, the line of an imported file.
 * 128 bits of SHA-256, written like any other id.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { formatId } from '../ids.ts';

export function deriveId(...parts: readonly (string | number)[]): string {
  return formatId(sha256(utf8ToBytes(JSON.stringify(parts))));
}

/** Of the entry number `index`, counted from 0. */
export function recurrenceExpenseId(recurrenceId: string, index: number): string {
  return deriveId('recurrence', recurrenceId, index);
}
