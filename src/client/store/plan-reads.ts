/** Reads of a group's plans: their rows, with what this device's outbox does to them. */
import type { PlanRow } from '#domain/plans/plan-rows.ts';
import { PLAN_TABLES, type PlanTable, RowDraft, type RowTypes } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { listGroupOutbox } from './group-reads.ts';
import { foldPending } from './overlay.ts';
import { isPending } from './pending-version.ts';
import type { PlanDetail, PlansView, PlanView } from './plan-types.ts';
import { isWhole } from './whole-rows.ts';

export async function readPlans(db: DeviceDatabase, groupId: string): Promise<PlansView> {
  const { list, isArriving } = await readShown(db, groupId, ['plans']);
  return { plans: list('plans').map(viewPlan), isArriving };
}

/** null: it is not here. */
export async function readPlan(
  db: DeviceDatabase,
  groupId: string,
  planId: string,
): Promise<PlanDetail | null> {
  const { list, isArriving } = await readShown(db, groupId, PLAN_TABLES);
  const plan = list('plans').find(({ id }) => id === planId);
  if (!plan) return null;
  const ofPlan = (row: { readonly planId: string }): boolean => row.planId === planId;
  return {
    plan: viewPlan(plan),
    comments: list('planComments').filter(ofPlan),
    versions: list('planVersions')
      .filter(ofPlan)
      .map((row) => ({ ...row, isPending: isPending(row.version) })),
    isArriving,
  };
}

interface Shown {
  /** In the order they came into being; what is pending last. */
  readonly list: <T extends PlanTable>(table: T) => RowTypes[T][];
  readonly isArriving: boolean;
}

async function readShown(db: DeviceDatabase, groupId: string, tables: readonly PlanTable[]): Promise<Shown> {
  const scope = ['outbox', 'groups', 'members', 'cursors', ...tables];
  const [outbox, group, members, cursor, ...stored] = await db.transaction('r', scope, () =>
    Promise.all([
      listGroupOutbox(db, groupId),
      db.groups.get([groupId, groupId]),
      db.members.where('[groupId+id]').between([groupId, ''], [groupId, '\uffff']).toArray(),
      db.cursors.get(groupId),
      ...tables.map((table) => listStored(db, table, groupId)),
    ]),
  );
  const draft = new RowDraft();
  if (group) draft.load('groups', group);
  for (const row of members) if (isWhole('members', row)) draft.load('members', row);
  const ids = new Map(tables.map((table, i) => [table, new Set((stored[i] ?? []).map(({ id }) => id))]));
  for (const [i, table] of tables.entries())
    for (const row of stored[i] ?? []) draft.load(table, row as never);
  foldPending(draft, outbox);
  for (const { table, row } of draft.changed()) ids.get(table as PlanTable)?.add(row.id);
  return {
    isArriving: (cursor?.ledgerOlderThan ?? cursor?.plansOlderThan ?? null) !== null,
    list: (table) =>
      [...(ids.get(table) ?? [])]
        .flatMap((id) => draft.get(table, id) ?? [])
        .sort((a, b) => a.version - b.version),
  };
}

async function listStored<T extends PlanTable>(
  db: DeviceDatabase,
  table: T,
  groupId: string,
): Promise<readonly RowTypes[T][]> {
  const rows: readonly RowTypes[PlanTable][] = await db[table]
    .where('[groupId+version]')
    .between([groupId, 0], [groupId, Number.MAX_SAFE_INTEGER])
    .toArray();
  return rows.filter((row) => isWhole(table, row)) as RowTypes[T][];
}

const viewPlan = (row: PlanRow): PlanView => ({ ...row, isPending: isPending(row.rowVersion) });
