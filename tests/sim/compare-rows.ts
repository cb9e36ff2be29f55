/** A replica's rows beside those that the log calls for, by the naive model: what I6 is about. */
import type { RowChange } from '#domain/rows.ts';
import {
  type GroupRow,
  LEDGER_TABLES,
  type MemberRow,
  type MessageRow,
  PAGED_TABLES,
  type PagedRow,
} from '#domain/rows.ts';
import { naiveNets } from './naive-ledger.ts';
import { naiveJson } from './naive-model.ts';
import type { NaiveGroup } from './naive-rows.ts';
import type { SimDevice } from './sim-device.ts';

export interface Rows {
  readonly groups: readonly GroupRow[];
  readonly members: readonly MemberRow[];
  readonly messages: readonly MessageRow[];
  /** Messages made before this version are not here yet; null: all are. */
  readonly olderThan: number | null;
  readonly ledger: readonly PagedRow[];
  /** Rows of the ledger are not all here yet, and are not compared. */
  readonly isLedgerArriving: boolean;
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
    ledger: PAGED_TABLES.flatMap((table): PagedRow[] => database.rows(table)).filter(inGroup),
    isLedgerArriving: typeof database.rows('cursors').find(inGroup)?.ledgerOlderThan === 'number',
  };
}

export function listDifferences(groupId: string, naive: NaiveGroup, rows: Rows): Difference[] {
  const { olderThan } = rows;
  const isOlder = (id: string): boolean => {
    const message = olderThan === null ? undefined : naive.messages.get(id);
    return olderThan !== null && message !== undefined && message.firstVersion < olderThan;
  };
  const expected = new Map(expectRows(groupId, naive));
  const differences: Difference[] = [];
  const present = new Map<string, string>();
  for (const row of [...rows.groups, ...rows.members, ...rows.messages]) present.set(row.id, naiveJson(row));
  if (!rows.isLedgerArriving) {
    for (const row of rows.ledger) present.set(row.id, naiveJson(row));
    for (const [id, wanted] of listAccounts(groupId, naive)) expected.set(id, wanted);
  }
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
      ...(naive.links.size > 0 && { invites: Object.fromEntries(naive.links) }),
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
        ...(message.photos.length > 0 && { photos: message.photos }),
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

function* listAccounts(groupId: string, { accounts, plans }: NaiveGroup): Generator<[string, string]> {
  for (const rows of [plans.plans, plans.versions, plans.comments]) {
    for (const [id, row] of rows) yield [id, naiveJson({ groupId, ...row })];
  }
  for (const table of LEDGER_TABLES) {
    for (const [id, row] of accounts[table]) yield [id, naiveJson({ groupId, ...row })];
  }
}

/** The balances that a device shows, beside those of the log: centavo by centavo, and member by member. */
export function listWrongBalances({ database }: SimDevice, groupId: string, naive: NaiveGroup): string[] {
  const pairs = database.rows('ledgers').find((row) => row.groupId === groupId)?.pairs ?? {};
  const found = new Map<string, bigint>();
  for (const [pair, amountMinor] of Object.entries(pairs)) {
    if (!Number.isSafeInteger(amountMinor)) return [`${pair} as ${amountMinor} centavos`];
    const [a = '', b = ''] = pair.split(' ');
    found.set(a, (found.get(a) ?? 0n) + BigInt(amountMinor));
    found.set(b, (found.get(b) ?? 0n) - BigInt(amountMinor));
  }
  const wanted = naiveNets(naive.accounts);
  return [...new Set([...found.keys(), ...wanted.keys()])].flatMap((id) => {
    const [is, should] = [found.get(id) ?? 0n, wanted.get(id) ?? 0n];
    return is === should ? [] : [`the balance of ${id} as ${is}, the log says ${should}`];
  });
}

/** The rows that a list of changes leaves behind, as a device that has all of them. */
export function rowsOfChanges(changes: readonly RowChange[]): Rows {
  return {
    groups: changes.flatMap(({ table, row }) => (table === 'groups' ? [row] : [])),
    members: changes.flatMap(({ table, row }) => (table === 'members' ? [row] : [])),
    messages: changes.flatMap(({ table, row }) => (table === 'messages' ? [row] : [])),
    ledger: changes.flatMap(({ table, row }) =>
      table === 'expenses' || table === 'settlements' || table === 'recurrences' ? [row] : [],
    ),
    olderThan: null,
    isLedgerArriving: false,
  };
}
