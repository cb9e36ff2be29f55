/** Rows as they cross the wire in snapshots and pages. */
import * as v from 'valibot';
import { attachmentsSchema } from '../domain/attachments/attachment.ts';
import { RECURRENCE_STEPS } from '../domain/expenses/ledger-rows.ts';
import { amountSchema } from '../domain/expenses/money.ts';
import { idSchema } from '../domain/ids.ts';
import { PIX_KEY_TYPES } from '../domain/pix/pix-key.ts';
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
  pixKey: v.exactOptional(
    v.strictObject({
      keyType: v.picklist(PIX_KEY_TYPES),
      key: textSchema,
      setAt: epochMsSchema,
      version: versionSchema,
    }),
  ),
  pixKeysSet: v.exactOptional(versionSchema),
});

const memberNotice = { memberId: idSchema, name: textSchema };
const worded = { description: textSchema, amountMinor: amountSchema };

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
  v.strictObject({ what: v.literal('pix-key-set'), name: textSchema, changed: v.boolean() }),
  v.strictObject({ what: v.literal('pix-key-removed'), name: textSchema }),
  v.strictObject({ what: v.literal('group-deleted') }),
  v.strictObject({ what: v.literal('expense-added'), expenseId: idSchema, ...worded }),
  v.strictObject({ what: v.literal('expense-edited'), expenseId: idSchema, amountMinor: amountSchema }),
  v.strictObject({ what: v.picklist(['expense-voided', 'expense-restored']), expenseId: idSchema }),
  v.strictObject({
    what: v.literal('settlement-recorded'),
    settlementId: idSchema,
    fromId: idSchema,
    toId: idSchema,
    amountMinor: amountSchema,
  }),
  v.strictObject({
    what: v.picklist(['settlement-confirmed', 'settlement-voided', 'settlement-restored']),
    settlementId: idSchema,
  }),
  v.strictObject({
    what: v.literal('recurrence-added'),
    recurrenceId: idSchema,
    ...worded,
    every: v.picklist(RECURRENCE_STEPS),
  }),
  v.strictObject({ what: v.literal('recurrence-ended'), recurrenceId: idSchema }),
  v.strictObject({
    what: v.picklist(['plan-created', 'plan-archived', 'plan-restored']),
    planId: idSchema,
    title: textSchema,
  }),
  v.strictObject({ what: v.literal('plan-version-named'), planId: idSchema, name: textSchema }),
]);

export const messageRowSchema = v.strictObject({
  ...rowBase,
  kind: v.picklist(['text', 'notice']),
  authorId: idSchema,
  at: epochMsSchema,
  text: textSchema,
  photos: v.exactOptional(attachmentsSchema),
  replyTo: v.nullable(idSchema),
  mentions: v.array(idSchema),
  editedAt: v.nullable(epochMsSchema),
  deletedBy: v.nullable(idSchema),
  reactions: v.record(textSchema, v.array(idSchema)),
  notice: v.nullable(noticeSchema),
});
