/**
 * Entries of recurrences that are due and that this device does not have: to be made by it. Other devices find the same ones,
 * with the same ids; whoever is second changes nothing.
 */
import type { Day } from '#domain/expenses/day.ts';
import type { ExpenseAdded } from '#domain/expenses/expense-ops.ts';
import { entryOf, listDueEntries } from '#domain/expenses/recurrence-entries.ts';
import { isPermitted } from '#domain/permissions.ts';
import type { DeviceDatabase } from './database.ts';
import { listGroupOutbox } from './group-reads.ts';
import { isWhole } from './whole-rows.ts';

export interface DueExpense {
  readonly groupId: string;
  readonly body: ExpenseAdded;
}

/** Oldest first. Nothing of a group whose accounts are not all here yet: what is missing may be on its way. */
export async function readDueExpenses(db: DeviceDatabase, today: Day): Promise<readonly DueExpense[]> {
  const rows = (await db.recurrences.toArray()).filter((row) => isWhole('recurrences', row));
  const due: DueExpense[] = [];
  for (const groupId of new Set(rows.map((row) => row.groupId))) {
    if (!(await mayAdd(db, groupId))) continue;
    const entries = rows
      .filter((row) => row.groupId === groupId)
      .flatMap((row) => listDueEntries(row, today).map((entry) => ({ row, entry })));
    const known = await listKnown(
      db,
      groupId,
      entries.map(({ entry }) => entry.expenseId),
    );
    for (const { row, entry } of entries) {
      if (!known.has(entry.expenseId)) due.push({ groupId, body: entryOf(row, entry) });
    }
  }
  return due.sort((a, b) => (a.body.date < b.body.date ? -1 : a.body.date > b.body.date ? 1 : 0));
}

async function mayAdd(db: DeviceDatabase, groupId: string): Promise<boolean> {
  const [membership, cursor] = await Promise.all([db.memberships.get(groupId), db.cursors.get(groupId)]);
  if (membership?.state !== 'member' || !cursor || (cursor.ledgerOlderThan ?? null) !== null) return false;
  const member = await db.members.get([groupId, membership.memberId]);
  return member?.status === 'active' && isPermitted('expense.added', member.role, true);
}

/** Those that are here, void ones too, and those that wait in the outbox. */
async function listKnown(
  db: DeviceDatabase,
  groupId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const stored = await db.expenses.bulkGet(ids.map((id) => [groupId, id]));
  const known = new Set(stored.flatMap((row) => (row ? [row.id] : [])));
  if (known.size === ids.length) return known;
  for (const { op } of await listGroupOutbox(db, groupId)) {
    if (op.type === 'expense.added' && typeof op.body.expenseId === 'string') known.add(op.body.expenseId);
  }
  return known;
}
