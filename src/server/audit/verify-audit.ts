/** Walks the whole audit chain and holds it against its anchors. */
import type { AuditStore } from '../db/audit-store.ts';
import type { AuditAnchor } from './audit-anchors.ts';
import { type AuditHead, hashEntry } from './audit-entry.ts';

const PAGE = 1_000;

export interface AuditReport {
  readonly entries: number;
  /** Anchors of this epoch that the chain runs through. */
  readonly anchorsMet: number;
  /** What contradicts: each says which line. Empty: whole. */
  readonly faults: readonly string[];
  /** What an operator should know and may have done: anchors of an earlier epoch that a restored backup lost. */
  readonly notes: readonly string[];
}

/** Throws what the database throws. Memory: one page and the anchors. */
export async function verifyAudit(store: AuditStore, anchors: readonly AuditAnchor[]): Promise<AuditReport> {
  const faults: string[] = [];
  const notes: string[] = [];
  const head = await store.readHead();
  const anchorsBySeq = Map.groupBy(anchors, ({ seq }) => seq);
  let anchorsMet = 0;
  const meet = (anchor: AuditAnchor, hash: string | undefined): void => {
    const isPresent = anchor.epoch === head.epoch;
    if (anchor.hash === hash) anchorsMet += 1;
    else if (isPresent)
      faults.push(
        `line ${anchor.seq}: ${hash === undefined ? 'it is gone' : 'not the one that was anchored'}`,
      );
    else notes.push(`line ${anchor.seq} of an earlier history is not here: a backup was restored since`);
  };

  let last: AuditHead = { seq: 0, hash: '' };
  for (;;) {
    const page = await store.listAfter(last.seq, PAGE);
    for (const entry of page) {
      if (entry.seq !== last.seq + 1) faults.push(`line ${last.seq + 1}: it is missing`);
      else if (hashEntry(last, entry, entry.at) !== entry.hash)
        faults.push(`line ${entry.seq}: changed since it was written`);
      for (const anchor of anchorsBySeq.get(entry.seq) ?? []) meet(anchor, entry.hash);
      anchorsBySeq.delete(entry.seq);
      // Judged by what stands there, so that one change is told once.
      last = { seq: entry.seq, hash: entry.hash };
    }
    if (page.length < PAGE) break;
  }
  if (last.seq !== head.seq || last.hash !== head.hash)
    faults.push(`line ${head.seq}: the end is not where it was left`);
  for (const lost of anchorsBySeq.values()) for (const anchor of lost) meet(anchor, undefined);
  return { entries: last.seq, anchorsMet, faults, notes };
}
