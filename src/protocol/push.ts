/**
 * push: a run of one lane, in order. The reply leaves after COMMIT.
 *
 * `verdicts` answer the first ops of the run, one each; when fewer came back than were sent, `stop` says why.
 * Verdicts consume their number and are stored for ever; `stop` consumes nothing.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { epochSchema, seqSchema, versionSchema, wireOpSchema } from './fields.ts';
import { rejectionSchema, waitSchema } from './kinds.ts';
import { LIMITS } from './limits.ts';

export const pushSchema = v.strictObject({
  epoch: epochSchema,
  deviceId: idSchema,
  groupId: idSchema,
  /** The lane number of ops[0]; the others follow without gaps. */
  firstSeq: seqSchema,
  ops: v.pipe(v.array(wireOpSchema), v.minLength(1), v.maxLength(LIMITS.pushMaxOps)),
  /** Secrets beside the ops that need one: opId → the invite's secret. Never logged, never stored. */
  proofs: v.optional(v.record(idSchema, v.pipe(v.string(), v.maxLength(100)))),
});
export type Push = v.InferOutput<typeof pushSchema>;

/** A number: committed at that version. A word: rejected for that reason. */
export const verdictSchema = v.union([seqSchema, rejectionSchema]);
export type Verdict = v.InferOutput<typeof verdictSchema>;

export const stopSchema = v.union([
  waitSchema,
  /** The lane's next number is this one: send again from there. */
  v.strictObject({ expected: seqSchema }),
  /** Two devices share one id: take a new one and send again what has no verdict. */
  v.strictObject({ fork: v.literal(true) }),
]);
export type Stop = v.InferOutput<typeof stopSchema>;

export const pushReplySchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  firstSeq: seqSchema,
  verdicts: v.pipe(v.array(verdictSchema), v.maxLength(LIMITS.pushMaxOps)),
  stop: v.optional(stopSchema),
  /** The group's head when this was committed. */
  head: versionSchema,
});
export type PushReply = v.InferOutput<typeof pushReplySchema>;
