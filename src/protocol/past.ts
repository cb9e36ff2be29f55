/**
 * `POST /api/past`: a group as it was. A device has the present rows; what it asks for are those that have changed since, as
 * they were then. With them and with what has not changed it has the whole group of that moment, page by page.
 *
 * Not a frame of the sync wire: nobody waits for it, and an older server has no such route.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { type RowChange, TABLES } from '../domain/rows.ts';
import { epochMsSchema } from '../domain/time.ts';
import { goneSchema } from './catch-up.ts';
import { epochSchema, versionSchema } from './fields.ts';
import { waitSchema } from './kinds.ts';
import { ledgerChangeSchema } from './ledger.ts';
import { groupRowSchema, memberRowSchema, messageRowSchema } from './row-schemas.ts';

const keySchema = v.strictObject({ table: v.picklist(TABLES), id: idSchema });

/** Rows of one answer. */
export const PAST_MAX_ROWS = 200;

export const pastRequestSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  moment: v.union([v.strictObject({ version: versionSchema }), v.strictObject({ at: epochMsSchema })]),
  /** Of the answer before, when it said that there is more. */
  after: v.nullable(keySchema),
});
export type PastRequest = v.InferOutput<typeof pastRequestSchema>;

const changeSchema: v.GenericSchema<RowChange> = v.union([
  v.strictObject({ table: v.literal('groups'), row: groupRowSchema }),
  v.strictObject({ table: v.literal('members'), row: memberRowSchema }),
  v.strictObject({ table: v.literal('messages'), row: messageRowSchema }),
  ledgerChangeSchema,
]);

export const pastPageSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  /** The nearest to what was asked for that is kept. */
  version: versionSchema,
  /** The head when these rows were read. */
  asOf: versionSchema,
  rows: v.pipe(v.array(changeSchema), v.maxLength(PAST_MAX_ROWS)),
  /** Ask with it for what follows; null: that was all. */
  after: v.nullable(keySchema),
});
export type PastPage = v.InferOutput<typeof pastPageSchema>;
export const pastReplySchema = v.union([pastPageSchema, goneSchema, waitSchema]);
export type PastReply = v.InferOutput<typeof pastReplySchema>;
