/**
 * What release 0.2 can read, word for word: its kinds, its rows and its replies. Frozen: those apps are out there, and
 * a frame with a word more is no frame to them. `lower-reply.ts` makes these of today's; requests, tells and ops need
 * nothing of the kind, since an app keeps an op it does not know.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
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
] as const;
const WAITS = ['epoch', 'auth', 'busy', 'unsupported', 'unknown-group', 'healing'] as const;
const GONE = ['left', 'removed', 'deleted'] as const;
export const KINDS_2 = { rejection: REJECTIONS, wait: WAITS, gone: GONE } as const;

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
const groupRowSchema = v.strictObject({
  ...rowBase,
  name: textSchema,
  picture: textSchema,
  createdBy: idSchema,
  createdAt: epochMsSchema,
  inviteHash: hashSchema,
});
const memberRowSchema = v.strictObject({
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
const messageRowSchema = v.strictObject({
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
export const ROWS_2 = {
  group: groupRowSchema,
  member: memberRowSchema,
  message: messageRowSchema,
  notice: noticeSchema,
} as const;

const helloGroup2Schema = v.strictObject({
  ...helloGroupSchema.entries,
  settled: v.array(v.tuple([idSchema, verdictSchema])),
});
const welcomeSchema = v.strictObject({
  epoch: epochSchema,
  serverTime: v.pipe(v.number(), v.safeInteger()),
  groups: v.array(helloGroup2Schema),
  gone: v.array(v.strictObject({ groupId: idSchema, reason: v.picklist(GONE), version: versionSchema })),
  unknown: v.array(idSchema),
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

export const REPLIES_2 = {
  hello: v.union([welcomeSchema, waitSchema]),
  push: pushReplySchema,
  'catch-up': v.union([catchUpPageSchema, goneSchema, waitSchema]),
  snapshot: v.union([snapshotSchema, goneSchema, waitSchema]),
  bootstrap: v.union([bootstrapSchema, goneSchema, waitSchema]),
  page: v.union([pageSchema, goneSchema, waitSchema]),
  digest: v.union([
    v.variant('outcome', [sameSchema, differsSchema, incomparableSchema]),
    goneSchema,
    waitSchema,
  ]),
} as const;
