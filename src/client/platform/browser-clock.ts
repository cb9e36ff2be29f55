import type { Clock } from './clock.ts';

/** setTimeout fires at once above this. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1;

/** The browser's clock, and Node's. */
export function createBrowserClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, Math.min(ms, TIMEOUT_MAX_MS));
      return () => clearTimeout(timer);
    },
  };
}
