/**
 * The list of groups. A pass reads five small tables whole and a group's messages only when something of that
 * group changed: fifty groups cost one group's reads when one of them gets a message.
 */
import { type MessageRow, RowDraft } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { countUnread, isBlocked, listMessages, othersReached } from './group-reads.ts';
import { holdsOp } from './holds-op.ts';
import { foldPending } from './late-overlay.ts';
import { statusOf } from './message-view.ts';
import { isPending } from './pending-version.ts';
import type { GroupSummary } from './read-types.ts';
import { groupNameOf, lineOf, type Members, nameOf, type ReaderWords, shownNotice } from './shown-names.ts';
import type { Cursor, MarkRow, Membership, OutboxEntry, TrayEntry } from './tables.ts';

const BLOCKED_SKIPPED_MAX = 50;

interface Parts {
  readonly membership: Membership;
  readonly cursor: Cursor | undefined;
  readonly marks: readonly MarkRow[];
  readonly outbox: readonly OutboxEntry[];
  readonly tray: readonly TrayEntry[];
}

/** One reader of all summaries; it remembers between passes. Newest first; groups left are not listed. */
export function createSummaryReader(
  db: DeviceDatabase,
  words: ReaderWords,
): () => Promise<readonly GroupSummary[]> {
  let remembered = new Map<string, { signature: string; summary: GroupSummary }>();
  return async () => {
    const [memberships, cursors, marks, outbox, tray] = await Promise.all([
      db.memberships.toArray(),
      db.cursors.toArray(),
      db.marks.toArray(),
      db.outbox.toArray(),
      db.tray.toArray(),
    ]);
    const next = new Map<string, { signature: string; summary: GroupSummary }>();
    for (const membership of memberships) {
      const { groupId } = membership;
      const ofGroup = <T extends { groupId: string }>(rows: readonly T[]) =>
        rows.filter((row) => row.groupId === groupId);
      const parts = {
        membership,
        cursor: cursors.find((cursor) => cursor.groupId === groupId),
        marks: ofGroup(marks),
        outbox: ofGroup(outbox).filter(holdsOp),
        tray: ofGroup(tray).filter(holdsOp),
      };
      if (membership.state === 'gone' && parts.tray.length === 0 && !isNews(membership)) continue;
      const signature = signatureOf(parts);
      const before = remembered.get(groupId);
      const isSame = before?.signature === signature;
      next.set(groupId, isSame ? before : { signature, summary: await summarise(db, parts, words) });
    }
    remembered = next;
    return [...next.values()].map(({ summary }) => summary).sort((a, b) => b.activeAt - a.activeAt);
  };
}

function signatureOf({ membership, cursor, marks, outbox, tray }: Parts): string {
  const marked = marks.map(({ memberId, delivered, read }) => [memberId, delivered, read]);
  const owed = outbox.map(({ order, version }) => [order, version]);
  return JSON.stringify([
    membership,
    cursor?.version,
    cursor?.chain,
    cursor?.repairs,
    marked,
    owed,
    tray.map(({ opId }) => opId),
  ]);
}

/** They did not go by themselves, and have not taken note of it yet. */
function isNews({ goneReason, dismissed }: Membership): boolean {
  return (goneReason === 'removed' || goneReason === 'deleted') && !dismissed;
}

async function summarise(db: DeviceDatabase, parts: Parts, words: ReaderWords): Promise<GroupSummary> {
  const { membership, marks, outbox, tray } = parts;
  const { groupId, memberId, state } = membership;
  const [group, members, newest] = await Promise.all([
    db.groups.get([groupId, groupId]),
    db.members.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
    listNewest(db, groupId, membership),
  ]);
  const draft = new RowDraft();
  for (const row of newest) draft.load('messages', row);
  for (const row of members) draft.load('members', row);
  if (group) draft.load('groups', group);
  foldPending(draft, outbox);
  const changed = draft.changed();
  const pending = changed.flatMap((change) =>
    change.table === 'messages' && isPending(change.row.version) ? [change.row] : [],
  );
  const names = new Map(members.map((row) => [row.id, row]));
  for (const change of changed) if (change.table === 'members') names.set(change.row.id, change.row);
  const last = pending.at(-1) ?? (newest[0] && draft.get('messages', newest[0].id));
  const shown = draft.get('groups', groupId);
  const read = marks.find((mark) => mark.memberId === memberId)?.read ?? 0;
  const others = members.filter(({ id, status }) => id !== memberId && status === 'active');
  const refused = new Map(tray.map(({ opId }) => [opId, opId]));
  const context = { myMemberId: memberId, others: othersReached(marks, others), refused };
  return {
    groupId,
    name: groupNameOf(shown, membership.invitedName, words),
    picture: shown?.picture ?? '',
    state,
    unread: await countUnread(db, groupId, { memberId, read, blocked: membership.blocked }),
    goneReason: membership.goneReason ?? null,
    last: last ? summariseLast(last, context, { members: names, words }) : null,
    activeAt: last?.at ?? shown?.createdAt ?? outbox.at(-1)?.op.at ?? 0,
  };
}

/** The newest message that is shown; of many by somebody blocked in a row, none is looked for behind them. */
async function listNewest(
  db: DeviceDatabase,
  groupId: string,
  { blocked }: Membership,
): Promise<MessageRow[]> {
  const limit = blocked && blocked.length > 0 ? BLOCKED_SKIPPED_MAX : 1;
  const rows = await listMessages(db, groupId, { limit });
  return rows.filter((row) => !isBlocked(row, blocked)).slice(-1);
}

function summariseLast(
  row: MessageRow,
  context: Parameters<typeof statusOf>[1],
  { members, words }: { members: Members; words: ReaderWords },
): GroupSummary['last'] {
  return {
    kind: row.kind,
    own: row.authorId === context.myMemberId,
    authorName: nameOf(members, row.authorId, words),
    text: lineOf(row, words),
    deleted: row.deletedBy !== null,
    notice: row.notice && shownNotice(row.notice, row.authorId, members, words),
    status: statusOf(row, context),
    at: row.at,
  };
}
