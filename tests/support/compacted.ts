import type { PastPolicy } from '#server/sync/past-policy.ts';

const DAY_MS = 86_400_000;

/** Of a history of weeks something is at every stage: whole, by day, by month. */
export const COMPACTED: PastPolicy = { everyVersionMs: 10 * DAY_MS, everyDayMs: 20 * DAY_MS };
