/** Messages: sent, edited, deleted. Their text is kept byte for byte. */
import * as v from 'valibot';
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
  reads: (body) => [message(body.messageId), ...(body.replyTo ? [message(body.replyTo)] : [])],
  check: ({ body }, rows) => {
    if (rows.get('messages', body.messageId)) return 'already-exists';
    if (body.replyTo && !rows.get('messages', body.replyTo)) return 'unknown-target';
    return undefined;
  },
  fold: ({ groupId, actorId, at, body, version }) => [
    {
      table: 'messages',
      row: {
        groupId,
        id: body.messageId,
        version,
        rowVersion: version,
        kind: 'text',
        authorId: actorId,
        at,
        text: body.text,
        replyTo: body.replyTo ?? null,
        mentions: body.mentions ?? [],
        editedAt: null,
        deletedBy: null,
        reactions: {},
        notice: null,
      },
    },
  ],
});

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
    changeMessage(rows, body.messageId, version, (row) =>
      row.deletedBy === null ? { ...row, text: '', mentions: [], reactions: {}, deletedBy: actorId } : row,
    ),
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
