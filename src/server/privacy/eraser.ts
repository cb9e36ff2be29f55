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
  /** Every photo the account ever sent. */
  readonly forgetPhotos: (accountId: string) => Promise<void>;
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
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: EraserOptions) {
    this.#options = options;
  }

  /**
   * Resolves once nothing can bring the account back and nobody is signed in to it; its words go from the groups right
   * after. Rejects, and nothing has happened, when the ledger cannot be written.
   */
  async erase(accountId: string): Promise<void> {
    const { database, ledger, audit, now } = this.#options;
    const access = await database.log.read((view) => view.listAccessOf([accountId]));
    const members = access.map(({ groupId, memberId }) => ({ groupId, memberId }));
    const erasure: Erasure = { accountId, at: now(), members };
    await audit.record('account.deleted', { accountId });
    await ledger.record(erasure);
    await this.#forget(erasure).catch((error: unknown) => this.#options.onFailure(error));
    this.#working = this.#working.then(() => this.#finish([erasure]));
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

  /** What is under way ends; what waits for its next try is done at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#working;
  }

  async #finish(erasures: readonly Erasure[]): Promise<void> {
    try {
      await this.#eraseAll(erasures);
    } catch (error) {
      this.#options.onFailure(error);
      if (this.#isStopped) return;
      this.#cancel = this.#options.after(RETRY_MS, () => {
        this.#working = this.#finish(erasures);
      });
    }
  }

  async #eraseAll(erasures: readonly Erasure[]): Promise<number> {
    const { store, onGrown, now, newId } = this.#options;
    let erased = 0;
    for (const erasure of erasures) {
      const { accountId, members } = erasure;
      await this.#forget(erasure);
      for (const { groupId, memberId } of members) {
        const head = await eraseMember({ store, now, newId }, { groupId, memberId, accountId });
        if (head === undefined) continue;
        erased += 1;
        onGrown({ groupId, head });
      }
    }
    return erased;
  }

  async #forget({ accountId }: Erasure): Promise<void> {
    const { database, sessions, forgetPhotos, now } = this.#options;
    await forgetPhotos(accountId);
    await database.forgetAccount(accountId, now());
    sessions.noteEnded((session) => session.accountId === accountId);
  }
}
