import type { Draft } from '#client/store/tables.ts';
import { listAttachments } from '#domain/apply-op.ts';
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
  // They lie on this device still: what is refused keeps its photos.
  const photos = [...(present?.photos ?? []), ...listAttachments(op)];
  const attached = photos.length > 0 ? { photos } : {};
  if (present && present.text !== '') {
    return { ...present, ...attached, text: `${present.text}\n${text}` };
  }
  const { replyTo, messageId } = op.body;
  return {
    groupId,
    text,
    replyTo: op.type === 'message.sent' && typeof replyTo === 'string' ? replyTo : null,
    editing: op.type === 'message.edited' && typeof messageId === 'string' ? messageId : null,
    ...attached,
  };
}
