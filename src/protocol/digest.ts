/**
 * digest: does what a device shows agree with the log? Asked at rest, a group at a time, by digests alone: no row
 * crosses the wire unless one differs. Since protocol 2.
 *
 *   state    the group's row and its members, whole
 *   ranges   messages and rows of the ledger and of plans by the version they were made at, in fixed segments of `DIGEST.segmentVersions`
 *
 * Comparable are only digests of the same version of the log made by the same version of the fold.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { goneSchema } from './catch-up.ts';
import { epochSchema, hashSchema, versionSchema } from './fields.ts';
import { waitSchema } from './kinds.ts';

export const DIGEST = {
  /** What one range spans at most: so much is read and hashed on both sides in one go, about 2 ms on a server. */
  segmentVersions: 256,
  /** Ranges in one ask. */
  maxRanges: 4,
} as const;

const rangeSchema = v.pipe(
  v.strictObject({
    /** Versions, both ends included. */
    from: versionSchema,
    to: versionSchema,
    digest: hashSchema,
  }),
  v.check(({ from, to }) => from <= to && to - from < DIGEST.segmentVersions, 'not a segment'),
);

export const digestRequestSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  /** The device's cursor, and its chain there. */
  version: versionSchema,
  chain: hashSchema,
  foldVersion: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  state: hashSchema,
  ranges: v.pipe(v.array(rangeSchema), v.maxLength(DIGEST.maxRanges)),
});
export type DigestRequest = v.InferOutput<typeof digestRequestSchema>;

const comparison = { epoch: epochSchema, groupId: idSchema };

export const sameSchema = v.strictObject({ ...comparison, outcome: v.literal('same') });
export const differsSchema = v.strictObject({
  ...comparison,
  outcome: v.literal('differs'),
  /** Another history: the rows were not compared. */
  chain: v.boolean(),
  state: v.boolean(),
  /** The `from` of each range that differs. */
  ranges: v.array(versionSchema),
});
export type Difference = v.InferOutput<typeof differsSchema>;

export const incomparableSchema = v.strictObject({
  ...comparison,
  outcome: v.literal('incomparable'),
  /** `moved`: the log's head is another version by now. `fold`: one of the two folds is newer. */
  why: v.picklist(['moved', 'fold']),
});

export const comparisonSchema = v.variant('outcome', [sameSchema, differsSchema, incomparableSchema]);
export type Comparison = v.InferOutput<typeof comparisonSchema>;

export const digestReplySchema = v.union([comparisonSchema, goneSchema, waitSchema]);
export type DigestReply = v.InferOutput<typeof digestReplySchema>;
