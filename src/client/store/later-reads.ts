/** Reads of the screens behind the first one: a group, its record, what is owed. Fetched with the first of them (read.ts). */
import { isOfLedger } from '#domain/expenses/ledger-notice.ts';
import { actingRole } from '#domain/groups/roster.ts';
import { type MemberRow, RowDraft } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { listGroupOutbox } from './group-reads.ts';
import { holdsOp } from './holds-op.ts';
import { viewInvites } from './invite-views.ts';
import { foldPending } from './overlay.ts';
import type { CheckView, GroupView, MemberView, QueuedView, TrailView } from './read-types.ts';
import { groupNameOf, nameOf, type ReaderWords, shownName, shownNotice } from './shown-names.ts';
import type { Membership, TrayEntry } from './tables.ts';

export async function readCheck(db: DeviceDatabase): Promise<CheckView | null> {
  const checks = await db.checks.toArray();
  const times = checks.flatMap(({ at }) => (at === null ? [] : [at]));
  if (times.length === 0) return null;
  return {
    at: Math.max(...times),
    repaired: checks.reduce((sum, { repaired }) => sum + repaired, 0),
    stuck: checks.filter(({ stuckSince }) => stuckSince !== null).length,
  };
}

export async function readGroup(
  db: DeviceDatabase,
  groupId: string,
  words: ReaderWords,
): Promise<GroupView | null> {
  const scope = ['memberships', 'groups', 'members', 'outbox'];
  const [membership, group, rows, outbox] = await db.transaction('r', scope, () =>
    Promise.all([
      db.memberships.get(groupId),
      db.groups.get([groupId, groupId]),
      db.members.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
      listGroupOutbox(db, groupId),
    ]),
  );
  if (!membership) return null;
  const draft = new RowDraft();
  if (group) draft.load('groups', group);
  for (const row of rows) draft.load('members', row);
  foldPending(draft, outbox);
  const members = new Map(rows.map((row) => [row.id, row]));
  for (const change of draft.changed())
    if (change.table === 'members') members.set(change.row.id, change.row);
  const shown = draft.get('groups', groupId);
  return {
    groupId,
    name: groupNameOf(shown, membership.invitedName, words),
    picture: shown?.picture ?? '',
    state: membership.state,
    waiting: membership.waiting,
    myMemberId: membership.memberId,
    myRole: actingRole([...members.values()], membership.memberId) ?? 'member',
    members: [...members.values()].map((row) => viewMember(row, membership, words)).sort(byStatusAndName),
    goneReason: membership.goneReason ?? null,
    invites: viewInvites(shown, membership, members, words),
  };
}

/** Its notices: each is what one op of the log did to the group, told by every device alike. */
export async function readTrail(
  db: DeviceDatabase,
  groupId: string,
  limit: number,
  words: ReaderWords,
): Promise<TrailView> {
  const [notices, rows, membership, cursor] = await Promise.all([
    db.messages
      .where('[groupId+version]')
      .between([groupId, 0], [groupId, Number.MAX_SAFE_INTEGER])
      .reverse()
      // What was paid has pages of its own, with a history each.
      .filter(({ kind, notice }) => kind === 'notice' && !(notice && isOfLedger(notice)))
      .limit(limit + 1)
      .toArray(),
    db.members.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
    db.memberships.get(groupId),
    db.cursors.get(groupId),
  ]);
  const members = new Map(rows.map((row) => [row.id, row]));
  return {
    entries: notices.slice(0, limit).map(({ id, at, authorId, notice }) => ({
      id,
      at,
      own: authorId === membership?.memberId,
      authorName: nameOf(members, authorId, words),
      notice: notice && shownNotice(notice, authorId, members, words),
    })),
    hasMore: notices.length > limit,
    isArriving: (cursor?.olderThan ?? null) !== null,
  };
}

function viewMember(row: MemberRow, membership: Membership, words: ReaderWords): MemberView {
  const { id, role, status } = row;
  return {
    memberId: id,
    name: shownName(row, words),
    role,
    status,
    claimedBy: row.claimedBy ?? null,
    own: id === membership.memberId,
    blocked: membership.blocked?.includes(id) ?? false,
    nameHidden: row.nameHidden === true,
    pixKey: row.pixKey ?? null,
    pixKeyChanged: (row.pixKeysSet ?? 0) > 1,
  };
}

function byStatusAndName(a: MemberView, b: MemberView): number {
  if (a.status !== b.status) return a.status === 'active' ? -1 : 1;
  return a.name.localeCompare(b.name);
}

export async function readTray(db: DeviceDatabase): Promise<readonly TrayEntry[]> {
  const entries = await db.tray.toArray();
  return entries.filter(holdsOp).sort((a, b) => a.since - b.since);
}

export async function readQueue(db: DeviceDatabase, words: ReaderWords): Promise<readonly QueuedView[]> {
  const [entries, groups, memberships] = await Promise.all([
    db.outbox.toArray(),
    db.groups.toArray(),
    db.memberships.toArray(),
  ]);
  const names = new Map(memberships.map(({ groupId, invitedName }) => [groupId, invitedName]));
  for (const { groupId, name } of groups) names.set(groupId, name);
  const waits = new Map(memberships.map(({ groupId, waiting }) => [groupId, waiting]));
  return entries
    .filter((entry) => entry.version === null && holdsOp(entry))
    .map((entry) => ({
      entry,
      groupName: groupNameOf(undefined, names.get(entry.groupId), words),
      waiting: waits.get(entry.groupId) ?? null,
    }));
}

/** JSON with whole ops: what a person made and the server has not settled, and the drafts. */
export async function exportUnsent(db: DeviceDatabase, typed: string | undefined): Promise<string> {
  const [outbox, tray, drafts] = await Promise.all([
    db.outbox.toArray(),
    db.tray.toArray(),
    db.drafts.toArray(),
  ]);
  const unsent = {
    racha: 'unsent',
    version: 1,
    waiting: outbox
      .filter(({ version }) => version === null)
      .map((entry) => (holdsOp(entry) ? entry.op : entry)),
    refused: tray.map(({ op, kind, remains }) => ({ kind, op, remains })),
    drafts,
    ...(typed !== undefined && { typed }),
  };
  return JSON.stringify(unsent, null, 2);
}
