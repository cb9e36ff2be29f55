import type { OpContext } from '../op-definition.ts';
import type { MessageRow, Notice } from '../rows.ts';

/**
 * A line in the conversation that tells what happened to the group. Its id is its op's. A null notice is a
 * placeholder: something this version of the app can't show.
 */
export function noticeRow(
  op: OpContext<unknown>,
  notice: Notice | null,
): { table: 'messages'; row: MessageRow } {
  return {
    table: 'messages',
    row: {
      groupId: op.groupId,
      id: op.opId,
      version: op.version,
      rowVersion: op.version,
      kind: 'notice',
      authorId: op.actorId,
      at: op.at,
      text: '',
      replyTo: null,
      mentions: [],
      editedAt: null,
      deletedBy: null,
      reactions: {},
      notice,
    },
  };
}
