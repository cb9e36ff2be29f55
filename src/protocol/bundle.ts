/**
 * `POST /api/bundle`: what one device has queued for one group, brought by another member's phone when only files get
 * through. The author's device signs it; whoever carries it can read it (they are in the group), change nothing, and
 * take it to no other group.
 *
 *   { racha: 'bundle', v: 1, push, signature }
 *   signature = ECDSA P-256 over SHA-256 of 'racha bundle 1\n' ‖ canonical(push), r ‖ s, base64url
 *
 * `push` is a push of the author's lane, longer than one frame may be; the server judges it as if the author had sent
 * it. Secrets (`proofs`) are never in it, so nothing that opens a group or comes into one can be carried.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import { canonicalJson } from './canonical.ts';
import { epochSchema, seqSchema, wireOpSchema } from './fields.ts';
import { BUNDLE_LIMITS } from './limits.ts';

export const BUNDLE_VERSION = 1;

/** An uncompressed point of P-256 (65 bytes), base64url. */
export const deviceKeySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{87}$/, 'not a key'));

const carriedPushSchema = v.strictObject({
  epoch: epochSchema,
  deviceId: idSchema,
  groupId: idSchema,
  /** The lane number of ops[0], the lowest without a verdict; the others follow without gaps. */
  firstSeq: seqSchema,
  ops: v.pipe(v.array(wireOpSchema), v.minLength(1), v.maxLength(BUNDLE_LIMITS.maxOps)),
});
export type CarriedPush = v.InferOutput<typeof carriedPushSchema>;

export const bundleSchema = v.strictObject({
  racha: v.literal('bundle'),
  v: v.literal(BUNDLE_VERSION),
  push: carriedPushSchema,
  signature: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/, 'not a signature')),
});
export type Bundle = v.InferOutput<typeof bundleSchema>;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Why the rest was not judged. Nothing of it was consumed. */
export const BUNDLE_STOPS = [
  /** The author's device has gone on since, or the server's history is another one: it needs a new bundle. */
  'stale',
  /** What it is signed by is not the author's. */
  'unproven',
  /** The server has it wait: bring it again. */
  'later',
] as const;

export const bundleReplySchema = v.object({
  accepted: count,
  refused: count,
  /** Not judged. */
  left: count,
  stop: v.exactOptional(v.picklist(BUNDLE_STOPS)),
});
export type BundleReply = v.InferOutput<typeof bundleReplySchema>;

/** Why nothing of it was looked at. Each has its sentence in `locales/<lang>/later/carry.json`. The list only grows. */
export const BUNDLE_REFUSALS = [
  'malformed',
  /** No session: this device was signed out. */
  'signed-out',
  'too-many',
  /** Whoever brings it is not in that group. Never said whether there is one. */
  'not-a-member',
  /** Not signed by a device that this server knows. */
  'unproven',
  /** It holds an op that only its author can bring: one with a secret beside it. */
  'not-carriable',
  'unavailable',
] as const;
export type BundleRefusal = (typeof BUNDLE_REFUSALS)[number];

export const bundleRefusalSchema = v.object({
  error: v.picklist(BUNDLE_REFUSALS),
  retryAfterMs: v.optional(v.pipe(v.number(), v.safeInteger())),
});

/** What is signed. */
export function bundleText(push: CarriedPush): string {
  return `racha bundle ${BUNDLE_VERSION}\n${canonicalJson(push as unknown as JsonValue)}`;
}
