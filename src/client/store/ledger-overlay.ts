/** A group's accounts as this device owes them: the rows its outbox changes, and by how much the balances move with them. */
import {
  applyEntries,
  type Balances,
  type EntryChange,
  joinPeople,
  NO_BALANCES,
} from '#domain/expenses/balances.ts';
import type { MemberRow, Row, TableName } from '#domain/rows.ts';
import { type LedgerTable, RowDraft } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { listGroupOutbox, type OthersReached, othersReached } from './group-reads.ts';
import { tallyEntry } from './ledger-entries.ts';
import type { LedgerStatus } from './ledger-types.ts';
import { foldPending, listPendingReads } from './overlay.ts';
import { isPending } from './pending-version.ts';
import { isWhole } from './whole-rows.ts';

export interface LedgerContext {
  readonly myMemberId: string;
  readonly members: ReadonlyMap<string, MemberRow>;
  readonly others: OthersReached;
  /** Older rows are not all here. */
  readonly isArriving: boolean;
  /** Rows that what is pending changes; void ones too. */
  readonly draft: RowDraft;
}

/** undefined: this person is not in the group. */
export async function readLedgerContext(
  db: DeviceDatabase,
  groupId: string,
): Promise<LedgerContext | undefined> {
  const [membership, group, members, outbox, marks, cursor] = await Promise.all([
    db.memberships.get(groupId),
    db.groups.get([groupId, groupId]),
    db.members.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
    listGroupOutbox(db, groupId),
    db.marks.where('[groupId+memberId]').between([groupId, ''], [groupId, '\uffff']).toArray(),
    db.cursors.get(groupId),
  ]);
  if (!membership) return undefined;
  const draft = new RowDraft();
  if (group) draft.load('groups', group);
  for (const row of members) if (isWhole('members', row)) draft.load('members', row);
  await loadLedgerRows(db, groupId, draft, listPendingReads(outbox));
  foldPending(draft, outbox);
  const { memberId } = membership;
  const others = members.filter(({ id, status }) => id !== memberId && status === 'active');
  return {
    myMemberId: memberId,
    members: new Map(draft.listMembers().map((row) => [row.id, row])),
    others: othersReached(marks, others),
    isArriving: (cursor?.ledgerOlderThan ?? null) !== null,
    draft,
  };
}

async function loadLedgerRows(
  db: DeviceDatabase,
  groupId: string,
  draft: RowDraft,
  keys: readonly { readonly table: TableName; readonly id: string }[],
): Promise<void> {
  const load = async (table: LedgerTable): Promise<void> => {
    const ids = [...new Set(keys.filter((key) => key.table === table).map(({ id }) => id))];
    const rows: readonly (Row | undefined)[] = await db[table].bulkGet(ids.map((id) => [groupId, id]));
    for (const row of rows) if (row && isWhole(table, row)) draft.load(table, row as never);
  };
  await Promise.all([load('expenses'), load('settlements'), load('recurrences')]);
}

/** With what is pending counted in, and people without the app counted as whoever said that it is them. */
export async function readBalances(
  db: DeviceDatabase,
  groupId: string,
  { draft, members }: LedgerContext,
): Promise<Balances> {
  const tally = await db.ledgers.get(groupId);
  const changes = draft.changed().flatMap(({ table, row }): EntryChange[] => {
    if (table !== 'expenses' && table !== 'settlements') return [];
    const loaded = draft.getLoaded(table, row.id);
    return [{ before: loaded && tallyEntry(table, loaded), after: tallyEntry(table, row) }];
  });
  const balances = applyEntries(tally ?? NO_BALANCES, changes);
  return joinPeople(balances, (memberId) => members.get(memberId)?.claimedBy ?? memberId);
}

/** `by`: who did the last thing to it. */
export function ledgerStatus(
  { rowVersion }: { readonly rowVersion: number },
  by: string,
  { myMemberId, others }: LedgerContext,
): LedgerStatus | null {
  if (isPending(rowVersion)) return 'waiting';
  if (by !== myMemberId) return null;
  if (rowVersion <= others.read) return 'read';
  return rowVersion <= others.delivered ? 'delivered' : 'sent';
}
