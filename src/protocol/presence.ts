/** Typing and who is here: volatile, never stored, never queued, dropped when not connected. */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';

export const typingSchema = v.strictObject({ groupId: idSchema, typing: v.boolean() });
export type Typing = v.InferOutput<typeof typingSchema>;

export const presenceSchema = v.strictObject({
  groupId: idSchema,
  /** Everybody now connected, when it changed. */
  online: v.optional(v.array(idSchema)),
  /** One member began or stopped typing. */
  typing: v.optional(v.strictObject({ memberId: idSchema, typing: v.boolean() })),
});
export type Presence = v.InferOutput<typeof presenceSchema>;
