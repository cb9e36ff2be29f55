/** The accounts as the screens read them: by day, with what is pending over them, and balances that count it in. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { foldBalances, netBalances } from '#domain/expenses/balances.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import type { ExpenseRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { JsonObject } from '#domain/json.ts';
import type { MemberRow } from '#domain/rows.ts';
import { idOf, makeOp } from '#tests/support/ops.ts';
import { openDatabase } from './database.ts';
import { createReader } from './read.ts';
import type { Observed } from './read-types.ts';

const GROUP = idOf('group');
const [ANA, BIA, CAIO] = [idOf('ana'), idOf('bia'), idOf('caio')];

let opened = 0;

function member(name: string, more: Partial<MemberRow> = {}): MemberRow {
  const base = { groupId: GROUP, version: 1, rowVersion: 1, status: 'active', joinedAt: 0 } as const;
  return { ...base, id: idOf(name), name, role: 'member', ...more };
}

const money = (amountMinor: number, payer: string, people: readonly string[], id: string) => {
  const split = { mode: 'equal' as const, parts: people.map((memberId) => ({ memberId })) };
  const payers = [{ memberId: payer, amountMinor }];
  const shares = computeShares(amountMinor, split, payers, id).map((part) => ({ ...part }));
  return { amountMinor, payers, split, shares };
};

function expense(name: string, version: number, more: Partial<ExpenseRow> = {}): ExpenseRow {
  return {
    groupId: GROUP,
    id: idOf(name),
    version,
    rowVersion: version,
    description: name,
    date: '2026-11-20',
    category: 'outros',
    ...money(1_000, ANA, [ANA, BIA], idOf(name)),
    addedBy: ANA,
    at: version,
    voidedBy: null,
    history: [],
    ...more,
  };
}

function settlement(name: string, version: number, more: Partial<SettlementRow> = {}): SettlementRow {
  return {
    groupId: GROUP,
    id: idOf(name),
    version,
    rowVersion: version,
    fromId: BIA,
    toId: ANA,
    amountMinor: 100,
    method: 'pix',
    date: '2026-11-20',
    recordedBy: BIA,
    at: version,
    confirmedBy: null,
    voidedBy: null,
    ...more,
  };
}

async function openGroup(
  expenses: readonly ExpenseRow[],
  settlements: readonly SettlementRow[] = [],
  caio: Partial<MemberRow> = { status: 'named' },
) {
  const db = openDatabase({ name: `racha-ledger-${++opened}`, indexedDB: new IDBFactory(), IDBKeyRange });
  await db.memberships.put({
    groupId: GROUP,
    memberId: ANA,
    state: 'member',
    inviteSecret: null,
    invitedName: null,
    waiting: null,
  });
  const group = { groupId: GROUP, id: GROUP, version: 1, rowVersion: 1, name: 'Rolê', picture: '🏖️' };
  await db.groups.put({ ...group, createdBy: ANA, createdAt: 0, inviteHash: '' });
  await db.members.bulkPut([member('ana'), member('bia'), member('caio', caio)]);
  await db.expenses.bulkPut([...expenses]);
  await db.settlements.bulkPut([...settlements]);
  const tally = foldBalances([
    ...expenses.map((row) => ({ table: 'expenses' as const, row })),
    ...settlements.map((row) => ({ table: 'settlements' as const, row })),
  ]);
  await db.ledgers.put({ groupId: GROUP, ...tally });
  let order = 0;
  const owe = (type: string, body: JsonObject) => {
    const op = makeOp('ana', type, body);
    const place = { order: ++order, groupId: GROUP, opId: op.opId, op };
    return db.outbox.put({ ...place, seq: null, version: null, proof: null, bytes: 1 });
  };
  return { db, reader: createReader(db), owe };
}

const first = <T>(observed: Observed<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = observed.subscribe((value) => {
      queueMicrotask(() => stop());
      resolve(value);
    }, reject);
  });

async function ledgerOf(reader: ReturnType<typeof createReader>, limit = 50) {
  const ledger = await first(reader.observeLedger(GROUP, limit));
  if (!ledger) throw new Error('no ledger');
  return ledger;
}
const names = (ledger: Awaited<ReturnType<typeof ledgerOf>>): string[] =>
  ledger.entries.map(({ kind, row }) => (kind === 'expense' ? row.description : 'acerto'));

test('newest day first, the newest of a day first, nothing that is void; more only where there is more', async () => {
  const { reader } = await openGroup(
    [
      expense('gelo', 2),
      expense('pousada', 3, { date: '2026-11-18' }),
      expense('pizza', 5),
      expense('engano', 6, { voidedBy: ANA }),
    ],
    [settlement('s', 4), settlement('t', 7, { voidedBy: BIA })],
  );
  const ledger = await ledgerOf(reader);
  expect(names(ledger)).toEqual(['pizza', 'acerto', 'gelo', 'pousada']);
  expect(ledger.hasMore).toBe(false);
  expect(ledger.myNetMinor).toBe(1_400);
  const page = await ledgerOf(reader, 2);
  expect(names(page)).toEqual(['pizza', 'acerto']);
  expect(page.hasMore).toBe(true);
});

test('what waits here is there at once, marked, and counted', async () => {
  const { reader, owe } = await openGroup([expense('gelo', 2), expense('pizza', 3)]);
  await owe('expense.added', {
    expenseId: idOf('uber'),
    description: 'uber',
    date: '2026-11-21',
    category: 'transporte',
    ...money(600, BIA, [ANA, BIA], idOf('uber')),
  });
  await owe('expense.voided', { expenseId: idOf('gelo') });
  await owe('expense.edited', { expenseId: idOf('pizza'), description: 'pizza do Zé', date: '2026-11-22' });
  const ledger = await ledgerOf(reader);
  expect(names(ledger)).toEqual(['pizza do Zé', 'uber']);
  expect(ledger.entries.map(({ row }) => row.status)).toEqual(['waiting', 'waiting']);
  // Half of the pizza comes to Ana, half of the uber goes from her; the ice counts no more.
  expect(ledger.myNetMinor).toBe(500 - 300);
  const [gone] = await first(reader.observeVoided(GROUP));
  expect(gone?.description).toBe('gelo');
  const whole = await first(reader.observeWholeLedger(GROUP));
  expect(whole.expenses.map(({ description }) => description)).toEqual(['gelo', 'pizza do Zé', 'uber']);
  expect(netBalances(foldBalances(whole.expenses.map((row) => ({ table: 'expenses', row }))))).toEqual(
    netBalances(ledger.balances),
  );
});

test('who was claimed counts as whoever said that it is them', async () => {
  const trip = expense('trilha', 2, money(900, ANA, [BIA, CAIO], idOf('trilha')));
  const { reader } = await openGroup([trip], [], { status: 'named', claimedBy: ANA });
  const { balances, myNetMinor } = await ledgerOf(reader);
  expect(myNetMinor).toBe(450);
  expect(netBalances(balances).has(CAIO)).toBe(false);
});

test('an expense knows the first settlement between its people after it', async () => {
  const { reader } = await openGroup(
    [expense('gelo', 2), expense('pizza', 9)],
    [
      settlement('other', 3, { fromId: CAIO }),
      settlement('void', 4, { voidedBy: BIA }),
      settlement('first', 5),
      settlement('later', 6),
    ],
  );
  expect((await first(reader.observeExpense(GROUP, idOf('gelo'))))?.settledAt).toBe(5);
  expect((await first(reader.observeExpense(GROUP, idOf('pizza'))))?.settledAt).toBeNull();
  expect(await first(reader.observeExpense(GROUP, idOf('none')))).toBeNull();
});

test('marks say how far one’s own last word came, and nothing of what others did', async () => {
  const byBia = { what: 'edited' as const, by: BIA, at: 0, opId: 'x', version: 8, before: {} };
  const { db, reader } = await openGroup([
    expense('lida', 2),
    expense('entregue', 4),
    expense('enviada', 6),
    expense('da Bia', 8, { history: [byBia] }),
  ]);
  await db.marks.put({ groupId: GROUP, memberId: BIA, delivered: 5, read: 3 });
  const { entries } = await ledgerOf(reader);
  expect(entries.map(({ row }) => row.status)).toEqual([null, 'sent', 'delivered', 'read']);
});

test('payments: all of them, the last one first, with what is said of them here', async () => {
  const { reader, owe } = await openGroup(
    [],
    [settlement('s', 4), settlement('t', 7, { voidedBy: BIA }), settlement('u', 9)],
  );
  await owe('settlement.confirmed', { settlementId: idOf('s') });
  await owe('settlement.voided', { settlementId: idOf('u') });
  const payments = await first(reader.observeSettlements(GROUP));
  expect(
    payments.map(({ id, confirmedBy, voidedBy, status }) => [id, confirmedBy, voidedBy, status]),
  ).toEqual([
    [idOf('u'), null, ANA, 'waiting'],
    [idOf('t'), null, BIA, null],
    [idOf('s'), ANA, null, 'waiting'],
  ]);
});
