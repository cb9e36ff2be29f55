/**
 * Messages that were there and were deleted since, as new ones that say the same, photos included. One's own is said again;
 * what somebody else wrote is quoted under their name by whoever looks after the group: nobody's words are put into
 * another's mouth, not even their own ones.
 */
import type { Intent } from '#client/sync/engine-types.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { PHOTOS_SENT_V } from '#domain/chat/message-ops.ts';
import { isPermitted } from '#domain/permissions.ts';
import type { MessageRow, Role } from '#domain/rows.ts';
import type { Images } from './build-past.ts';

export interface LostMessage {
  readonly id: string;
  readonly authorId: string;
  readonly at: number;
  readonly text: string;
  readonly mentions: readonly string[];
  readonly photos: readonly Attachment[];
}

/** Oldest first. `changed`: as they are now. */
export function listLost(
  changed: readonly MessageRow[],
  images: Images | null,
  { myMemberId, myRole }: { readonly myMemberId: string; readonly myRole: Role },
): LostMessage[] {
  return changed
    .flatMap((now): LostMessage[] => {
      const then = images?.get(now.id);
      if (now.deletedBy === null || then?.table !== 'messages') return [];
      const { id, authorId, at, text, mentions, photos = [], deletedBy } = then.row;
      if (deletedBy !== null || (text === '' && photos.length === 0)) return [];
      return isPermitted('message.deleted', myRole, authorId === myMemberId)
        ? [{ id, authorId, at, text, mentions, photos }]
        : [];
    })
    .sort((a, b) => a.at - b.at);
}

/** What can come back when nobody has the photos `gone` any more. */
export function withoutGone(
  lost: readonly LostMessage[],
  gone: ReadonlySet<string>,
): { readonly messages: readonly LostMessage[]; readonly gonePhotos: number } {
  const messages = lost
    .map((one) => ({ ...one, photos: one.photos.filter(({ blobId }) => !gone.has(blobId)) }))
    .filter(({ text, photos }) => text !== '' || photos.length > 0);
  const count = (some: readonly LostMessage[]): number =>
    some.reduce((sum, one) => sum + one.photos.length, 0);
  return { messages, gonePhotos: count(lost) - count(messages) };
}

export interface Again {
  readonly intents: readonly Intent[];
  readonly messageIds: readonly string[];
}

export function sayAgain(
  lost: readonly LostMessage[],
  group: { readonly groupId: string; readonly myMemberId: string },
  { newId, quote }: { readonly newId: () => string; readonly quote: (message: LostMessage) => string },
): Again {
  const { groupId } = group;
  const said = lost.map((message) => {
    const messageId = newId();
    const { photos } = message;
    const body =
      message.authorId === group.myMemberId
        ? { messageId, text: message.text, mentions: message.mentions }
        : { messageId, text: quote(message) };
    const intent: Intent =
      photos.length === 0
        ? { type: 'message.sent', groupId, body }
        : { type: 'message.sent', v: PHOTOS_SENT_V, groupId, body: { ...body, photos } };
    return { messageId, intent };
  });
  return { intents: said.map(({ intent }) => intent), messageIds: said.map(({ messageId }) => messageId) };
}

/** Takes back what was said again. */
export const unsay = (groupId: string, messageIds: readonly string[]): Intent[] =>
  messageIds.map((messageId) => ({ type: 'message.deleted', groupId, body: { messageId } }));
