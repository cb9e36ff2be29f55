/** Pages of the accounts beside a log that went on: what waited for a rule takes effect as it did where the rule was. */
import { expect, test } from 'vitest';
import { recurrenceExpenseId } from '#domain/expenses/derive-id.ts';
import type { RecurrenceRow } from '#domain/expenses/ledger-rows.ts';
import type { PagedChange } from '#domain/rows.ts';
import { chainStart } from '#protocol/canonical.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { GROUP_ID, idOf, makeOp } from '#tests/support/ops.ts';
import { applyLedgerPage } from './apply-ledger.ts';
import { applyToGroup } from './apply-remote.ts';

const RULE_ID = idOf('rent');
const expenseId = recurrenceExpenseId(RULE_ID, 0);

const terms = {
  amountMinor: 1_000,
  payers: [{ memberId: idOf('ana'), amountMinor: 1_000 }],
  split: { mode: 'equal', parts: [{ memberId: idOf('ana') }] },
  shares: [{ memberId: idOf('ana'), amountMinor: 1_000 }],
} as const;

const rule: RecurrenceRow = {
  groupId: GROUP_ID,
  id: RULE_ID,
  version: 5,
  rowVersion: 5,
  description: 'Aluguel',
  category: 'casa',
  ...terms,
  every: 'month',
  from: '2026-11-05',
  addedBy: idOf('ana'),
  at: 1,
};

const entry = makeOp('ana', 'expense.added', {
  expenseId,
  description: 'Aluguel',
  category: 'casa',
  date: '2026-11-05',
  amountMinor: terms.amountMinor,
  payers: [...terms.payers],
  split: { mode: 'equal', parts: [...terms.split.parts] },
  shares: [...terms.shares],
  recurrence: { of: RULE_ID, index: 0 },
});

/** A device at version 10, whose accounts have yet to come. */
async function openLate() {
  const database = new MemoryDeviceDatabase();
  const store = database.connect();
  const chain = chainStart(GROUP_ID);
  await store.write(['cursors'], (tx) =>
    tx.put('cursors', [
      { groupId: GROUP_ID, version: 10, chain, head: 10, olderThan: null, ledgerOlderThan: 11 },
    ]),
  );
  const apply = (from: number, ...ops: ReturnType<typeof makeOp>[]) =>
    applyToGroup(store, { groupId: GROUP_ID, segments: [{ from, ops }], settled: [], now: 1 });
  const page = (asOf: number, asked: number, rows: PagedChange[]) =>
    applyLedgerPage(store, { epoch: 'e', groupId: GROUP_ID, asOf, olderThan: null, rows }, asked);
  const ledgerOlderThan = () => database.rows('cursors')[0]?.ledgerOlderThan;
  return { database, store, apply, page, ledgerOlderThan };
}

test('an entry whose rule was ended after it is not judged by that end: its row is asked for', async () => {
  const { database, apply, page, ledgerOlderThan } = await openLate();
  const ended = makeOp('bia', 'recurrence.ended', { recurrenceId: RULE_ID, after: '2026-11-01' });
  await apply(11, entry, ended);
  const ruleNow = { ...rule, rowVersion: 12, endedAfter: '2026-11-01', endedBy: idOf('bia') };
  expect(await page(12, 11, [{ table: 'recurrences', row: ruleNow }])).toBe('applied');
  expect([ledgerOlderThan(), database.rows('expenses'), database.rows('parked')]).toEqual([12, [], []]);
});

test('an entry whose rule has not changed since is made of its op, and nothing is asked again', async () => {
  const { database, apply, page, ledgerOlderThan } = await openLate();
  await apply(11, entry);
  expect(await page(11, 11, [{ table: 'recurrences', row: rule }])).toBe('applied');
  expect(ledgerOlderThan()).toBeNull();
  expect(database.rows('expenses')).toMatchObject([{ id: expenseId, version: 11, voidedBy: null }]);
});

test('what a restored log has before the entry takes effect with it, and what it has after it at its own version', async () => {
  const { database, store, apply, page } = await openLate();
  const voided = makeOp('bia', 'expense.voided', { expenseId });
  await store.write(['parked'], (tx) =>
    tx.put('parked', [{ groupId: GROUP_ID, version: 9, targetId: expenseId, op: voided }]),
  );
  await apply(11, entry, makeOp('bia', 'expense.edited', { expenseId, category: 'outros' }));
  expect(await page(12, 11, [{ table: 'recurrences', row: rule }])).toBe('applied');
  const [row] = database.rows('expenses');
  expect(row).toMatchObject({ version: 11, rowVersion: 12, voidedBy: idOf('bia'), category: 'outros' });
  expect(row?.history.map(({ what, version }) => [what, version])).toEqual([
    ['voided', 11],
    ['edited', 12],
  ]);
  expect(database.rows('parked')).toEqual([]);
});
