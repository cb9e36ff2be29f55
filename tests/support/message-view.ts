/** A message as screens see it, for tests: Ana's "oi", confirmed, with an id and a version of its own. */
import type { MessageView } from '#client/store/read-types.ts';

let made = 0;

export function messageView(fields: Partial<MessageView> = {}): MessageView {
  made += 1;
  return {
    id: `m${made}`,
    groupId: 'g',
    version: made,
    kind: 'text',
    authorId: 'ana',
    authorName: 'Ana',
    own: false,
    at: 1_795_000_000_000,
    text: 'oi',
    photos: [],
    replyTo: null,
    mentions: [],
    edited: false,
    deleted: false,
    reactions: [],
    notice: null,
    status: null,
    opId: null,
    ...fields,
  };
}
