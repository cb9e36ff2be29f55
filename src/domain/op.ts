/**
 * An op: one thing one member did. Immutable once made; the only way synced data changes.
 *
 *   { opId, groupId, actorId, at, type, v, salt, body }       what was done      (hashed, in the log for ever)
 *   { deviceId, seq }                                         who still owes it  (the lane; never hashed)
 *
 * Here stands the shape that holds for every type, also for one made by a newer version of the app.
 * What a type means stands in `op-types.ts`, one definition per type.
 */
import * as v from 'valibot';
import { type GroupId, idSchema, type MemberId, type OpId } from './ids.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { epochMsSchema } from './time.ts';

/** Past tense, dotted: `message.sent`. The list only grows. */
const TYPE_PATTERN = /^[a-z]{2,20}\.[a-z-]{2,24}$/;

export interface Op {
  readonly opId: OpId;
  readonly groupId: GroupId;
  readonly actorId: MemberId;
  /** Epoch ms by the device's corrected clock, stamped when made. Shown, never used for order. */
  readonly at: number;
  readonly type: string;
  /** Schema version of the type. */
  readonly v: number;
  /** 128 bits: keeps the body's hash from being guessed after an erasure. */
  readonly salt: string;
  readonly body: JsonObject;
}

export const bodySchema = v.custom<JsonObject>((value) => isJsonObject(value), 'not a plain JSON object');

export const opFields = {
  opId: idSchema,
  actorId: idSchema,
  at: epochMsSchema,
  type: v.pipe(v.string(), v.regex(TYPE_PATTERN, 'not an op type')),
  v: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(999)),
  salt: idSchema,
  body: bodySchema,
} as const;

export const opSchema = v.strictObject({ ...opFields, groupId: idSchema });
