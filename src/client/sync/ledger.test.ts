/** The accounts through the engine and the server's real handlers: offline, at once, by who comes late, and by two at the same entry. */
import { expect, test } from 'vitest';
import { netBalances } from '#domain/expenses/balances.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import { recurrenceExpenseId } from '#domain/expenses/derive-id.ts';
import type { Split } from '#domain/expenses/money.ts';
import type { EngineDevice } from '#tests/support/engine-world.ts';
import { twoInAGroup } from '#tests/support/two-in-a-group.ts';
import type { Intent } from './engine-types.ts';

function money(amountMinor: number, payerId: string, people: readonly string[], id: string) {
  const split: Split = { mode: 'equal', parts: people.map((memberId) => ({ memberId })) };
  const payers = [{ memberId: payerId, amountMinor }];
  return { amountMinor, payers, split, shares: computeShares(amountMinor, split, payers, id) };
}

const words = { description: 'Pizza', category: 'restaurante', date: '2026-11-20' };

async function commit(device: EngineDevice, ...intents: Intent[]): Promise<void> {
  const result = await device.engine.commit(intents);
  if (!result.ok) throw new Error(result.error);
}

function netsOf(device: EngineDevice, groupId: string): Record<string, number> {
  const tally = device.rows('ledgers').find((row) => row.groupId === groupId);
  return Object.fromEntries(netBalances(tally ?? { pairs: {} }));
}

test('added offline, it is on both after the reconnect, with the same balances', async () => {
  const { world, ana, bia, anaId, biaId, groupId } = await twoInAGroup();
  world.goDown();
  const expenseId = ana.engine.newId();
  const terms = money(1_001, anaId, [anaId, biaId], expenseId);
  await commit(ana, { type: 'expense.added', groupId, body: { expenseId, ...words, ...terms } });
  world.goUp();
  await world.pass(30_000);
  expect(bia.rows('expenses')).toEqual(ana.rows('expenses'));
  expect(netsOf(bia, groupId)).toEqual({ [anaId]: 501, [biaId]: -501 });
  expect(netsOf(ana, groupId)).toEqual(netsOf(bia, groupId));
  expect(world.divergences).toEqual([]);
});

test('who comes late is brought the accounts whole, and what was done to them meanwhile', async () => {
  const { world, ana, anaId, biaId, groupId, secret } = await twoInAGroup();
  const ids = Array.from({ length: 250 }, () => ana.engine.newId());
  for (const expenseId of ids) {
    const terms = money(100, anaId, [anaId, biaId], expenseId);
    await commit(ana, { type: 'expense.added', groupId, body: { expenseId, ...words, ...terms } });
  }
  await world.pass(30_000);
  const caio = world.device('caio');
  await caio.join({ groupId, secret });
  await world.pass(60);
  const [first = '', second = ''] = ids;
  await commit(
    ana,
    { type: 'expense.voided', groupId, body: { expenseId: first } },
    { type: 'expense.edited', groupId, body: { expenseId: second, category: 'lazer' } },
  );
  await world.pass(60_000);
  expect(caio.rows('cursors')[0]?.ledgerOlderThan).toBeNull();
  expect(caio.rows('expenses')).toEqual(ana.rows('expenses'));
  expect(netsOf(caio, groupId)).toEqual({ [anaId]: 249 * 50, [biaId]: -249 * 50 });
  expect(caio.rows('parked')).toEqual([]);
  expect([...caio.faults, ...world.divergences]).toEqual([]);
});

test('fault 77: two edit and void one expense without knowing of each other: fields merge, the last in the log wins, both are told', async () => {
  const { world, ana, bia, anaId, biaId, groupId } = await twoInAGroup();
  const expenseId = ana.engine.newId();
  const terms = money(1_000, anaId, [anaId, biaId], expenseId);
  await commit(ana, { type: 'expense.added', groupId, body: { expenseId, ...words, ...terms } });
  await world.pass(10_000);
  world.goDown();
  await commit(ana, { type: 'expense.edited', groupId, body: { expenseId, description: 'Pizza grande' } });
  await commit(bia, {
    type: 'expense.edited',
    groupId,
    body: { expenseId, money: money(2_000, anaId, [anaId, biaId], expenseId) },
  });
  await commit(bia, { type: 'expense.voided', groupId, body: { expenseId } });
  await commit(ana, { type: 'expense.voided', groupId, body: { expenseId } });
  world.goUp();
  await world.pass(60_000);
  const [row] = ana.rows('expenses');
  expect(bia.rows('expenses')).toEqual([row]);
  expect(row).toMatchObject({ description: 'Pizza grande', amountMinor: 2_000 });
  expect(row?.voidedBy).not.toBeNull();
  expect(row?.history.map(({ what }) => what).sort()).toEqual(['edited', 'edited', 'voided']);
  expect(row?.history.map(({ before }) => before.description ?? before.money?.amountMinor)).toContain(
    'Pizza',
  );
  expect(netsOf(ana, groupId)).toEqual({});
  expect([...ana.rows('tray'), ...bia.rows('tray')]).toEqual([]);
  await commit(bia, { type: 'expense.restored', groupId, body: { expenseId } });
  await world.pass(10_000);
  expect(netsOf(ana, groupId)).toEqual({ [anaId]: 1_000, [biaId]: -1_000 });
});

test('two devices make the same entry of a recurrence offline: it is there once, and nobody is told that theirs was refused', async () => {
  const { world, ana, bia, anaId, biaId, groupId } = await twoInAGroup();
  const recurrenceId = ana.engine.newId();
  const terms = money(200_000, anaId, [anaId, biaId], recurrenceId);
  const rule = {
    recurrenceId,
    description: 'Aluguel',
    category: 'casa',
    every: 'month',
    from: '2026-11-05',
  } as const;
  await commit(ana, { type: 'recurrence.added', groupId, body: { ...rule, ...terms } });
  await world.pass(10_000);
  world.goDown();
  const entry = {
    expenseId: recurrenceExpenseId(recurrenceId, 0),
    description: 'Aluguel',
    category: 'casa',
    date: '2026-11-05',
    ...terms,
    recurrence: { of: recurrenceId, index: 0 },
  };
  for (const device of [ana, bia]) await commit(device, { type: 'expense.added', groupId, body: entry });
  world.goUp();
  await world.pass(60_000);
  for (const device of [ana, bia]) {
    expect(device.rows('expenses')).toHaveLength(1);
    expect(device.rows('outbox')).toEqual([]);
    expect(device.rows('tray')).toEqual([]);
    expect(netsOf(device, groupId)).toEqual({ [anaId]: 100_000, [biaId]: -100_000 });
  }
  expect((await world.log(groupId)).filter((type) => type === 'expense.added')).toHaveLength(2);
});

test('an amount of minus nothing is nothing: the op is whole when it is read back', async () => {
  const { world, ana, anaId, biaId, groupId } = await twoInAGroup();
  const expenseId = ana.engine.newId();
  const terms = money(100, anaId, [anaId, biaId], expenseId);
  const payers = [...terms.payers, { memberId: biaId, amountMinor: -0 }];
  await commit(ana, { type: 'expense.added', groupId, body: { expenseId, ...words, ...terms, payers } });
  expect(Object.is(ana.rows('outbox')[0]?.op.body.payers, undefined)).toBe(false);
  await world.pass(10_000);
  expect(ana.rows('tray')).toEqual([]);
  expect(ana.rows('expenses')[0]?.payers).toEqual([...terms.payers, { memberId: biaId, amountMinor: 0 }]);
});
