/** A store whose commits are told to what lies outside of it, before whoever asked for them hears of them. */
import { type LogStore, LogStoreError, type LogTransaction, type PushWrites } from './log-store.ts';

export interface CommitTeller<Line> {
  /** What of these writes has to be known outside. */
  list(tx: LogTransaction, writes: PushWrites): readonly Line[];
  /** Resolves when the lines are on disk, or kept for the next try. Never rejects: the commit has happened. */
  record(lines: readonly Line[]): Promise<void>;
}

export function tellCommits<Line>(store: LogStore, teller: CommitTeller<Line>): LogStore {
  return {
    async transact(run) {
      const lines: Line[] = [];
      try {
        return await store.transact((tx) =>
          run(watch(tx, (writes) => lines.push(...teller.list(tx, writes)))),
        );
      } catch (error) {
        // It may be committed; and the person asked for it.
        if (!(error instanceof LogStoreError && error.kind === 'outcome-unknown')) lines.length = 0;
        throw error;
      } finally {
        // Nearly always none.
        if (lines.length > 0) await teller.record(lines);
      }
    },
    read: (run) => store.read(run),
    raiseMarks: (marks) => store.raiseMarks(marks),
  };
}

function watch(tx: LogTransaction, seen: (writes: PushWrites) => void): LogTransaction {
  return {
    epoch: tx.epoch,
    lockHeads: (groupIds, create) => tx.lockHeads(groupIds, create),
    loadForPush: (reads) => tx.loadForPush(reads),
    loadRosters: (groupIds) => tx.loadRosters(groupIds),
    loadEntries: (places) => tx.loadEntries(places),
    listParkedFor: (targets) => tx.listParkedFor(targets),
    append: (writes) => {
      seen(writes);
      return tx.append(writes);
    },
    past: tx.past,
    plans: tx.plans,
  };
}
