/** Rows as they cross the wire in snapshots and pages. */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { ROLES } from '../domain/rows.ts';
import { textSchema } from '../domain/text.ts';
import { epochMsSchema } from '../domain/time.ts';
import { hashSchema, versionSchema } from './fields.ts';

const rowBase = { groupId: idSchema, id: idSchema, version: versionSchema, rowVersion: versionSchema };

export const groupRowSchema = v.strictObject({
  ...rowBase,
  name: textSchema,
  picture: textSchema,
  createdBy: idSchema,
  createdAt: epochMsSchema,
  inviteHash: hashSchema,
});

export const memberRowSchema = v.strictObject({
  ...rowBase,
  name: textSchema,
  role: v.picklist(ROLES),
  status: v.picklist(['active', 'left']),
  joinedAt: epochMsSchema,
});

const noticeSchema = v.variant('what', [
  v.strictObject({ what: v.literal('group-created'), name: textSchema }),
  v.strictObject({ what: v.literal('group-renamed'), name: textSchema }),
  v.strictObject({ what: v.literal('member-joined'), name: textSchema }),
  v.strictObject({ what: v.literal('member-renamed'), from: textSchema, to: textSchema }),
  v.strictObject({ what: v.literal('member-left'), name: textSchema }),
]);

export const messageRowSchema = v.strictObject({
  ...rowBase,
  kind: v.picklist(['text', 'notice']),
  authorId: idSchema,
  at: epochMsSchema,
  text: textSchema,
  replyTo: v.nullable(idSchema),
  mentions: v.array(idSchema),
  editedAt: v.nullable(epochMsSchema),
  deletedBy: v.nullable(idSchema),
  reactions: v.record(textSchema, v.array(idSchema)),
  notice: v.nullable(noticeSchema),
});
