/**
 * hello: the first frame of every connection. The device says what it holds, the server what there is.
 *
 *   head > version, history same → catch up.   history changed → set aside, bootstrap, push kept ops.
 *   gone → purge.   unknown → nothing is purged, the device brings it.   held → wait for an admin's word.
 *   `settled` answers a lane whose acks were lost: op and verdict of each number from `lanes[].from` to
 *   `myLastSeq`. Another opId under a number than the device's own: two devices share one id, a fork.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { ROLES } from '../domain/rows.ts';
import { epochSchema, hashSchema, seqSchema, versionSchema } from './fields.ts';
import { goneReasonSchema, waitSchema } from './kinds.ts';
import { LIMITS } from './limits.ts';
import { markSchema } from './marks.ts';
import { verdictSchema } from './push.ts';

export const helloSchema = v.strictObject({
  protocol: v.pipe(v.number(), v.safeInteger()),
  deviceId: idSchema,
  /** null: this device never met a server, or lost what it knew. */
  epoch: v.nullable(epochSchema),
  /** Lanes with numbers on the way; `from` is the first without a verdict. */
  lanes: v.pipe(
    v.array(v.strictObject({ groupId: idSchema, from: seqSchema })),
    v.maxLength(LIMITS.helloMaxGroups),
  ),
  cursors: v.pipe(
    v.array(v.strictObject({ groupId: idSchema, version: versionSchema, chain: hashSchema })),
    v.maxLength(LIMITS.helloMaxGroups),
  ),
  /** This device's own marks, sent again: registers, merged by max. */
  marks: v.pipe(
    v.array(v.strictObject({ groupId: idSchema, delivered: versionSchema, read: versionSchema })),
    v.maxLength(LIMITS.helloMaxGroups),
  ),
});
export type Hello = v.InferOutput<typeof helloSchema>;

export const helloGroupSchema = v.strictObject({
  groupId: idSchema,
  head: versionSchema,
  /** Does the log hold the device's chain at its cursor? `unheld`: the device sent no cursor for this group. */
  history: v.picklist(['same', 'changed', 'unheld']),
  myMemberId: idSchema,
  role: v.picklist(ROLES),
  /** The last number of this device's lane that has a verdict; 0 when none. */
  myLastSeq: versionSchema,
  /** Of the lane asked for, from its `from` to myLastSeq: which op used the number, and what became of it. */
  settled: v.array(v.tuple([idSchema, verdictSchema])),
  marks: v.array(markSchema),
});
export type HelloGroup = v.InferOutput<typeof helloGroupSchema>;

export const helloReplySchema = v.union([
  v.strictObject({
    epoch: epochSchema,
    serverTime: v.pipe(v.number(), v.safeInteger()),
    groups: v.array(helloGroupSchema),
    gone: v.array(v.strictObject({ groupId: idSchema, reason: goneReasonSchema, version: versionSchema })),
    unknown: v.array(idSchema),
    /** This person asked to come in, and no admin has answered yet. */
    held: v.exactOptional(v.array(idSchema)),
  }),
  waitSchema,
]);
export type HelloReply = v.InferOutput<typeof helloReplySchema>;
export type Welcome = Exclude<HelloReply, { wait: unknown }>;
