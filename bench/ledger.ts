/**
 * Opening the accounts of a group of 50 with 20,000 expenses, and what one more of them costs, on a real IndexedDB schema in
 * memory: `npm run bench:ledger [--cpu 4]`. `--cpu N`: figures times N, as on a phone N times as slow.
 */
import { parseArgs } from 'node:util';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { openDatabase } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { readLedger } from '#client/store/ledger-reads.ts';
import { tallyAnew } from '#client/sync/tally-ledger.ts';
import { applyEntries, foldBalances, netBalances } from '#domain/expenses/balances.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { simplifyDebts } from '#domain/expenses/simplify-debts.ts';
import { idOf } from '#tests/support/ops.ts';

const { values } = parseArgs({ options: { cpu: { type: 'string', default: '4' } } });
const slower = Number(values.cpu);
const EXPENSES = 20_000;
const MEMBERS = Array.from({ length: 50 }, (_, i) => idOf(`member ${i}`));
const GROUP = idOf('group');
const member = (i: number): string => MEMBERS[i % MEMBERS.length] ?? '';

function expense(i: number): ExpenseRow {
  const id = idOf(`expense ${i}`);
  const parts = Array.from({ length: 2 + (i % 9) }, (_, p) => ({ memberId: member(i * 7 + p * 3) }));
  const people = [...new Map(parts.map((part) => [part.memberId, part])).values()];
  const amountMinor = 1 + ((i * 7_919) % 50_000);
  const payers = [{ memberId: member(i * 11), amountMinor }];
  const split = { mode: 'equal' as const, parts: people };
  const shares = computeShares(amountMinor, split, payers, id);
  const date = `2026-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`;
  const words = { description: `Compra ${i}`, date, category: 'mercado', addedBy: member(i), at: i };
  return {
    groupId: GROUP,
    id,
    version: i + 1,
    rowVersion: i + 1,
    ...words,
    amountMinor,
    payers,
    split,
    shares,
    voidedBy: null,
    history: [],
  };
}

const rows = Array.from({ length: EXPENSES }, (_, i) => expense(i));
const entries = rows.map((row) => ({ table: 'expenses' as const, row }));

const database = openDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
await database.expenses.bulkPut(rows);
await database.members.bulkPut(
  MEMBERS.map((id) => ({
    groupId: GROUP,
    id,
    version: 1,
    rowVersion: 1,
    name: id,
    role: 'member' as const,
    status: 'active' as const,
    joinedAt: 0,
  })),
);
await database.memberships.put({
  groupId: GROUP,
  memberId: member(0),
  state: 'member',
  inviteSecret: null,
  invitedName: null,
  waiting: null,
});
await createDexieStore(database).write(['expenses', 'settlements', 'ledgers'], (tx) => tallyAnew(tx, GROUP));

const figures: Record<string, number> = {};
async function measure(name: string, times: number, run: () => unknown): Promise<void> {
  const spans: number[] = [];
  for (let i = 0; i < times; i++) {
    const from = performance.now();
    await run();
    spans.push(performance.now() - from);
  }
  figures[name] = (spans.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0) * slower;
}

let balances = foldBalances(entries);
await measure('open: the first 60 lines and all balances, ms', 9, () => readLedger(database, GROUP, 60));
await measure('one more expense, ms', 99, () => {
  balances = applyEntries(balances, [{ before: undefined, after: entries[0] }]);
});
await measure('nets and fewest transfers of 50 people, ms', 9, () => simplifyDebts(netBalances(balances)));
await measure('all of it reckoned anew (only after a repair), ms', 3, () => foldBalances(entries));
database.close();

console.log(`${EXPENSES} expenses, ${MEMBERS.length} members; processor ${slower} times as slow (reckoned)`);
for (const [name, ms] of Object.entries(figures)) console.log(`  ${name.padEnd(56)} ${ms.toFixed(1)}`);
