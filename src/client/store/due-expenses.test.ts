import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import { recurrenceExpenseId } from '#domain/expenses/derive-id.ts';
import type { RecurrenceRow } from '#domain/expenses/ledger-rows.ts';
import type { MemberRow } from '#domain/rows.ts';
import { idOf, makeOp } from '#tests/support/ops.ts';
import { openDatabase } from './database.ts';
import { readDueExpenses } from './due-expenses.ts';
import type { Cursor } from './tables.ts';

const GROUP = idOf('group');
const [ANA, BIA, RENT] = [idOf('ana'), idOf('bia'), idOf('rent')];
let opened = 0;

async function openGroup({
  role = 'member',
  state = 'member',
  olderThan = null,
}: {
  role?: MemberRow['role'];
  state?: 'member' | 'gone';
  olderThan?: number | null;
} = {}) {
  const db = openDatabase({ name: `racha-due-${++opened}`, indexedDB: new IDBFactory(), IDBKeyRange });
  const place = { groupId: GROUP, memberId: ANA, inviteSecret: null, invitedName: null, waiting: null };
  await db.memberships.put({ ...place, state });
  const base = { groupId: GROUP, version: 1, rowVersion: 1 };
  await db.members.put({ ...base, id: ANA, name: 'Ana', role, status: 'active', joinedAt: 0 });
  await db.cursors.put({ groupId: GROUP, version: 5, ledgerOlderThan: olderThan } as Cursor);
  const payers = [{ memberId: ANA, amountMinor: 1001 }];
  const split = { mode: 'equal' as const, parts: [{ memberId: ANA }, { memberId: BIA }] };
  const shares = computeShares(1001, split, payers, RENT);
  const rent: RecurrenceRow = {
    ...base,
    id: RENT,
    description: 'Aluguel',
    category: 'casa',
    amountMinor: 1001,
    payers,
    split,
    shares,
    every: 'month',
    from: '2026-09-05',
    addedBy: ANA,
    at: 0,
  };
  await db.recurrences.put(rent);
  return { db, rent };
}

const datesOf = async (db: Awaited<ReturnType<typeof openGroup>>['db'], today: string) =>
  (await readDueExpenses(db, today)).map(({ body }) => body.date);

test('what is due and not here, oldest first; what is here, void or waiting in the outbox is not made again', async () => {
  const { db, rent } = await openGroup();
  expect(await datesOf(db, '2026-09-04')).toEqual([]);
  expect(await datesOf(db, '2026-11-05')).toEqual(['2026-09-05', '2026-10-05', '2026-11-05']);
  const [first] = await readDueExpenses(db, '2026-11-05');
  expect(first).toMatchObject({
    groupId: GROUP,
    body: {
      expenseId: recurrenceExpenseId(RENT, 0),
      shares: rent.shares,
      recurrence: { of: RENT, index: 0 },
    },
  });
  const row = { ...rent, date: '2026-09-05', voidedBy: BIA, history: [], id: recurrenceExpenseId(RENT, 0) };
  await db.expenses.put(row);
  const op = makeOp('ana', 'expense.added', { expenseId: recurrenceExpenseId(RENT, 1) });
  const place = { order: 1, groupId: GROUP, opId: op.opId, op };
  await db.outbox.put({ ...place, seq: null, version: null, proof: null, bytes: 1 });
  expect(await datesOf(db, '2026-11-05')).toEqual(['2026-11-05']);
  await db.recurrences.put({ ...rent, endedAfter: '2026-10-31', endedBy: BIA });
  expect(await datesOf(db, '2026-11-05')).toEqual([]);
});

test('nothing of a group one may not write in, is out of, or whose accounts are still arriving', async () => {
  for (const one of [{ role: 'guest' }, { state: 'gone' }, { olderThan: 3 }] as const) {
    const { db } = await openGroup(one);
    expect(await datesOf(db, '2026-11-05')).toEqual([]);
  }
});
