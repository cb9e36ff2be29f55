/** Reads that several views share: one group's parts, in IndexedDB's own order and never more than needed. */
import type { MessageRow } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { holdsOp } from './holds-op.ts';
import type { MarkRow, OutboxEntry, TrayEntry } from './tables.ts';
import { isWhole } from './whole-rows.ts';

const MIN = Number.MIN_SAFE_INTEGER;
const MAX = Number.MAX_SAFE_INTEGER;
/** A badge says 99+ long before; counting on costs reads. */
const UNREAD_COUNTED_MAX = 200;

export async function listGroupOutbox(db: DeviceDatabase, groupId: string): Promise<OutboxEntry[]> {
  const entries = await db.outbox.where('[groupId+order]').between([groupId, MIN], [groupId, MAX]).toArray();
  return entries.filter(holdsOp);
}

const isWholeMessage = (row: MessageRow): boolean => isWhole('messages', row);

/** Oldest first. */
export async function listGroupTray(db: DeviceDatabase, groupId: string): Promise<TrayEntry[]> {
  const entries = await db.tray.where('groupId').equals(groupId).toArray();
  return entries.filter(holdsOp).sort((a, b) => a.op.at - b.op.at);
}

/** Messages whose version is in the range (both ends included), the newest `limit` of them, oldest first. */
export async function listMessages(
  db: DeviceDatabase,
  groupId: string,
  range: { from?: number; to?: number; limit?: number },
): Promise<MessageRow[]> {
  const { from = 0, to = MAX, limit } = range;
  const found = db.messages.where('[groupId+version]').between([groupId, from], [groupId, to], true, true);
  if (limit === undefined) return (await found.toArray()).filter(isWholeMessage);
  return (await found.reverse().limit(limit).toArray()).reverse().filter(isWholeMessage);
}

/** What changed above `rowVersion`, wherever it stands in the conversation. */
export async function listChangedMessages(
  db: DeviceDatabase,
  groupId: string,
  rowVersion: number,
): Promise<MessageRow[]> {
  const rows = await db.messages
    .where('[groupId+rowVersion]')
    .between([groupId, rowVersion], [groupId, MAX], false, true)
    .toArray();
  return rows.filter(isWholeMessage);
}

/** Texts by others above the person's own read mark, counted up to a little over what a badge shows. */
export async function countUnread(
  db: DeviceDatabase,
  groupId: string,
  own: { memberId: string; read: number; blocked?: readonly string[] | undefined },
): Promise<number> {
  const rows = await db.messages
    .where('[groupId+version]')
    .between([groupId, own.read], [groupId, MAX], false, true)
    .limit(UNREAD_COUNTED_MAX)
    .toArray();
  return rows.filter((row) => isUnreadBy(row, own)).length;
}

export function isUnreadBy(
  row: MessageRow,
  { memberId, blocked }: { memberId: string; blocked?: readonly string[] | undefined },
): boolean {
  const isShown = row.kind === 'text' && row.deletedBy === null && !isBlocked(row, blocked);
  return isShown && row.authorId !== memberId;
}

/** What this device does not show: what was written by somebody its person has blocked. Notices are nobody's. */
export function isBlocked(row: MessageRow, blocked: readonly string[] | undefined): boolean {
  return row.kind === 'text' && blocked !== undefined && blocked.includes(row.authorId);
}

/** How far everybody else has received and read: what decides the marks under one's own messages. */
export interface OthersReached {
  readonly delivered: number;
  readonly read: number;
}

export function othersReached(
  marks: readonly MarkRow[],
  others: readonly { readonly id: string }[],
): OthersReached {
  const marksByMember = new Map(marks.map((mark) => [mark.memberId, mark]));
  if (others.length === 0) return { delivered: 0, read: 0 };
  const reached = others.map(({ id }) => marksByMember.get(id));
  return {
    delivered: Math.min(...reached.map((mark) => Math.max(mark?.delivered ?? 0, mark?.read ?? 0))),
    read: Math.min(...reached.map((mark) => mark?.read ?? 0)),
  };
}
