/**
 * To which moments of a group one can return, and for how long.
 *
 *   the last 90 days       every version: what was changed by mistake is noticed when a month is closed, at the latest the next
 *   up to 400 days         the end of each day: a year, and the month after it in which people compare with it
 *   before that            the end of each month, for ever
 *
 * A day ends at midnight in Brasília; in a day of more than `SEGMENT_MAX_OPS` there are points between, until it loses its versions.
 * Whatever the policy, hashes, chain, order and verdicts stay for ever, and so do the present rows. The texts of plans are kept as
 * of the same moments, and besides as of each version with a name (`kept-texts.ts`).
 */
import type { LogEntry } from './log-store.ts';
import type { PastPoint } from './past-store.ts';

export interface PastPolicy {
  /** null: every version for ever; the log keeps its words. */
  readonly everyVersionMs: number | null;
  readonly everyDayMs: number;
}

/** What a look at the past folds at most, beyond a point. More would be felt by who looks; less is more rows to keep. */
export const SEGMENT_MAX_OPS = 500;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of UTC, when it is midnight in Brasília. */
const DAY_BEGINS_MS = 3 * HOUR_MS;

export interface Cut {
  readonly version: number;
  readonly at: number;
}

/**
 * Where the next point goes among `entries`, which follow the last one in the log; undefined: not yet. Who wrote with a
 * clock ahead cannot bring a later day: no time is after `now`, and none before the one it follows.
 */
export function findCut(entries: readonly LogEntry[], since: number, now: number): Cut | undefined {
  let at = since;
  let last: Cut | undefined;
  for (const [i, { op, version }] of entries.entries()) {
    const next = Math.max(at, Math.min(op.at, now));
    if (last && dayOf(next) > dayOf(at)) return last;
    at = next;
    last = { version, at };
    if (i + 1 === SEGMENT_MAX_OPS) return last;
  }
  return last && dayOf(last.at) < dayOf(now) ? last : undefined;
}

/** Of `points`, ascending, all of a time that has lost its versions: those that nobody can return to any more at `now`. */
export function listWorn(points: readonly PastPoint[], { everyDayMs }: PastPolicy, now: number): number[] {
  return points.flatMap(({ version, at }, i) => {
    const next = points[i + 1];
    // The last one of all is what the log goes on from.
    if (!next) return [];
    const spanOf = isOld(next.at, everyDayMs, now) ? monthOf : dayOf;
    return spanOf(next.at) === spanOf(at) ? [version] : [];
  });
}

export const isOld = (at: number, keptMs: number, now: number): boolean => at < now - keptMs;

export const dayOf = (at: number): number => Math.floor((at - DAY_BEGINS_MS) / DAY_MS);

function monthOf(at: number): string {
  return new Date(at - DAY_BEGINS_MS).toISOString().slice(0, 7);
}
