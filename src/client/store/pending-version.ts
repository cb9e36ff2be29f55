/** The versions at which what is pending is shown: above any version of a log, in the order things were written. */
import type { OutboxEntry } from './tables.ts';

/** Below 2^53 with room for every outbox order. */
const PENDING_VERSION = 2 ** 52;

export function pendingVersion(entry: OutboxEntry): number {
  return PENDING_VERSION + entry.order;
}

export function isPending(version: number): boolean {
  return version >= PENDING_VERSION / 2;
}
