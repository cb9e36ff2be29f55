/**
 * Who has a plan open, and where they write in it: volatile like typing, told only to those who have the same plan open. Since
 * protocol 5; who does not know it is never told.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';

/** A place in the text that moves with it (a relative position of Yjs, base64url). */
const placeSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,120}$/, 'not a place'));

const caretSchema = v.strictObject({ anchor: placeSchema, head: placeSchema });
export type Caret = v.InferOutput<typeof caretSchema>;

const fields = {
  groupId: idSchema,
  planId: idSchema,
  /** One screen that has it open: Yjs's client id, so that an edit and a caret are known to be the same hand's. */
  clientId: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Where; absent: it is open and nothing is written. null: it is not open any more. */
  caret: v.optional(v.nullable(caretSchema)),
};

export const caretUpSchema = v.strictObject(fields);
export type CaretUp = v.InferOutput<typeof caretUpSchema>;

/** `memberId` is the server's word. */
export const caretDownSchema = v.strictObject({ ...fields, memberId: idSchema });
export type CaretDown = v.InferOutput<typeof caretDownSchema>;
