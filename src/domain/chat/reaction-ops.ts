/** Reactions: a set per message and emoji. Adding twice or removing what is not there changes nothing. */
import * as v from 'valibot';
import { idSchema, type MemberId, type MessageId } from '../ids.ts';
import { defineOp, type OpContext, type RejectionKind } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { MessageRow, RowView } from '../rows.ts';
import { textSchema } from '../text.ts';
import { changeMessage, message } from './message-ops.ts';

/** Family emoji with skin tones are 25 to 35 UTF-16 units long. */
const EMOJI_MAX_UNITS = 40;
/** Bounds the row; a 21st emoji on one message is refused. */
export const EMOJI_PER_MESSAGE_MAX = 20;

const emojiSchema = v.pipe(
  textSchema,
  v.maxLength(EMOJI_MAX_UNITS),
  v.check(
    (emoji) => /^(\p{Extended_Pictographic}|\p{Emoji_Component}|\u200d|\ufe0f)+$/u.test(emoji),
    'not an emoji',
  ),
);

export interface Reaction {
  readonly messageId: MessageId;
  readonly emoji: string;
}

const body = v.object({ messageId: idSchema, emoji: emojiSchema });

export const reactionAdded = defineOp<Reaction>({
  type: 'reaction.added',
  v: 1,
  body,
  permission: PERMISSIONS['reaction.added'],
  reads: ({ messageId }) => [message(messageId)],
  check: (op, rows) => {
    const unknown = checkTarget(op, rows);
    if (unknown) return unknown;
    const reactions = rows.get('messages', op.body.messageId)?.reactions ?? {};
    const isNew = !Object.hasOwn(reactions, op.body.emoji);
    return isNew && Object.keys(reactions).length >= EMOJI_PER_MESSAGE_MAX ? 'invalid' : undefined;
  },
  fold: ({ actorId, body: { messageId, emoji }, version }, rows) =>
    changeMessage(rows, messageId, version, (row) => {
      const who = row.reactions[emoji] ?? [];
      if (row.deletedBy !== null || who.includes(actorId)) return row;
      return { ...row, reactions: { ...row.reactions, [emoji]: [...who, actorId] } };
    }),
});

export const reactionRemoved = defineOp<Reaction>({
  type: 'reaction.removed',
  v: 1,
  body,
  permission: PERMISSIONS['reaction.removed'],
  reads: ({ messageId }) => [message(messageId)],
  check: checkTarget,
  fold: ({ actorId, body: { messageId, emoji }, version }, rows) =>
    changeMessage(rows, messageId, version, (row) => ({ ...row, reactions: without(row, emoji, actorId) })),
});

function without(row: MessageRow, emoji: string, memberId: MemberId): MessageRow['reactions'] {
  const { [emoji]: who = [], ...others } = row.reactions;
  if (!who.includes(memberId)) return row.reactions;
  const rest = who.filter((id) => id !== memberId);
  return rest.length > 0 ? { ...row.reactions, [emoji]: rest } : others;
}

function checkTarget(op: OpContext<Reaction>, rows: RowView): RejectionKind | undefined {
  return rows.get('messages', op.body.messageId)?.kind === 'text' ? undefined : 'unknown-target';
}
