/** Rows of plans as they cross the wire, in pages and of the past. */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { textSchema } from '../domain/text.ts';
import { epochMsSchema } from '../domain/time.ts';
import { versionSchema } from './fields.ts';

const rowBase = { groupId: idSchema, id: idSchema, version: versionSchema, rowVersion: versionSchema };

export const planRowSchema = v.strictObject({
  ...rowBase,
  title: textSchema,
  folder: textSchema,
  position: textSchema,
  icon: v.exactOptional(textSchema),
  createdBy: idSchema,
  createdAt: epochMsSchema,
  editedAt: epochMsSchema,
  editedBy: idSchema,
  textVersion: versionSchema,
  edits: versionSchema,
  archivedAt: v.nullable(epochMsSchema),
  archivedBy: v.nullable(idSchema),
});

const planCommentRowSchema = v.strictObject({
  ...rowBase,
  planId: idSchema,
  authorId: idSchema,
  at: epochMsSchema,
  text: textSchema,
  anchor: v.nullable(v.strictObject({ from: v.string(), to: v.string() })),
  quote: textSchema,
  replyTo: v.nullable(idSchema),
  mentions: v.array(idSchema),
  editedAt: v.nullable(epochMsSchema),
  resolvedBy: v.nullable(idSchema),
  resolvedAt: v.nullable(epochMsSchema),
  deletedBy: v.nullable(idSchema),
});

const planVersionRowSchema = v.strictObject({
  ...rowBase,
  planId: idSchema,
  name: textSchema,
  namedBy: idSchema,
  at: epochMsSchema,
});

export const planChangeSchemas = [
  v.strictObject({ table: v.literal('plans'), row: planRowSchema }),
  v.strictObject({ table: v.literal('planComments'), row: planCommentRowSchema }),
  v.strictObject({ table: v.literal('planVersions'), row: planVersionRowSchema }),
] as const;
