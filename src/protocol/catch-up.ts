/** catch-up: the log after a version, a page at a time. One outstanding per group. */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { epochSchema, versionSchema, wireOpSchema } from './fields.ts';
import { goneReasonSchema, waitSchema } from './kinds.ts';
import { LIMITS } from './limits.ts';

export const catchUpSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  /** The cursor: the page starts at after + 1. */
  after: versionSchema,
  maxBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1024), v.maxValue(LIMITS.frameMaxBytes)),
});
export type CatchUp = v.InferOutput<typeof catchUpSchema>;

export const catchUpPageSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  /** Version of ops[0]. */
  from: versionSchema,
  ops: v.array(wireOpSchema),
  head: versionSchema,
});
export type CatchUpPage = v.InferOutput<typeof catchUpPageSchema>;

export const goneSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  gone: goneReasonSchema,
  /** Where the membership ended: a device that has joined again since then knows the word is old. */
  version: versionSchema,
});

export const catchUpReplySchema = v.union([catchUpPageSchema, goneSchema, waitSchema]);
export type CatchUpReply = v.InferOutput<typeof catchUpReplySchema>;
