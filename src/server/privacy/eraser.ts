/**
 * Ends accounts for good.
 *
 *   ledger line on its disk ─→ the database forgets who it was, sessions end ─→ group by group: eraseMember ─→ done
 *
 * From the line on there is no way back: what a kill, a database that is away or a restored backup leaves undone is done
 * by `reapply`, before the doors open, or by the next try here.
 */
import type { AuditLog } from '../audit/audit-log.ts';
import type { Database } from '../db/open-database.ts';
import type { SessionKeeper } from '../gateway/session-keeper.ts';
import type { Erasure, ErasureLedger } from '../ledger/erasure-ledger.ts';
import { eraseMember } from '../sync/erase-member.ts';
import { type LogStore, LogStoreError } from '../sync/log-store.ts';
import type { Hint } from '../sync/session.ts';

export interface EraserOptions {
  readonly database: Database;
  /** The database's log, with whoever listens to its commits. */
  readonly store: LogStore;
  readonly ledger: ErasureLedger;
  readonly sessions: SessionKeeper;
  readonly audit: AuditLog;
  /** A group has grown, by nobody's push. */
  readonly onGrown: (hint: Hint) => void;
  readonly onFailure: (error: unknown) => void;
  /** Epoch ms. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Calls once after `ms`; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

const RETRY_MS = 60_000;
const TRIES_MAX = 3;

export class Eraser {
  readonly #options: EraserOptions;
  #cancel: () => void = () => {};

  constructor(options: EraserOptions) {
    this.#options = options;
  }

  /** Resolves once nothing can bring the account back; rejects, and nothing has happened, when the ledger cannot be written. */
  async erase(accountId: string): Promise<void> {
    const { database, ledger, audit, now } = this.#options;
    const access = await database.log.read((view) => view.listAccessOf([accountId]));
    const members = access.map(({ groupId, memberId }) => ({ groupId, memberId }));
    const erasure: Erasure = { accountId, at: now(), members };
    await audit.record('account.deleted', { accountId });
    await ledger.record(erasure);
    await this.#finish([erasure]);
  }

  /** Everything the ledger knows and this database does not: after a restore, or a kill in the middle. Before the doors open. */
  async reapply(): Promise<number> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#eraseAll(this.#options.ledger.list());
      } catch (error) {
        // A new epoch has just begun, and the first who writes in it is told to begin anew.
        const isPassing = error instanceof LogStoreError && error.kind === 'unavailable';
        if (!isPassing || tried === TRIES_MAX) throw error;
      }
    }
  }

  stop(): void {
    this.#cancel();
  }

  async #finish(erasures: readonly Erasure[]): Promise<void> {
    try {
      await this.#eraseAll(erasures);
    } catch (error) {
      this.#options.onFailure(error);
      this.#cancel = this.#options.after(RETRY_MS, () => void this.#finish(erasures));
    }
  }

  async #eraseAll(erasures: readonly Erasure[]): Promise<number> {
    const { database, store, sessions, onGrown, now, newId } = this.#options;
    let erased = 0;
    for (const { accountId, members } of erasures) {
      await database.forgetAccount(accountId, now());
      sessions.noteEnded((session) => session.accountId === accountId);
      for (const { groupId, memberId } of members) {
        const head = await eraseMember({ store, now, newId }, { groupId, memberId, accountId });
        if (head === undefined) continue;
        erased += 1;
        onGrown({ groupId, head });
      }
    }
    return erased;
  }
}
