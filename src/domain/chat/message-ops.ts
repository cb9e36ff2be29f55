/**
 * Messages: sent, edited, deleted. Their text is kept byte for byte.
 *
 * One with photos is `message.sent` of version 2: an app that knows no photos must not take it for a text, or for an empty
 * one; it shows a placeholder, and has the group anew after its update (decision 0036).
 */
import * as v from 'valibot';
import { type Attachment, attachmentsSchema } from '../attachments/attachment.ts';
import { idSchema, type MemberId, type MessageId } from '../ids.ts';
import { defineOp, type OpContext, type RejectionKind } from '../op-definition.ts';
import { isPermitted, PERMISSIONS } from '../permissions.ts';
import type { MessageRow, RowKey, RowView } from '../rows.ts';
import { textSchema } from '../text.ts';

/** More than this is a mistake or a mass ping. */
const MENTIONS_MAX = 50;

const messageText = v.pipe(
  textSchema,
  v.check((text) => text.trim().length > 0, 'empty'),
);
const mentions = v.optional(v.pipe(v.array(idSchema), v.maxLength(MENTIONS_MAX)));

export interface MessageSent {
  readonly messageId: MessageId;
  readonly text: string;
  readonly replyTo?: MessageId | undefined;
  readonly mentions?: readonly MemberId[] | undefined;
}

export const messageSent = defineOp<MessageSent>({
  type: 'message.sent',
  v: 1,
  body: v.object({ messageId: idSchema, text: messageText, replyTo: v.optional(idSchema), mentions }),
  permission: PERMISSIONS['message.sent'],
  erases: { text: '', replyTo: undefined, mentions: undefined },
  reads: readsOfSent,
  check: checkSent,
  fold: foldSent,
});

export interface PhotosSent extends MessageSent {
  /** Absent only once they were erased. */
  readonly photos?: readonly Attachment[] | undefined;
}

/** The version of `message.sent` that has photos. */
export const PHOTOS_SENT_V = 2;

export const photosSent = defineOp<PhotosSent>({
  type: 'message.sent',
  v: PHOTOS_SENT_V,
  body: v.object({
    messageId: idSchema,
    text: v.union([messageText, v.literal('')]),
    photos: attachmentsSchema,
    replyTo: v.optional(idSchema),
    mentions,
  }),
  permission: PERMISSIONS['message.sent'],
  attaches: ({ photos = [] }) => photos,
  bareV: 1,
  erases: { text: '', photos: undefined, replyTo: undefined, mentions: undefined },
  reads: readsOfSent,
  check: checkSent,
  fold: foldSent,
});

function readsOfSent({ messageId, replyTo }: MessageSent): RowKey[] {
  return [message(messageId), ...(replyTo ? [message(replyTo)] : [])];
}

function checkSent({ body }: OpContext<MessageSent>, rows: RowView): RejectionKind | undefined {
  if (rows.get('messages', body.messageId)) return 'already-exists';
  if (body.replyTo && !rows.get('messages', body.replyTo)) return 'unknown-target';
  return undefined;
}

function foldSent(op: OpContext<PhotosSent>): { table: 'messages'; row: MessageRow }[] {
  const { groupId, actorId, at, body, version } = op;
  const row: MessageRow = {
    groupId,
    id: body.messageId,
    version,
    rowVersion: version,
    kind: 'text',
    authorId: actorId,
    at,
    text: body.text,
    ...(body.photos && { photos: body.photos }),
    replyTo: body.replyTo ?? null,
    mentions: body.mentions ?? [],
    editedAt: null,
    deletedBy: null,
    reactions: {},
    notice: null,
  };
  return [{ table: 'messages', row }];
}

export interface MessageEdited {
  readonly messageId: MessageId;
  readonly text: string;
  readonly mentions?: readonly MemberId[] | undefined;
}

export const messageEdited = defineOp<MessageEdited>({
  type: 'message.edited',
  v: 1,
  body: v.object({ messageId: idSchema, text: messageText, mentions }),
  permission: PERMISSIONS['message.edited'],
  erases: { text: '', mentions: undefined },
  reads: (body) => [message(body.messageId)],
  check: (op, rows) => checkTarget('message.edited', op, rows),
  fold: ({ at, body, version }, rows) =>
    changeMessage(rows, body.messageId, version, (row) =>
      // Deleted stays deleted: an edit made offline does not bring a message back.
      row.deletedBy === null ? { ...row, text: body.text, mentions: body.mentions ?? [], editedAt: at } : row,
    ),
});

export interface MessageDeleted {
  readonly messageId: MessageId;
}

export const messageDeleted = defineOp<MessageDeleted>({
  type: 'message.deleted',
  v: 1,
  body: v.object({ messageId: idSchema }),
  permission: PERMISSIONS['message.deleted'],
  reads: (body) => [message(body.messageId)],
  check: (op, rows) => checkTarget('message.deleted', op, rows),
  fold: ({ actorId, body, version }, rows) =>
    changeMessage(rows, body.messageId, version, (row) => {
      if (row.deletedBy !== null) return row;
      const { photos: _, ...rest } = row;
      return { ...rest, text: '', mentions: [], reactions: {}, deletedBy: actorId };
    }),
});

export const message = (id: MessageId): RowKey => ({ table: 'messages', id });

/** One message changed by `change`, or `missing-target`. Notices are never changed. */
export function changeMessage(
  rows: RowView,
  id: MessageId,
  version: number,
  change: (row: MessageRow) => MessageRow,
): { table: 'messages'; row: MessageRow }[] | 'missing-target' {
  const row = rows.get('messages', id);
  if (!row) return 'missing-target';
  const next = change(row);
  return [{ table: 'messages', row: { ...next, rowVersion: version } }];
}

function checkTarget(
  type: 'message.edited' | 'message.deleted',
  op: OpContext<{ readonly messageId: MessageId }>,
  rows: RowView,
): RejectionKind | undefined {
  const target = rows.get('messages', op.body.messageId);
  if (target?.kind !== 'text') return 'unknown-target';
  const actor = rows.get('members', op.actorId);
  if (!actor || !isPermitted(type, actor.role, target.authorId === op.actorId)) return 'not-allowed';
  return undefined;
}
