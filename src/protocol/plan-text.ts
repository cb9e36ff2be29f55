/**
 * plan-text: the text of a plan, for a device that does not have all of it: a compacted text up to some version of the log, and the
 * edits after it, page by page. Yjs merges them in any order and more than once, so a page needs no cursor to wait for. Since
 * protocol 5.
 *
 *   first     after: 0, state: null         → the newest compacted text there is up to `upTo`, its first bytes; or none, and edits
 *   then      state: { version, offset }    → more bytes of that one, until `offset` + bytes = `bytes`
 *   then      after: its version            → edits, until `isAll`
 *
 * A compacted text that is no longer kept when more of it is asked for is answered with the one in its place, from its beginning.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { UPDATE_MAX_CHARACTERS } from '../domain/plans/plan-text.ts';
import { epochMsSchema } from '../domain/time.ts';
import { goneSchema } from './catch-up.ts';
import { epochSchema, versionSchema } from './fields.ts';
import { waitSchema } from './kinds.ts';
import { LIMITS } from './limits.ts';

const offsetSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const planTextRequestSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  planId: idSchema,
  /** The text as of this version of the log; null: as it is. */
  upTo: v.nullable(versionSchema),
  /** All that was edited up to here is held: what comes is newer. 0: nothing is. */
  after: versionSchema,
  /** More of the compacted text of that version, from `offset` bytes on; null: from its beginning, if one is needed. */
  state: v.nullable(v.strictObject({ version: versionSchema, offset: offsetSchema })),
  maxBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1024), v.maxValue(LIMITS.frameMaxBytes)),
});
export type PlanTextRequest = v.InferOutput<typeof planTextRequestSchema>;

const editSchema = v.strictObject({
  version: versionSchema,
  by: idSchema,
  at: epochMsSchema,
  seen: versionSchema,
  /** Base64url, as in the op. */
  update: v.pipe(v.string(), v.maxLength(UPDATE_MAX_CHARACTERS)),
});
export type WireEdit = v.InferOutput<typeof editSchema>;

export const planTextPageSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  planId: idSchema,
  /** The head when this was read. */
  asOf: versionSchema,
  /** The version this is the text of: what was asked for, or the nearest before it that is kept. */
  upTo: versionSchema,
  state: v.nullable(
    v.strictObject({
      /** Holds every edit up to here. */
      version: versionSchema,
      bytes: offsetSchema,
      offset: offsetSchema,
      /** Packed as `domain/plans/packed-text.ts` says, base64url: a part of it. */
      data: v.pipe(v.string(), v.maxLength(LIMITS.frameMaxBytes)),
    }),
  ),
  /** Ascending by version; none while the compacted text has not come whole. */
  edits: v.pipe(v.array(editSchema), v.maxLength(LIMITS.catchUpPageMaxOps)),
  isAll: v.boolean(),
});
export type PlanTextPage = v.InferOutput<typeof planTextPageSchema>;
export const planTextReplySchema = v.union([planTextPageSchema, goneSchema, waitSchema]);
export type PlanTextReply = v.InferOutput<typeof planTextReplySchema>;
