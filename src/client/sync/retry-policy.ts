/**
 * What follows when something did not go through: one row for each kind, and every loop of the engine reads its row.
 * What a person is told of their wait (the status) comes from the same rows; docs/errors.md lists them.
 *
 *   now        again without a pause, but only so often in a row without progress; then as by backoff
 *   backoff    again by itself, after a pause that grows; counted down for the person, who may try at once
 *   sign-in │ update │ approval
 *              somebody's deed ends it, and rings; asked again besides, for who did it elsewhere. Not counted down: the
 *              next ask is not what they wait for
 *   space      as backoff, and ends when the device has room
 *   tray       never by itself: the person decides
 *
 * What a server says (`retryAfterMs`) goes before the row's own pace.
 */
import type { Random } from '#client/platform/random.ts';
import type { WaitKind } from '#protocol/kinds.ts';
import { TIMES } from '#protocol/limits.ts';

export type RetryCue = 'now' | 'backoff' | 'sign-in' | 'update' | 'approval' | 'space' | 'tray';

export interface RetryRule {
  readonly cue: RetryCue;
  /** The first pause is at most this, each next one twice that, up to `maxMs`; full jitter, so that no herd comes back as one. */
  readonly firstMs: number;
  /** As `firstMs`: exactly this, without jitter. */
  readonly maxMs: number;
  readonly leastMs?: number;
  /** Of `now`: so often in a row. */
  readonly atOnceMax?: number;
  /** Of a wait, what it ends or holds up: the connection, the one lane, or whichever of them asked. */
  readonly holds?: 'connection' | 'lane' | 'asker';
}

const BACKOFF = { cue: 'backoff', firstMs: TIMES.backoffFirstMs, maxMs: TIMES.backoffMaxMs } as const;
/** Of a server that answered: never in the same breath. */
const WAIT = { ...BACKOFF, leastMs: 250 } as const;

const WAITS = {
  /** The connection says hello again, at once (`anew`). */
  epoch: { ...WAIT, holds: 'connection' },
  /** Of a push it may be the one group's: its member is another account's (`onLaneRefused`). */
  auth: { ...WAIT, cue: 'sign-in', holds: 'asker' },
  busy: { ...WAIT, holds: 'asker' },
  unsupported: { ...WAIT, cue: 'update', holds: 'asker' },
  'unknown-group': { ...WAIT, holds: 'lane' },
  healing: { ...WAIT, holds: 'lane' },
  approval: { ...WAIT, cue: 'approval', holds: 'lane' },
} as const satisfies Readonly<Record<WaitKind, RetryRule>>;

export const RETRIES = {
  ...WAITS,
  unreachable: BACKOFF,
  intercepted: BACKOFF,
  /** The connection starts over: a new session, another history, another device id. */
  anew: { ...BACKOFF, cue: 'now', atOnceMax: 3 },
  /** The server asks for an earlier number of a lane. Again and again, it is not well: then as `busy`. */
  expected: { ...WAIT, cue: 'now', atOnceMax: 3 },
  /** This device's database failed the connection. */
  storage: { ...BACKOFF, cue: 'space' },
  /** A bug of ours ended the connection. */
  fault: BACKOFF,
  /** The database failed before there was a connection at all. */
  term: { cue: 'space', firstMs: 1_000, maxMs: 1_000 },
  /** The browser did not say whether something was saved, and cannot be asked now. */
  'unknown-write': { cue: 'space', firstMs: 1_000, maxMs: 1_000 },
  /** A group that was asked to come into: an admin may answer on another node, which cannot tell who is not in. */
  'approval-read': { cue: 'approval', firstMs: 60_000, maxMs: 60_000 },
  photo: BACKOFF,
  /** Asks at rest, which nobody waits for: the server was busy, or the log went on meanwhile. */
  'ledger-page': { ...BACKOFF, firstMs: 2_000, maxMs: 2_000 },
  digest: { ...BACKOFF, firstMs: 30_000, maxMs: 30_000 },
  /** A verdict. */
  rejected: { cue: 'tray', firstMs: 0, maxMs: 0 },
} as const satisfies Readonly<Record<string, RetryRule>>;
export type RetryKind = keyof typeof RETRIES;

export interface Attempt {
  /** 1, 2, 3 … */
  readonly attempt: number;
  readonly random: Random;
  /** What the server said. */
  readonly retryAfterMs?: number | undefined;
}

/** How long to wait before trying again. */
export function pauseMs(
  kind: Exclude<RetryKind, 'rejected'>,
  { attempt, random, retryAfterMs }: Attempt,
): number {
  if (retryAfterMs !== undefined) return retryAfterMs;
  const { firstMs, maxMs, leastMs = 0 }: RetryRule = RETRIES[kind];
  if (firstMs === maxMs) return maxMs;
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 10));
  return Math.max(leastMs, Math.round(ceiling * random.fraction()));
}

/** Whether the person is told when it is tried again. */
export function isCountedDown(kind: RetryKind): boolean {
  const { cue } = RETRIES[kind];
  return cue === 'backoff' || cue === 'space' || cue === 'now';
}
