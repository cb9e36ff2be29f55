/**
 * `foldPending` for the first screen: the rules of every op type are fetched only when something is pending. A query that
 * comes before they are here is asked again when they are (observe.ts).
 */
import type { RowDraft } from '#domain/rows.ts';
import { CodeMissingError } from './observe.ts';
import type { OutboxEntry } from './tables.ts';

let overlay: typeof import('./overlay.ts') | undefined;

export function foldPending(draft: RowDraft, entries: readonly OutboxEntry[]): void {
  if (entries.length === 0) return;
  if (!overlay) throw new CodeMissingError(load);
  overlay.foldPending(draft, entries);
}

async function load(): Promise<void> {
  overlay = await import('./overlay.ts');
}
