/**
 * What a server's `LEDGER_DIR` holds, in memory: beside the database, shared by all nodes, and untouched when the database
 * goes back in time. The handlers that read and write it are the product's own.
 */
import { type KnownOutside, knownOutside } from '#server/sync/known-outside.ts';
import type { LogStore } from '#server/sync/log-store.ts';
import {
  applyRemovals,
  type LedgerLine,
  type RemovalLedger,
  recordRemovals,
} from '#server/sync/removal-ledger.ts';
import {
  applyRevocations,
  type RevocationLedger,
  type RevocationLine,
  recordRevocations,
} from '#server/sync/revocation-ledger.ts';

export class MemoryLedgers {
  readonly #removals = new Removals();
  readonly #revocations = new Revocations();
  readonly outside: KnownOutside = knownOutside(this.#removals, this.#revocations);

  record(store: LogStore, now: () => number): LogStore {
    return recordRevocations(recordRemovals(store, this.#removals, now), this.#revocations, now);
  }

  /** Before the doors of a restored server open. */
  async apply(store: LogStore, now: number): Promise<void> {
    await applyRemovals(store, this.#removals, now);
    await applyRevocations(store, this.#revocations, now);
  }
}

class Removals implements RemovalLedger {
  readonly #last = new Map<string, LedgerLine>();

  list(): readonly LedgerLine[] {
    return [...this.#last.values()];
  }

  get(groupId: string, memberId: string): LedgerLine | undefined {
    return this.#last.get(`${groupId} ${memberId}`);
  }

  async record(lines: readonly LedgerLine[]): Promise<void> {
    for (const line of lines) {
      const before = this.get(line.groupId, line.memberId);
      const isLater =
        !before || (line.epoch === before.epoch ? line.version >= before.version : line.at >= before.at);
      if (isLater) this.#last.set(`${line.groupId} ${line.memberId}`, line);
    }
  }
}

class Revocations implements RevocationLedger {
  readonly #known = new Map<string, RevocationLine>();

  list(): readonly RevocationLine[] {
    return [...this.#known.values()];
  }

  has(groupId: string, inviteId: string): boolean {
    return this.#known.has(`${groupId} ${inviteId}`);
  }

  async record(lines: readonly RevocationLine[]): Promise<void> {
    for (const line of lines) {
      const name = `${line.groupId} ${line.inviteId}`;
      if (!this.#known.get(name)?.op) this.#known.set(name, line);
    }
  }
}
