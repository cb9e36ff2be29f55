/**
 * poke: new ops of a group, pushed by the server after their commit, in version order. Overlap is skipped,
 * contiguous ones are applied, a gap asks for a catch-up. Without `ops` it is only word of the new head.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { epochSchema, versionSchema, wireOpSchema } from './fields.ts';

export const pokeSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  head: versionSchema,
  /** Version of ops[0]; present with `ops`. */
  from: v.optional(versionSchema),
  ops: v.optional(v.array(wireOpSchema)),
});
export type Poke = v.InferOutput<typeof pokeSchema>;
