/**
 * What is pending, laid over what is confirmed: the same fold, at versions past everything the log can reach.
 * Nothing of it is ever written to the confirmed tables, so a refusal or a crash needs no undo.
 */
import { applyOp, judgeOp, listReads } from '#domain/apply-op.ts';
import type { RowDraft, RowKey } from '#domain/rows.ts';
import { pendingVersion } from './pending-version.ts';
import type { OutboxEntry } from './tables.ts';

/** Confirmed rows to load into the draft before `foldPending`. */
export function listPendingReads(entries: readonly OutboxEntry[]): RowKey[] {
  return entries.flatMap((entry) => listReads(entry.op));
}

/** Folds `entries` (append order) into the draft. What the log already brought home is not laid over it again. */
export function foldPending(draft: RowDraft, entries: readonly OutboxEntry[]): void {
  for (const entry of entries) {
    const version = pendingVersion(entry);
    if (judgeOp(draft, entry.op, version) === 'already-exists') continue;
    const applied = applyOp(draft, entry.op, version);
    if (applied.outcome !== 'unknown') draft.apply(applied.changes);
  }
}
