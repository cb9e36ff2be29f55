/** Fields that several frames share. */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { type Op, opFields } from '../domain/op.ts';

export const versionSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const seqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** SHA-256 in base64url: 43 characters. */
export const hashSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'not a hash'));
/** The identity of the server's history. */
export const epochSchema = idSchema;

/** An op on the wire: the frame around it names the group. */
export const wireOpSchema = v.strictObject(opFields);
export type WireOp = v.InferOutput<typeof wireOpSchema>;

export function toWireOp(op: Op): WireOp {
  const { groupId: _, ...wireOp } = op;
  return wireOp;
}

export function fromWireOp(groupId: string, wireOp: WireOp): Op {
  return { ...wireOp, groupId };
}
