import type { Random } from '#client/platform/random.ts';
import { TIMES } from '#protocol/limits.ts';

/**
 * How long to wait before attempt n (1, 2, 3 …): full jitter over 0.5 → 30 s, so that a herd of devices that
 * lost the same server does not come back as one.
 */
export function backoffMs(attempt: number, random: Random): number {
  const ceiling = Math.min(TIMES.backoffMaxMs, TIMES.backoffFirstMs * 2 ** Math.min(attempt - 1, 10));
  return Math.round(ceiling * random.fraction());
}
