/**
 * A draft goes in the step in which what it says is saved. In a step of its own a kill between the two would leave the words
 * in the box of a message that is on its way already, to be sent once more.
 */
import type { WriteTransaction } from '#client/platform/device-store.ts';
import type { Draft } from '#client/store/tables.ts';
import { listAttachments } from '#domain/apply-op.ts';
import type { Op } from '#domain/op.ts';

/** `ops`: about to be saved, of any groups. What was typed on since is another text, and stays. */
export async function clearSaid(tx: WriteTransaction, ops: readonly Op[]): Promise<void> {
  const said = ops.filter(({ type }) => type === 'message.sent' || type === 'message.edited');
  for (const groupId of new Set(said.map((op) => op.groupId))) {
    const draft = await tx.get('drafts', groupId);
    const own = said.filter((op) => op.groupId === groupId);
    if (!draft || !isSaid(draft, own)) continue;
    const { photos = [], setAside = '', forms } = draft;
    const sent = new Set(own.flatMap(listAttachments).map(({ blobId }) => blobId));
    const left = photos.filter(({ blobId }) => !sent.has(blobId));
    const isEmpty = setAside === '' && left.length === 0 && !forms;
    const next: Draft = {
      groupId,
      text: setAside,
      replyTo: null,
      editing: null,
      ...(left.length > 0 && { photos: left }),
      ...(forms && { forms }),
    };
    await (isEmpty ? tx.remove('drafts', [groupId]) : tx.put('drafts', [next]));
  }
}

function isSaid({ text, editing, photos = [] }: Draft, ops: readonly Op[]): boolean {
  if (editing !== null) {
    return ops.some(
      ({ type, body }) => type === 'message.edited' && body.messageId === editing && body.text === text,
    );
  }
  // A long text goes as several messages.
  const sent = ops.filter(({ type }) => type === 'message.sent');
  if (sent.length === 0 || sent.map(({ body }) => body.text).join('') !== text) return false;
  const named = new Set(sent.flatMap(listAttachments).map(({ blobId }) => blobId));
  return text !== '' || photos.some(({ blobId }) => named.has(blobId));
}
