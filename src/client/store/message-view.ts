/** One row of the conversation as a screen shows it: names resolved, status decided. Pure. */
import type { Attachment } from '#domain/attachments/attachment.ts';
import { isOfLedger } from '#domain/expenses/ledger-notice.ts';
import type { MemberRow, MessageRow } from '#domain/rows.ts';
import type { OthersReached } from './group-reads.ts';
import { isPending } from './pending-version.ts';
import type { MessageStatus, MessageView, QuotedMessage } from './read-types.ts';
import { lineOf, nameOf, type ReaderWords, shownNotice } from './shown-names.ts';

const NO_PHOTOS: readonly Attachment[] = [];

export interface ViewContext {
  readonly myMemberId: string;
  readonly members: ReadonlyMap<string, MemberRow>;
  readonly others: OthersReached;
  /** messageId → opId of the op in the outbox that made it. */
  readonly queued: ReadonlyMap<string, string>;
  /** messageId → opId of the op in the tray that would have made it. */
  readonly refused: ReadonlyMap<string, string>;
  /** Members whose messages this device does not show. */
  readonly blocked: ReadonlySet<string>;
  readonly words: ReaderWords;
}

export function viewMessage(
  row: MessageRow,
  quoted: MessageRow | undefined,
  context: ViewContext,
): MessageView {
  const { myMemberId, members, queued, refused, words } = context;
  return {
    id: row.id,
    groupId: row.groupId,
    version: isPending(row.version) ? null : row.version,
    kind: row.kind,
    authorId: row.authorId,
    authorName: nameOf(members, row.authorId, words),
    own: row.authorId === myMemberId,
    at: row.at,
    text: row.text,
    photos: row.photos ?? NO_PHOTOS,
    replyTo: row.replyTo === null ? null : quote(row.replyTo, quoted, context),
    mentions: row.mentions.map((memberId) => ({ memberId, name: nameOf(members, memberId, words) })),
    edited: row.editedAt !== null && row.deletedBy === null,
    deleted: row.deletedBy !== null,
    reactions: Object.entries(row.reactions).map(([emoji, who]) => ({
      emoji,
      names: who.map((id) => nameOf(members, id, words)),
      mine: who.includes(myMemberId),
    })),
    notice: row.notice && shownNotice(row.notice, row.authorId, members, words),
    status: statusOf(row, context),
    opId: refused.get(row.id) ?? queued.get(row.id) ?? null,
  };
}

/** null for other people's messages and for notices, but those of what one did in the accounts. */
export function statusOf(
  row: MessageRow,
  { myMemberId, others, refused }: Pick<ViewContext, 'myMemberId' | 'others' | 'refused'>,
): MessageStatus | null {
  if (row.authorId !== myMemberId || (row.kind === 'notice' && !isMoney(row))) return null;
  if (refused.has(row.id)) return 'refused';
  if (isPending(row.version)) return 'waiting';
  if (row.version <= others.read) return 'read';
  return row.version <= others.delivered ? 'delivered' : 'sent';
}

const isMoney = ({ notice }: MessageRow): boolean => notice !== null && isOfLedger(notice);

function quote(
  id: string,
  row: MessageRow | undefined,
  { members, blocked, words }: ViewContext,
): QuotedMessage {
  if (!row || blocked.has(row.authorId)) return { id, authorName: '', text: '', missing: true };
  return { id, authorName: nameOf(members, row.authorId, words), text: lineOf(row, words), missing: false };
}
