/**
 * What one pass over the database brings a conversation, and the window of confirmed rows it is merged into.
 * A pass reads only the rows that changed since the last one; the window is never read again as a whole.
 */
import type { GroupRow, MemberRow, MessageRow } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import {
  countUnread,
  isUnreadBy,
  listChangedMessages,
  listGroupOutbox,
  listGroupTray,
  listMessages,
} from './group-reads.ts';
import type { Cursor, MarkRow, Membership, OutboxEntry, TrayEntry } from './tables.ts';
import { isWhole } from './whole-rows.ts';

export const PAGE_ROWS = 80;

export interface Window {
  /** Confirmed rows, ascending by version. Replaced, never changed in place. */
  readonly rows: readonly MessageRow[];
  /** The window holds everything from this version on. */
  readonly fromVersion: number;
  /** Everything changed up to here is in it. */
  readonly seenRowVersion: number;
  /** Which history it is of: a cursor that went back means another one. */
  readonly cursorVersion: number;
  /** Rows were replaced this often: one more, and none of these can be trusted. */
  readonly repairs: number;
}

export interface Pass {
  readonly membership: Membership | undefined;
  readonly group: GroupRow | undefined;
  readonly members: readonly MemberRow[];
  readonly marks: readonly MarkRow[];
  readonly cursor: Cursor | undefined;
  readonly outbox: readonly OutboxEntry[];
  readonly tray: readonly TrayEntry[];
  readonly aside: readonly MessageRow[];
  readonly window: Window;
  /** Rows outside the window that ones inside it quote, by id. */
  readonly quoted: ReadonlyMap<string, MessageRow>;
  readonly unread: number;
}

/** Reads what changed since `before`; undefined: the end of the conversation, from scratch. */
export async function readPass(
  db: DeviceDatabase,
  groupId: string,
  before: Window | undefined,
): Promise<Pass> {
  const ground = await readGround(db, groupId);
  const { membership, marks, cursor } = ground;
  const window = await readWindow(db, groupId, cursor, before);
  const quoted = await readQuoted(db, groupId, window.rows);
  const read = marks.find((mark) => mark.memberId === membership?.memberId)?.read ?? 0;
  const unread = membership ? await readUnread(db, groupId, window, { ...membership, read }) : 0;
  return { ...ground, window, quoted, unread };
}

/** What any message is seen by. */
export type Ground = Omit<Pass, 'window' | 'quoted' | 'unread'>;

export async function readGround(db: DeviceDatabase, groupId: string): Promise<Ground> {
  const [membership, group, members, marks, cursor, outbox, tray, aside] = await Promise.all([
    db.memberships.get(groupId),
    db.groups.get([groupId, groupId]),
    db.members.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
    db.marks.where('[groupId+memberId]').between([groupId, ''], [groupId, '\uffff']).toArray(),
    db.cursors.get(groupId),
    listGroupOutbox(db, groupId),
    listGroupTray(db, groupId),
    db.aside.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
  ]);
  return { membership, group, members, marks, cursor, outbox, tray, aside };
}

async function readWindow(
  db: DeviceDatabase,
  groupId: string,
  cursor: Cursor | undefined,
  before: Window | undefined,
): Promise<Window> {
  const cursorVersion = cursor?.version ?? 0;
  const repairs = cursor?.repairs ?? 0;
  // Without a cursor the rows were what was left of an earlier time; the first cursor brings them all anew.
  const isAnew = before?.cursorVersion === 0 && cursorVersion > 0;
  if (!before || isAnew || cursorVersion < before.cursorVersion) {
    const rows = await listMessages(db, groupId, { limit: PAGE_ROWS });
    const [first] = rows;
    // With fewer than a page this is all the device holds, and the rest may still be at the server.
    const fromVersion = rows.length < PAGE_ROWS || !first ? (cursor?.olderThan ?? 0) : first.version;
    return { rows, fromVersion, seenRowVersion: cursorVersion, cursorVersion, repairs };
  }
  if (repairs !== before.repairs) {
    const rows = await listMessages(db, groupId, { from: before.fromVersion });
    return { ...before, rows, seenRowVersion: cursorVersion, cursorVersion, repairs };
  }
  if (cursorVersion === before.cursorVersion) return before;
  const changed = await listChangedMessages(db, groupId, before.seenRowVersion);
  const inside = changed.filter(({ version }) => version >= before.fromVersion);
  const rows = inside.length === 0 ? before.rows : mergeRows(before.rows, inside);
  return { ...before, rows, seenRowVersion: cursorVersion, cursorVersion };
}

/** Both ascending by version; where both have a version, `changed` wins. */
function mergeRows(rows: readonly MessageRow[], changed: readonly MessageRow[]): MessageRow[] {
  const byVersion = new Map(rows.map((row) => [row.version, row]));
  const last = rows.at(-1)?.version ?? -1;
  let isAppended = true;
  for (const row of changed) {
    if (row.version <= last && !byVersion.has(row.version)) isAppended = false;
    byVersion.set(row.version, row);
  }
  const merged = [...byVersion.values()];
  // Changed rows come in the order they changed, which is not the order they stand in.
  return isAppended && isAscending(merged) ? merged : merged.sort((a, b) => a.version - b.version);
}

function isAscending(rows: readonly MessageRow[]): boolean {
  return rows.every((row, i) => i === 0 || (rows[i - 1]?.version ?? 0) < row.version);
}

export async function readQuoted(
  db: DeviceDatabase,
  groupId: string,
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<string, MessageRow>> {
  const inside = new Set(rows.map(({ id }) => id));
  const outside = new Set(
    rows.flatMap(({ replyTo }) => (replyTo !== null && !inside.has(replyTo) ? [replyTo] : [])),
  );
  const found = await db.messages.bulkGet([...outside].map((id) => [groupId, id]));
  return new Map(found.flatMap((row) => (row && isWhole('messages', row) ? [[row.id, row] as const] : [])));
}

async function readUnread(
  db: DeviceDatabase,
  groupId: string,
  window: Window,
  own: { memberId: string; read: number; blocked?: readonly string[] },
): Promise<number> {
  if (window.fromVersion > own.read + 1) return countUnread(db, groupId, own);
  return window.rows.filter((row) => row.version > own.read && isUnreadBy(row, own)).length;
}
