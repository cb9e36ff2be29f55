/** The ledgers that are told of commits, in one hand: of removals and of revoked links. */
import type { Database } from '../db/open-database.ts';
import { type KnownOutside, knownOutside } from '../sync/known-outside.ts';
import type { LogStore } from '../sync/log-store.ts';
import { applyRemovals, recordRemovals } from '../sync/removal-ledger.ts';
import { applyRevocations, recordRevocations } from '../sync/revocation-ledger.ts';
import { FileLedger, type FileLedgerOptions } from './file-ledger.ts';
import { FileRevocations } from './file-revocations.ts';

export interface Ledgers extends AsyncDisposable {
  readonly outside: KnownOutside;
  /** The same store, whose commits are told to the ledgers before anybody hears of them. */
  record(store: LogStore, now: () => number): LogStore;
  /**
   * Before the doors open: what the ledgers know and the database does not (a restored backup) is committed again; what the
   * database knows and they do not (its line was torn, or it is new) is written down. `now`: epoch ms.
   */
  remember(database: Database, now: number): Promise<Remembered>;
}

export interface Remembered {
  /** Memberships that were ended again. */
  readonly removals: number;
  /** Links that were revoked again. */
  readonly revocations: number;
}

/** Throws StartFailure when the directory cannot be read. */
export function openLedgers(options: FileLedgerOptions): Ledgers {
  const removals = new FileLedger(options);
  const revocations = new FileRevocations(options);
  return {
    outside: knownOutside(removals, revocations),
    record: (store, now) => recordRevocations(recordRemovals(store, removals, now), revocations, now),
    async remember(database, now) {
      const ended = await applyRemovals(database.log, removals, now);
      const revoked = await applyRevocations(database.log, revocations, now);
      const known = new Set(
        removals.list().flatMap(({ left }) => (left ? [`${left.groupId} ${left.opId}`] : [])),
      );
      const missing = (await database.listRemovals()).filter(
        ({ left }) => left !== null && !known.has(`${left.groupId} ${left.opId}`),
      );
      if (missing.length > 0) await removals.record(missing);
      const unheard = (await database.listRevocations()).filter(
        ({ groupId, inviteId }) => !revocations.has(groupId, inviteId),
      );
      if (unheard.length > 0) await revocations.record(unheard);
      return { removals: ended.applied, revocations: revoked.applied };
    },
    async [Symbol.asyncDispose]() {
      await removals[Symbol.asyncDispose]();
      await revocations[Symbol.asyncDispose]();
    },
  };
}
