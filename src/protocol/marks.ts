/** Marks: how far a member's devices have received and read. Registers that only grow, beside the log. */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { epochSchema, versionSchema } from './fields.ts';

export const markSchema = v.strictObject({
  memberId: idSchema,
  delivered: versionSchema,
  read: versionSchema,
});
export type Mark = v.InferOutput<typeof markSchema>;

/** Device → server, at most once per 2 s and group. */
export const markUpSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  delivered: versionSchema,
  read: versionSchema,
});
export type MarkUp = v.InferOutput<typeof markUpSchema>;

/** Server → members' devices, gathered over the same time. */
export const marksDownSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  marks: v.array(markSchema),
});
export type MarksDown = v.InferOutput<typeof marksDownSchema>;
