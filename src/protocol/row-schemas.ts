/** Rows as they cross the wire in snapshots and pages. */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { MEMBER_STATUSES, ROLES } from '../domain/rows.ts';
import { textSchema } from '../domain/text.ts';
import { epochMsSchema } from '../domain/time.ts';
import { hashSchema, versionSchema } from './fields.ts';

const rowBase = { groupId: idSchema, id: idSchema, version: versionSchema, rowVersion: versionSchema };

const groupInviteSchema = v.strictObject({
  hash: hashSchema,
  role: v.picklist(['admin', 'member', 'guest']),
  createdBy: idSchema,
  createdAt: epochMsSchema,
  expiresAt: v.nullable(epochMsSchema),
  maxUses: v.nullable(versionSchema),
  uses: versionSchema,
  needsApproval: v.boolean(),
  revokedBy: v.nullable(idSchema),
});

export const groupRowSchema = v.strictObject({
  ...rowBase,
  name: textSchema,
  picture: textSchema,
  createdBy: idSchema,
  createdAt: epochMsSchema,
  inviteHash: hashSchema,
  invites: v.exactOptional(v.record(idSchema, groupInviteSchema)),
  deletedAt: v.exactOptional(epochMsSchema),
});

export const memberRowSchema = v.strictObject({
  ...rowBase,
  name: textSchema,
  role: v.picklist(ROLES),
  status: v.picklist(MEMBER_STATUSES),
  joinedAt: epochMsSchema,
  cameBy: v.exactOptional(idSchema),
  claimedBy: v.exactOptional(idSchema),
  nameHidden: v.exactOptional(v.literal(true)),
});

const memberNotice = { memberId: idSchema, name: textSchema };

const noticeSchema = v.variant('what', [
  v.strictObject({ what: v.literal('group-created'), name: textSchema }),
  v.strictObject({ what: v.literal('group-renamed'), name: textSchema }),
  v.strictObject({ what: v.literal('member-joined'), name: textSchema }),
  v.strictObject({ what: v.literal('member-renamed'), from: textSchema, to: textSchema }),
  v.strictObject({ what: v.literal('member-left'), name: textSchema }),
  v.strictObject({ what: v.literal('member-asked'), name: textSchema }),
  v.strictObject({ what: v.literal('member-approved'), name: textSchema }),
  v.strictObject({ what: v.literal('member-added'), name: textSchema }),
  v.strictObject({ what: v.literal('member-claimed'), name: textSchema }),
  v.strictObject({ what: v.literal('member-unclaimed'), name: textSchema }),
  v.strictObject({ what: v.literal('member-removed'), ...memberNotice }),
  v.strictObject({ what: v.literal('member-readmitted'), ...memberNotice }),
  v.strictObject({ what: v.literal('member-name-hidden'), ...memberNotice }),
  v.strictObject({ what: v.literal('owner-transferred'), ...memberNotice }),
  v.strictObject({ what: v.literal('role-changed'), ...memberNotice, role: v.picklist(ROLES) }),
  v.strictObject({ what: v.literal('group-deleted') }),
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
