/** For a person's own copy: an op whose words the log has no more, because it is old, with those that its row has. */
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import type { RowKey } from '#domain/rows.ts';
import type { LogEntry, LogView } from '../sync/log-store.ts';

export async function withRowWords(view: LogView, { op, isCleared }: LogEntry): Promise<Op> {
  const key = isCleared && targetOf(op);
  if (!key) return op;
  const found = await view.getRow({ groupId: op.groupId, ...key });
  const isOthers = found && 'authorId' in found.row && found.row.authorId !== op.actorId;
  if (!found || isOthers) return op;
  const row = found.row as unknown as JsonObject;
  const words = Object.fromEntries(
    WORDS.flatMap((field) => (typeof row[field] === 'string' ? [[field, row[field]]] : [])),
  );
  const { erased: _, ...ids } = op.body;
  return { ...op, body: { ...ids, ...words } };
}

const WORDS = ['text', 'description', 'note'] as const;

/** Of edits the row has the last one's words alone: it is told by the op that made it. */
function targetOf({ type, body }: Op): RowKey | undefined {
  switch (type) {
    case 'message.sent':
      return { table: 'messages', id: String(body.messageId) };
    case 'expense.added':
      return { table: 'expenses', id: String(body.expenseId) };
    case 'settlement.recorded':
      return { table: 'settlements', id: String(body.settlementId) };
    case 'recurrence.added':
      return { table: 'recurrences', id: String(body.recurrenceId) };
    case 'plan.comment-added':
      return { table: 'planComments', id: String(body.commentId) };
    default:
      return undefined;
  }
}
