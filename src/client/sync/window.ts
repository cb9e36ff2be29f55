/**
 * How much may be on the way. Pure: the pusher asks, and acts.
 *
 *   socket   a window in bytes per lane: small at first, doubled with each ack that comes quickly, small again
 *            after a cut, and smaller where the cut left nothing answered. Heartbeats travel behind what is in flight:
 *            more than seconds of it would starve them
 *   HTTP     the size of one flush: large while the link is not known to be bad, since every line of it that
 *            arrives is durable; small where the person would wait long for the first sign of progress
 *   pages      what one answer may weigh: a link that was cut or slow gets pages of which one lost is little
 */
import { LIMITS, TIMES, WINDOW } from '#protocol/limits.ts';

/** Far below the heartbeat's patience, far above a bad round trip. */
const QUICK_ACK_MS = 1_500;
const SLOW_ACK_MS = 4_000;
/** Where nothing came through, down to single ops: a link that dies every few KB still moves. */
const LEAST_BYTES = 1024;

export function nextWindow(bytes: number, ackMs: number): number {
  if (ackMs > SLOW_ACK_MS) return Math.min(bytes, Math.max(WINDOW.firstBytes, bytes / 2));
  return ackMs > QUICK_ACK_MS ? bytes : Math.min(WINDOW.maxBytes, bytes * 2);
}

/** With how much the lanes of the next socket begin, after one that gave way under a window of `bytes`. */
export function windowAfterCut(bytes: number, answered: number): number {
  const first = Math.min(WINDOW.firstBytes, bytes);
  return answered > 0 ? first : Math.max(LEAST_BYTES, first / 4);
}

const FLUSH_SLOW_BYTES = WINDOW.firstBytes;
/** A link that dropped us in mid-flush carries about this much per connection (measured: cuts every 64 KB). */
const FLUSH_AFTER_CUT_BYTES = 4 * WINDOW.firstBytes;
/** 25 KB/s: below it a 512 KB flush takes longer than people wait without a sign. */
const SLOW_BYTES_PER_MS = 25;

export type FlushOutcome =
  | { readonly kind: 'answered'; readonly bytes: number; readonly elapsedMs: number }
  /** `answered`: lines with a reply before the link gave way. */
  | { readonly kind: 'cut'; readonly answered: number };

/** The size of the next flush, in bytes. */
export function nextFlushBytes(current: number, outcome: FlushOutcome): number {
  if (outcome.kind === 'cut') {
    const below = outcome.answered > 0 ? FLUSH_AFTER_CUT_BYTES : current / 4;
    return Math.max(LEAST_BYTES, Math.min(FLUSH_AFTER_CUT_BYTES, below));
  }
  const { bytes, elapsedMs } = outcome;
  const isSlow = bytes >= FLUSH_SLOW_BYTES / 2 && bytes / Math.max(1, elapsedMs) < SLOW_BYTES_PER_MS;
  return isSlow ? Math.min(FLUSH_SLOW_BYTES, current) : Math.min(WINDOW.flushMaxBytes, current * 2);
}

export const PAGE_SMALL_BYTES = WINDOW.firstBytes;
/** A page that takes longer than this delays the heartbeat behind it too much. */
const SLOW_PAGE_MS = 3_000;

/** `pageMs` null: the link gave way. */
export function nextPageBytes(current: number, pageMs: number | null): number {
  if (pageMs === null) return Math.max(LEAST_BYTES, Math.min(PAGE_SMALL_BYTES, current / 4));
  if (pageMs > SLOW_PAGE_MS) return Math.min(PAGE_SMALL_BYTES, current);
  return Math.min(LIMITS.catchUpPageMaxBytes, current * 2);
}

/** How long an answer may take: a link of 2 KB/s still gets its time. */
export function ackTimeoutMs(bytesInFlight: number): number {
  return TIMES.ackTimeoutMs + Math.ceil(bytesInFlight / TIMES.slowLinkBytesPerMs);
}
