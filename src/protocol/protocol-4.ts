/**
 * What release 0.5 can read, word for word: its kinds, its rows and its replies. Frozen: those apps are out there, and
 * a frame with a word more is no frame to them. `lower-reply.ts` makes these of today's; requests, tells and ops need
 * nothing of the kind, since an app keeps an op it does not know.
 */
import * as v from 'valibot';
import { attachmentSchema, attachmentsSchema } from '../domain/attachments/attachment.ts';
import { daySchema } from '../domain/expenses/day.ts';
import { HISTORY_MAX } from '../domain/expenses/expense-changes.ts';
import { RECURRENCE_STEPS, SETTLEMENT_METHODS } from '../domain/expenses/ledger-rows.ts';
import { amountSchema, moneyFields } from '../domain/expenses/money.ts';
import { idSchema } from '../domain/ids.ts';
import { PIX_KEY_TYPES } from '../domain/pix/pix-key.ts';
import { ROLES } from '../domain/rows.ts';
import { textSchema } from '../domain/text.ts';
import { epochMsSchema } from '../domain/time.ts';
import { catchUpPageSchema } from './catch-up.ts';
import { differsSchema, incomparableSchema, sameSchema } from './digest.ts';
import { epochSchema, hashSchema, seqSchema, versionSchema, wireOpSchema } from './fields.ts';
import { helloGroupSchema } from './hello.ts';
import { LIMITS } from './limits.ts';
import { markSchema } from './marks.ts';

const REJECTIONS = [
  'not-a-member',
  'not-allowed',
  'bad-invite',
  'invalid',
  'too-large',
  'unknown-target',
  'already-exists',
  'op-id-reused',
  'unprocessable',
  'invite-expired',
  'invite-revoked',
  'invite-used-up',
  'already-claimed',
  'last-owner',
  'shut-out',
] as const;
const WAITS = ['epoch', 'auth', 'busy', 'unsupported', 'unknown-group', 'healing', 'approval'] as const;
const GONE = ['left', 'removed', 'deleted', 'refused'] as const;
export const KINDS_4 = { rejection: REJECTIONS, wait: WAITS, gone: GONE } as const;
const STATUSES = ['active', 'left', 'waiting', 'refused', 'named', 'removed'] as const;

const waitSchema = v.strictObject({
  wait: v.picklist(WAITS),
  retryAfterMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(3_600_000))),
});
const verdictSchema = v.union([seqSchema, v.picklist(REJECTIONS)]);
const goneSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  gone: v.picklist(GONE),
  version: versionSchema,
});

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

const groupRowSchema = v.strictObject({
  ...rowBase,
  name: textSchema,
  picture: textSchema,
  createdBy: idSchema,
  createdAt: epochMsSchema,
  inviteHash: hashSchema,
  invites: v.exactOptional(v.record(idSchema, groupInviteSchema)),
  deletedAt: v.exactOptional(epochMsSchema),
});

const memberRowSchema = v.strictObject({
  ...rowBase,
  name: textSchema,
  role: v.picklist(ROLES),
  status: v.picklist(STATUSES),
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
]);

const messageRowSchema = v.strictObject({
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
export const ROWS_4 = {
  group: groupRowSchema,
  member: memberRowSchema,
  message: messageRowSchema,
  notice: noticeSchema,
} as const;

const helloGroup4Schema = v.strictObject({
  ...helloGroupSchema.entries,
  settled: v.array(v.tuple([idSchema, verdictSchema])),
});
const welcomeSchema = v.strictObject({
  epoch: epochSchema,
  serverTime: v.pipe(v.number(), v.safeInteger()),
  groups: v.array(helloGroup4Schema),
  gone: v.array(v.strictObject({ groupId: idSchema, reason: v.picklist(GONE), version: versionSchema })),
  unknown: v.array(idSchema),
  held: v.exactOptional(v.array(idSchema)),
});

const pushReplySchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  firstSeq: seqSchema,
  verdicts: v.pipe(v.array(verdictSchema), v.maxLength(LIMITS.pushMaxOps)),
  stop: v.optional(
    v.union([waitSchema, v.strictObject({ expected: seqSchema }), v.strictObject({ fork: v.literal(true) })]),
  ),
  head: versionSchema,
});

const messagePage = {
  messages: v.pipe(v.array(messageRowSchema), v.maxLength(LIMITS.rowsPageMaxRows)),
  olderThan: v.nullable(versionSchema),
};
const snapshotSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  version: versionSchema,
  chain: hashSchema,
  counts: v.strictObject({ messages: versionSchema, members: versionSchema }),
  group: groupRowSchema,
  members: v.array(memberRowSchema),
  marks: v.array(markSchema),
  ...messagePage,
});
const bootstrapSchema = v.strictObject({
  ...snapshotSchema.entries,
  parked: v.array(v.strictObject({ version: versionSchema, targetId: idSchema, op: wireOpSchema })),
});
const pageSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  asOf: versionSchema,
  ...messagePage,
});

/** As an op's, which a newer app may have made; an erasure leaves it empty. */
const words = { description: textSchema, category: textSchema };
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const changeSchema = v.strictObject({
  what: v.picklist(['edited', 'voided', 'restored']),
  by: idSchema,
  at: epochMsSchema,
  opId: idSchema,
  version: versionSchema,
  before: v.strictObject({
    description: v.exactOptional(textSchema),
    date: v.exactOptional(daySchema),
    category: v.exactOptional(textSchema),
    note: v.exactOptional(textSchema),
    receipts: v.exactOptional(v.array(attachmentSchema)),
    money: v.exactOptional(v.strictObject(moneyFields)),
  }),
});

const expenseRowSchema = v.strictObject({
  ...rowBase,
  ...words,
  ...moneyFields,
  date: daySchema,
  note: v.exactOptional(textSchema),
  receipts: v.exactOptional(v.array(attachmentSchema)),
  addedBy: idSchema,
  at: epochMsSchema,
  messageId: v.exactOptional(idSchema),
  installment: v.exactOptional(v.strictObject({ of: idSchema, index, count: index })),
  recurrence: v.exactOptional(v.strictObject({ of: idSchema, index })),
  importId: v.exactOptional(idSchema),
  voidedBy: v.nullable(idSchema),
  history: v.pipe(v.array(changeSchema), v.maxLength(HISTORY_MAX)),
});

const settlementRowSchema = v.strictObject({
  ...rowBase,
  fromId: idSchema,
  toId: idSchema,
  amountMinor: amountSchema,
  method: v.picklist(SETTLEMENT_METHODS),
  date: daySchema,
  note: v.exactOptional(textSchema),
  importId: v.exactOptional(idSchema),
  recordedBy: idSchema,
  at: epochMsSchema,
  confirmedBy: v.nullable(idSchema),
  voidedBy: v.nullable(idSchema),
});

const recurrenceRowSchema = v.strictObject({
  ...rowBase,
  ...words,
  ...moneyFields,
  note: v.exactOptional(textSchema),
  every: v.picklist(RECURRENCE_STEPS),
  from: daySchema,
  until: v.exactOptional(daySchema),
  addedBy: idSchema,
  at: epochMsSchema,
  endedAfter: v.exactOptional(daySchema),
  endedBy: v.exactOptional(idSchema),
});

const ledgerPageSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  asOf: versionSchema,
  rows: v.pipe(
    v.array(
      v.variant('table', [
        v.strictObject({ table: v.literal('expenses'), row: expenseRowSchema }),
        v.strictObject({ table: v.literal('settlements'), row: settlementRowSchema }),
        v.strictObject({ table: v.literal('recurrences'), row: recurrenceRowSchema }),
      ]),
    ),
    v.maxLength(LIMITS.rowsPageMaxRows),
  ),
  olderThan: v.nullable(versionSchema),
});

export const REPLIES_4 = {
  hello: v.union([welcomeSchema, waitSchema]),
  push: pushReplySchema,
  'catch-up': v.union([catchUpPageSchema, goneSchema, waitSchema]),
  snapshot: v.union([snapshotSchema, goneSchema, waitSchema]),
  bootstrap: v.union([bootstrapSchema, goneSchema, waitSchema]),
  page: v.union([pageSchema, goneSchema, waitSchema]),
  ledger: v.union([ledgerPageSchema, goneSchema, waitSchema]),
  digest: v.union([
    v.variant('outcome', [sameSchema, differsSchema, incomparableSchema]),
    goneSchema,
    waitSchema,
  ]),
} as const;
