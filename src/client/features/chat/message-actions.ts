/** What a person may do with a message: the same table decides here and at the server. */
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import { isPermitted } from '#domain/permissions.ts';

export type MessageAction = 'retry' | 'reply' | 'react' | 'copy' | 'list' | 'edit' | 'delete';

/** In the order they are offered. Empty for notices and deleted messages. */
export function listActions(
  message: MessageView,
  group: Pick<GroupView, 'state' | 'myRole'>,
): readonly MessageAction[] {
  if (message.kind !== 'text' || message.deleted) return [];
  // It is not in the log: nothing can point to it, and it is the person's own to correct or throw away.
  const hasWords = message.text !== '';
  if (message.status === 'refused') return ['retry', 'edit', ...copyOf(hasWords), 'delete'];
  const writes = group.state === 'member' || group.state === 'joining';
  const may = (
    type: 'message.edited' | 'message.deleted' | 'message.sent' | 'reaction.added' | 'plan.created',
  ): boolean => writes && isPermitted(type, group.myRole, message.own);
  return [
    ...(may('message.sent') ? (['reply'] as const) : []),
    ...(may('reaction.added') ? (['react'] as const) : []),
    ...copyOf(hasWords),
    ...(hasWords && may('plan.created') ? (['list'] as const) : []),
    ...(may('message.edited') ? (['edit'] as const) : []),
    ...(may('message.deleted') ? (['delete'] as const) : []),
  ];
}

/** A photo without words has none to copy. */
const copyOf = (hasWords: boolean): readonly MessageAction[] => (hasWords ? ['copy'] : []);

/** True when a waiting message may simply be taken back: nothing else that waits points to it. */
export function isUnreferenced(message: MessageView, messages: readonly MessageView[]): boolean {
  return (
    !message.edited &&
    message.reactions.length === 0 &&
    messages.every((other) => other.replyTo?.id !== message.id)
  );
}
