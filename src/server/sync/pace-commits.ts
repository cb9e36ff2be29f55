/**
 * When the next commit starts: after the present round of reads, so that what has arrived together is committed
 * together, and not sooner than PACE_MS after the last one started. A lone message never waits; at hundreds a
 * second each waits for a few milliseconds' company, and the database and every receiver are woken less often.
 */

/** Shorter: more commits for the same messages. Longer: every message under load is that much later. */
const PACE_MS = 5;

export interface Pace {
  readonly monotonicMs: () => number;
  /** After the reads that are at hand. */
  readonly soon: (run: () => void) => void;
  readonly after: (ms: number, run: () => void) => void;
}

export const SYSTEM_PACE: Pace = {
  monotonicMs: () => performance.now(),
  soon: (run) => setImmediate(run),
  after: (ms, run) => setTimeout(run, ms),
};

export function paceCommits({ monotonicMs, soon, after }: Pace = SYSTEM_PACE): (run: () => void) => void {
  let startedAt = Number.NEGATIVE_INFINITY;
  return (run) => {
    const start = (): void => {
      startedAt = monotonicMs();
      run();
    };
    const waitMs = startedAt + PACE_MS - monotonicMs();
    if (waitMs > 0) after(waitMs, start);
    else soon(start);
  };
}
