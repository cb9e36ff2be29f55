import type { Clock } from '#client/platform/clock.ts';

/** Longer than between two beats of a hidden tab, whose timers are slowed to one a minute. */
const ASLEEP_MS = 70_000;

/**
 * Asked regularly: did the device sleep since it was last asked? Sleep stops the monotonic clock and every heartbeat
 * with it, so only the wall clock can tell; that it jumped for another reason costs one question to the server.
 */
export function watchSleep(clock: Clock): () => boolean {
  let askedAt = clock.now();
  return () => {
    const before = askedAt;
    askedAt = clock.now();
    return Math.abs(askedAt - before) > ASLEEP_MS;
  };
}
