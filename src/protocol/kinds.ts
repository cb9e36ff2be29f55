/** Why something was not done. Each kind has its words in `locales/<lang>/errors.json` (src/client/errors). */
import * as v from 'valibot';
import { REJECTION_KINDS } from '../domain/op-definition.ts';

/** Not a verdict: nothing is consumed, it is shown, and the lane tries again. */
export const WAIT_KINDS = [
  /** The server's history is another one: say hello again. */
  'epoch',
  /** No session, or the device or actor belongs to another account. */
  'auth',
  /** Too much at once, or the database is away. */
  'busy',
  /** This server does not speak the client's protocol or op version: update. */
  'unsupported',
  /** The group is not here (yet): its creator's device brings it. */
  'unknown-group',
  /** The server is recovering its history; this op's membership is not back yet. */
  'healing',
  /** Who administers the group has not let this person in yet. */
  'approval',
] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

export const waitSchema = v.strictObject({
  wait: v.picklist(WAIT_KINDS),
  /** Try again after this; absent: by one's own backoff. */
  retryAfterMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(3_600_000))),
});
export type Wait = v.InferOutput<typeof waitSchema>;

/** The frame could not be read at all; sent once, then the connection is closed. */
export const FRAME_ERRORS = ['malformed', 'too-large', 'flood', 'hello-first'] as const;
export type FrameErrorKind = (typeof FRAME_ERRORS)[number];

export const frameErrorSchema = v.strictObject({ error: v.picklist(FRAME_ERRORS) });
export type FrameError = v.InferOutput<typeof frameErrorSchema>;

export const rejectionSchema = v.picklist(REJECTION_KINDS);

/** A member left or was removed, the group is deleted, or who asked to come in was not let in, as recorded in this epoch. */
export const GONE_REASONS = ['left', 'removed', 'deleted', 'refused'] as const;
export type GoneReason = (typeof GONE_REASONS)[number];
export const goneReasonSchema = v.picklist(GONE_REASONS);
