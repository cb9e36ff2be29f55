/**
 * What the index of search reads and writes. Rows and the place of the group's cursor are read in one transaction: a part is
 * written only while the cursor still stands there, so that what it says and what the rows say cannot differ.
 */
import { textEditOf } from '#domain/plans/edit-op.ts';
import type { PlanRow } from '#domain/plans/plan-rows.ts';
import { LEDGER_TABLES, type MemberRow, RowDraft, type RowTypes } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { holdsOp } from './holds-op.ts';
import { foldPending, listPendingReads } from './overlay.ts';
import {
  GONE_PART,
  isSearched,
  SEARCHED_TABLES,
  type SearchedTable,
  type SearchPartRow,
  SPAN_VERSIONS,
} from './search-parts.ts';
import type { Cursor, Membership, OutboxEntry, RecentSearch } from './tables.ts';
import { isWhole } from './whole-rows.ts';

export type SearchedRow = {
  readonly [T in SearchedTable]: { readonly table: T; readonly row: RowTypes[T] };
}[SearchedTable];

/** How far a group's rows are here. */
export interface GroupPlace {
  readonly version: number;
  readonly olderThan: number | null;
  readonly ledgerOlderThan: number | null;
  /** Rows were replaced, or taken away, this often. */
  readonly repairs: number;
  readonly gone: number;
}

export interface SearchedGroup {
  readonly groupId: string;
  readonly name: string;
  readonly membership: Membership;
  readonly members: readonly MemberRow[];
  /** Those that are not put away. */
  readonly plans: readonly PlanRow[];
  /** By plan: which edits of its text wait on this device. */
  readonly waitingEdits: ReadonlyMap<string, string>;
  readonly place: GroupPlace;
}

const ALL = Number.MAX_SAFE_INTEGER;

/** The groups this person is in, called as this device shows them. */
export function readSearchedGroups(db: DeviceDatabase): Promise<SearchedGroup[]> {
  const tables = [db.memberships, db.cursors, db.groups, db.members, db.plans, db.outbox, db.searchParts];
  return db.transaction('r', tables, async () => {
    const memberships = await db.memberships.toArray();
    const entries = (await db.outbox.orderBy('order').toArray()).filter(holdsOp);
    const inside = memberships.filter(({ state }) => state === 'member' || state === 'joining');
    return Promise.all(
      inside.map(async (membership) => {
        const { groupId } = membership;
        const [group, members, stored, place] = await Promise.all([
          db.groups.get([groupId, groupId]),
          db.members.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
          db.plans.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
          readPlace(db, groupId),
        ]);
        const draft = new RowDraft();
        if (group && isWhole('groups', group)) draft.load('groups', group);
        for (const row of members) if (isWhole('members', row)) draft.load('members', row);
        const plans = new Map(stored.filter((row) => isWhole('plans', row)).map((row) => [row.id, row]));
        for (const row of plans.values()) draft.load('plans', row);
        const own = entries.filter((entry) => entry.groupId === groupId);
        foldPending(draft, own);
        const name = draft.get('groups', groupId)?.name ?? membership.invitedName ?? '';
        for (const { table, row } of draft.changed()) if (table === 'plans') plans.set(row.id, row);
        return {
          groupId,
          name,
          membership,
          members: draft.listMembers(),
          plans: [...plans.values()].filter(({ archivedAt }) => archivedAt === null),
          waitingEdits: listWaitingEdits(own),
          place,
        };
      }),
    );
  });
}

function listWaitingEdits(entries: readonly OutboxEntry[]): Map<string, string> {
  const byPlan = new Map<string, string>();
  for (const { op } of entries) {
    const planId = textEditOf(op)?.planId;
    if (planId !== undefined) byPlan.set(planId, `${byPlan.get(planId) ?? ''} ${op.opId}`);
  }
  return byPlan;
}

async function readPlace(db: DeviceDatabase, groupId: string): Promise<GroupPlace> {
  const [cursor, gone] = await Promise.all([
    db.cursors.get(groupId),
    db.searchParts.get([groupId, GONE_PART]),
  ]);
  return placeOf(cursor, gone);
}

function placeOf(cursor: Cursor | undefined, gone: SearchPartRow | undefined): GroupPlace {
  return {
    version: cursor?.version ?? 0,
    olderThan: cursor?.olderThan ?? null,
    ledgerOlderThan: cursor?.ledgerOlderThan ?? null,
    repairs: cursor?.repairs ?? 0,
    gone: gone?.schema ?? 0,
  };
}

export function isSamePlace(a: GroupPlace, b: GroupPlace): boolean {
  return (
    a.version === b.version &&
    a.olderThan === b.olderThan &&
    a.ledgerOlderThan === b.ledgerOlderThan &&
    a.repairs === b.repairs &&
    a.gone === b.gone
  );
}

/** undefined: it is not here, or of another build. */
export async function readSearchPart(
  db: DeviceDatabase,
  groupId: string,
  part: string,
  schema: number,
): Promise<Uint8Array | undefined> {
  const row = await db.searchParts.get([groupId, part]);
  return row?.schema === schema && row.data instanceof Uint8Array ? row.data : undefined;
}

/** The rows of one part, and the place at which they were read. */
export function readSpan(
  db: DeviceDatabase,
  groupId: string,
  kind: 'm' | 'l',
  span: number,
): Promise<{ readonly rows: SearchedRow[]; readonly place: GroupPlace }> {
  const range = { from: span * SPAN_VERSIONS, to: (span + 1) * SPAN_VERSIONS - 1 };
  const tables = kind === 'm' ? (['messages'] as const) : LEDGER_TABLES;
  return db.transaction('r', [...tables, 'cursors', 'searchParts'], async () => {
    const rows = await listRows(db, groupId, tables, range);
    return { rows, place: await readPlace(db, groupId) };
  });
}

/** What changed of a group between two places of one history. */
export function readChanged(
  db: DeviceDatabase,
  groupId: string,
  before: GroupPlace,
): Promise<{ readonly rows: SearchedRow[]; readonly place: GroupPlace }> {
  return db.transaction('r', [...SEARCHED_TABLES, 'cursors', 'searchParts'], async () => {
    const place = await readPlace(db, groupId);
    const news = await db.messages
      .where('[groupId+rowVersion]')
      .between([groupId, before.version], [groupId, ALL], false, true)
      .toArray();
    const rows: SearchedRow[] = news
      .filter((row) => isWhole('messages', row))
      .map((row) => ({ table: 'messages', row }));
    // The accounts have no index by change; they are some hundred rows, and read in a worker.
    const ledger = await listRows(db, groupId, LEDGER_TABLES, { from: 0, to: ALL });
    rows.push(...ledger.filter(({ row }) => row.rowVersion > before.version));
    const pages = [
      { tables: ['messages'] as const, to: before.olderThan, from: place.olderThan },
      { tables: LEDGER_TABLES, to: before.ledgerOlderThan, from: place.ledgerOlderThan },
    ];
    for (const { tables, from, to } of pages) {
      if (to === null || to === from) continue;
      rows.push(...(await listRows(db, groupId, tables, { from: from ?? 0, to: to - 1 })));
    }
    return { rows, place };
  });
}

async function listRows(
  db: DeviceDatabase,
  groupId: string,
  tables: readonly SearchedTable[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<SearchedRow[]> {
  const found: SearchedRow[] = [];
  for (const table of tables) {
    const rows: readonly RowTypes[SearchedTable][] = await db[table]
      .where('[groupId+version]')
      .between([groupId, from], [groupId, to], true, true)
      .toArray();
    for (const row of rows) if (isWhole(table, row)) found.push({ table, row } as SearchedRow);
  }
  return found;
}

/** False, and nothing is written: the rows have changed since they were read. */
export function writeSearchPart(
  db: DeviceDatabase,
  row: SearchPartRow,
  readAt: GroupPlace,
): Promise<boolean> {
  return db.transaction('rw', [db.searchParts, db.cursors], async () => {
    if (!isSamePlace(await readPlace(db, row.groupId), readAt)) return false;
    await db.searchParts.put(row);
    return true;
  });
}

/** Which rows the text of a plan is made of; the same again when none was written between. */
export function readTextPlace(db: DeviceDatabase, groupId: string, planId: string): Promise<string> {
  return db.transaction('r', [db.planTexts, db.planEdits], async () => {
    const text = await db.planTexts.get([groupId, planId]);
    const edits = await db.planEdits
      .where(':id')
      .between([groupId, planId, 0], [groupId, planId, ALL])
      .primaryKeys();
    return JSON.stringify([text?.digest, text?.heldTo, edits.length, edits.at(-1)]);
  });
}

/** False, and nothing is written: the text has changed since it was read. */
export function writePlanPart(
  db: DeviceDatabase,
  row: SearchPartRow,
  { planId, readAt }: { readonly planId: string; readonly readAt: string },
): Promise<boolean> {
  return db.transaction('rw', [db.searchParts, db.planTexts, db.planEdits], async () => {
    if ((await readTextPlace(db, row.groupId, planId)) !== readAt) return false;
    await db.searchParts.put(row);
    return true;
  });
}

/** Rows as this device shows them while what changed them waits in the outbox. */
export async function readPendingRows(db: DeviceDatabase): Promise<SearchedRow[]> {
  const tables = [db.outbox, db.groups, db.members, ...SEARCHED_TABLES.map((table) => db[table])];
  return db.transaction('r', tables, async () => {
    const entries = (await db.outbox.orderBy('order').toArray()).filter(holdsOp);
    const groupIds = [...new Set(entries.map(({ groupId }) => groupId))];
    const rows: SearchedRow[] = [];
    for (const groupId of groupIds) {
      const draft = new RowDraft();
      const own = entries.filter((entry) => entry.groupId === groupId);
      for (const { table, id } of listPendingReads(own)) {
        const row = await db[table].get([groupId, id]);
        if (row && isWhole(table, row)) draft.load(table, row as never);
      }
      foldPending(draft, own);
      for (const change of draft.changed()) if (isSearched(change.table)) rows.push(change as SearchedRow);
    }
    return rows;
  });
}

/** One of each that is still here, in the order asked for. */
export async function getSearchedRows(
  db: DeviceDatabase,
  keys: readonly { readonly groupId: string; readonly table: SearchedTable; readonly id: string }[],
): Promise<(SearchedRow | undefined)[]> {
  const found = new Map<string, SearchedRow>();
  for (const table of SEARCHED_TABLES) {
    const wanted = keys.filter((key) => key.table === table);
    if (wanted.length === 0) continue;
    const rows: readonly (RowTypes[SearchedTable] | undefined)[] = await db[table].bulkGet(
      wanted.map(({ groupId, id }) => [groupId, id]),
    );
    for (const row of rows) {
      if (row && isWhole(table, row))
        found.set(`${table} ${row.groupId} ${row.id}`, { table, row } as SearchedRow);
    }
  }
  return keys.map(({ table, groupId, id }) => found.get(`${table} ${groupId} ${id}`));
}

export async function readRecentSearches(db: DeviceDatabase): Promise<readonly RecentSearch[]> {
  const row = await db.meta.get('recentSearches');
  return row?.name === 'recentSearches' ? row.value : [];
}

export async function writeRecentSearches(db: DeviceDatabase, value: readonly RecentSearch[]): Promise<void> {
  if (value.length === 0) await db.meta.delete('recentSearches');
  else await db.meta.put({ name: 'recentSearches', value });
}

/** Of the history this device follows; undefined: it has never spoken to a server. */
export async function readEpoch(db: DeviceDatabase): Promise<string | undefined> {
  const row = await db.meta.get('epoch');
  return row?.name === 'epoch' ? row.value : undefined;
}
