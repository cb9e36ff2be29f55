/**
 * This node's pen on the audit log. What is told while a write is under way shares the next one, as pushes share a
 * commit; the chain's end is locked in the database, so that any number of nodes write one chain.
 */
import type { AuditStore } from '../db/audit-store.ts';
import { type AuditAbout, type AuditEvent, type AuditKind, requireIdsOnly } from './audit-entry.ts';

/** Lines that wait while the database is away. Past it whoever tells is refused, and so is what they were asked for. */
const WAITING_MAX = 2_000;
const PER_WRITE = 200;

export interface AuditLogOptions {
  readonly store: AuditStore;
  /** Epoch ms. */
  readonly now: () => number;
}

interface Waiting {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class AuditLog {
  readonly #options: AuditLogOptions;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the line is durable. Rejects with what the database throws: then nothing was written, and what was to
   * be told of should not be answered as done. Throws TypeError when `about` holds anything but ids and kinds.
   */
  record(kind: AuditKind, about: AuditAbout): Promise<void> {
    const event = { kind, about };
    requireIdsOnly(event);
    if (this.#waiting.length >= WAITING_MAX) return Promise.reject(new Error('the audit log is full'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** Resolves when everything told so far is written, or was refused. */
  async close(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    // After what is told in this very turn.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, PER_WRITE);
      try {
        await this.#options.store.append(
          batch.map(({ event }) => event),
          this.#options.now(),
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }
}
