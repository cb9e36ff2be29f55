/**
 * Messages → rows of the list: where a day begins, where the unread begin, which bubbles belong together.
 *
 * One row per message and nothing else, so that a row's key is its message's id: the virtual list keeps its
 * place by key when older ones are put before, and a key that came and went would make it jump.
 */
import type { MessageView } from '#client/store/read-types.ts';

export interface ConversationRow {
  readonly message: MessageView;
  /** Epoch ms of a moment in the day that begins here; null: same day as the row before. */
  readonly day: number | null;
  /** How many unread begin here; null: none do. */
  readonly unread: number | null;
  /** First and last of neighbouring messages by one author: the name stands on the first, the tail on the last. */
  readonly startsRun: boolean;
  readonly endsRun: boolean;
}

/** What was unread when the conversation was opened. It stays put while the person reads on. */
export interface UnreadMark {
  readonly afterVersion: number;
  readonly count: number;
}

export interface DaySpan {
  /** Epoch ms; `end` is the first moment of the next day. */
  readonly start: number;
  readonly end: number;
}

/** `messages` oldest first. O(n); asks for a day only where the one before does not hold. */
export function buildRows(
  messages: readonly MessageView[],
  unread: UnreadMark | null,
  dayOf: (at: number) => DaySpan = localDayOf,
): ConversationRow[] {
  const rows: ConversationRow[] = [];
  let span: DaySpan | null = null;
  let unreadIsPlaced = unread === null || unread.count === 0;
  for (const [index, message] of messages.entries()) {
    const sameDay: boolean = span !== null && message.at >= span.start && message.at < span.end;
    if (!sameDay) span = dayOf(message.at);
    const unreadBegins = !unreadIsPlaced && unread !== null && isUnread(message, unread);
    if (unreadBegins) unreadIsPlaced = true;
    const startsRun = !sameDay || unreadBegins || !isSameRun(messages[index - 1], message);
    const previous = rows.at(-1);
    if (previous && startsRun && !previous.endsRun) rows[rows.length - 1] = { ...previous, endsRun: true };
    rows.push({
      message,
      day: sameDay ? null : message.at,
      unread: unreadBegins ? unread.count : null,
      startsRun,
      endsRun: index === messages.length - 1,
    });
  }
  return rows;
}

/** By others, above the mark. Own and pending messages are never unread. */
function isUnread(message: MessageView, mark: Pick<UnreadMark, 'afterVersion'>): boolean {
  return !message.own && message.version !== null && message.version > mark.afterVersion;
}

/** The day by the device's own time zone. */
export function localDayOf(at: number): DaySpan {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return { start: new Date(year, month, day).getTime(), end: new Date(year, month, day + 1).getTime() };
}

function isSameRun(a: MessageView | undefined, b: MessageView): boolean {
  return a?.kind === 'text' && b.kind === 'text' && a.authorId === b.authorId;
}
