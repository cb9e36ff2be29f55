/**
 * Whether the disk under the embedded database is nearly full.
 *
 * PostgreSQL refuses a row for which it finds no room, but it stops altogether (PANIC) when its write-ahead log
 * finds none. So commits end before that: devices keep what they have (`wait(busy)`), and everybody reads on.
 */
import { statfsSync } from 'node:fs';

/** Three segments of the write-ahead log of 16 MB: the one in use, the next, and one for a checkpoint. */
export const RESERVED_BYTES = 48 * 1024 * 1024;
const LOOK_EVERY_MS = 1_000;

/** The answer is at most a second old. A file system that cannot tell counts as roomy. */
export function watchFreeSpace(directory: string, reservedBytes = RESERVED_BYTES): () => boolean {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isLow = false;
  return () => {
    const now = performance.now();
    if (now - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = now;
      isLow = freeBytes(directory) < reservedBytes;
    }
    return isLow;
  };
}

function freeBytes(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
