/** A replica's rows beside those that the log calls for, by the naive model: what I6 is about. */
import type { GroupRow, MemberRow, MessageRow } from '#domain/rows.ts';
import { naiveJson } from './naive-model.ts';
import type { NaiveGroup } from './naive-rows.ts';
import { naiveLinkId } from './naive-rulings.ts';
import type { SimDevice } from './sim-device.ts';

export interface Rows {
  readonly groups: readonly GroupRow[];
  readonly members: readonly MemberRow[];
  readonly messages: readonly MessageRow[];
  /** Messages made before this version are not here yet; null: all are. */
  readonly olderThan: number | null;
}

/** A row that is another than the log says, is missing (`found` undefined), or is one too many (`wanted` undefined). */
export interface Difference {
  readonly id: string;
  readonly found: string | undefined;
  readonly wanted: string | undefined;
}

export function rowsOfDevice({ database }: SimDevice, groupId: string): Rows {
  const inGroup = (row: { groupId: string }): boolean => row.groupId === groupId;
  return {
    groups: database.rows('groups').filter(inGroup),
    members: database.rows('members').filter(inGroup),
    messages: database.rows('messages').filter(inGroup),
    olderThan: database.rows('cursors').find(inGroup)?.olderThan ?? null,
  };
}

export function listDifferences(groupId: string, naive: NaiveGroup, rows: Rows): Difference[] {
  const { olderThan } = rows;
  const isOlder = (id: string): boolean => {
    const message = olderThan === null ? undefined : naive.messages.get(id);
    return olderThan !== null && message !== undefined && message.firstVersion < olderThan;
  };
  const expected = expectRows(groupId, naive);
  const differences: Difference[] = [];
  const present = new Map<string, string>();
  for (const row of [...rows.groups, ...rows.members, ...rows.messages]) present.set(row.id, naiveJson(row));
  for (const [id, wanted] of expected) {
    const found = present.get(id);
    if (!isOlder(id) && found !== wanted) differences.push({ id, found, wanted });
  }
  for (const [id, found] of present) {
    if (!expected.has(id) || isOlder(id)) differences.push({ id, found, wanted: undefined });
  }
  return differences;
}

/** Every replica of a group is held against the same rows: they are written once per version. */
const expectedByGroup = new WeakMap<NaiveGroup, { version: number; rows: ReadonlyMap<string, string> }>();

function expectRows(groupId: string, naive: NaiveGroup): ReadonlyMap<string, string> {
  const known = expectedByGroup.get(naive);
  if (known?.version === naive.version) return known.rows;
  const rows = new Map(listExpected(groupId, naive));
  expectedByGroup.set(naive, { version: naive.version, rows });
  return rows;
}

/** Row id → canonical JSON, as the product's rows would have to look. */
function* listExpected(groupId: string, naive: NaiveGroup): Generator<[string, string]> {
  yield [
    groupId,
    naiveJson({
      groupId,
      id: groupId,
      version: 1,
      rowVersion: naive.lastVersion,
      name: naive.name,
      picture: naive.picture,
      createdBy: naive.createdBy,
      createdAt: naive.createdAt,
      inviteHash: naive.inviteHash,
      ...(naive.deletedAt !== null && { deletedAt: naive.deletedAt }),
      ...(naive.linkEndedBy !== null && { invites: { [naiveLinkId(naive)]: endedLink(naive) } }),
    }),
  ];
  for (const [id, member] of naive.members) {
    const { name, role, active, out, joinedAt, cameBy, firstVersion, lastVersion } = member;
    const status = active ? 'active' : out;
    yield [
      id,
      naiveJson({
        groupId,
        id,
        version: firstVersion,
        rowVersion: lastVersion,
        name,
        role,
        status,
        joinedAt,
        ...(cameBy !== undefined && { cameBy }),
        ...(member.nameHidden && { nameHidden: true }),
        ...(member.claimedBy !== null && { claimedBy: member.claimedBy }),
      }),
    ];
  }
  for (const [id, message] of naive.messages) {
    yield [
      id,
      naiveJson({
        groupId,
        id,
        version: message.firstVersion,
        rowVersion: message.lastVersion,
        kind: message.notice ? 'notice' : 'text',
        authorId: message.author,
        at: message.at,
        text: message.text,
        replyTo: message.replyTo,
        mentions: message.mentions,
        editedAt: message.editedAt,
        deletedBy: message.deletedBy,
        reactions: Object.fromEntries(message.reactions),
        notice: message.notice,
      }),
    ];
  }
}

/** The first link as the group's row tells of it once it is over. */
function endedLink({ inviteHash, createdBy, createdAt, linkEndedBy }: NaiveGroup): object {
  return {
    hash: inviteHash,
    role: 'member',
    createdBy,
    createdAt,
    expiresAt: null,
    maxUses: null,
    uses: 0,
    needsApproval: false,
    revokedBy: linkEndedBy,
  };
}
