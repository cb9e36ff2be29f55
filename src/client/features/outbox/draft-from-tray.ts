import type { Draft } from '#client/store/tables.ts';
import type { Op } from '#domain/op.ts';
import { textOf } from './describe-op.ts';

/**
 * The refused text as this group's draft. What is being typed there already stays, above it; only an empty draft
 * takes over the reply or the edit the refused op was. Undefined when the op holds no text.
 */
export function draftFromTray(op: Op, present: Draft | undefined): Draft | undefined {
  const text = textOf(op);
  if (text === undefined) return undefined;
  const { groupId } = op;
  if (present && present.text !== '') return { ...present, text: `${present.text}\n${text}` };
  const { replyTo, messageId } = op.body;
  return {
    groupId,
    text,
    replyTo: op.type === 'message.sent' && typeof replyTo === 'string' ? replyTo : null,
    editing: op.type === 'message.edited' && typeof messageId === 'string' ? messageId : null,
  };
}
