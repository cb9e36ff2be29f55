/** The index over a real IndexedDB schema: what is found, and that no word outlives its row, in memory or on the disk. */
import { expect, test } from 'vitest';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import type { SearchReply } from '#protocol/search.ts';
import { idOf } from '#tests/support/ops.ts';
import {
  ANA,
  BIA,
  find,
  GROUP,
  message,
  openDesk,
  openWorld,
  partsWith,
} from '#tests/support/search-world.ts';
import type { SearchFilters } from './search-query.ts';

function expense(version: number, description: string, amountMinor: number): ExpenseRow {
  const shares = [{ memberId: BIA, amountMinor }];
  return {
    groupId: GROUP,
    id: idOf(description),
    version,
    rowVersion: version,
    description,
    date: '2026-05-10',
    category: 'mercado',
    addedBy: ANA,
    at: version,
    amountMinor,
    payers: [{ memberId: BIA, amountMinor }],
    split: { mode: 'equal', parts: [{ memberId: BIA }] },
    shares,
    voidedBy: null,
    history: [],
  };
}

test('with a letter come the first of each kind, and all of them when they are asked for', async () => {
  const world = await openWorld();
  await world.put(Array.from({ length: 40 }, (_, i) => message(`m${i}`, i + 1, `gelo ${i}`)));
  const desk = await openDesk(world);
  const query = { text: 'gelo', filters: {} };
  const first = await desk.ask(query, 'first');
  const all = await desk.ask(query);
  expect(first?.hits.map(({ line }) => line.text)).toEqual(
    Array.from({ length: 10 }, (_, i) => `gelo ${39 - i}`),
  );
  expect(all?.hits).toHaveLength(30);
  expect(all?.hits.slice(0, 10)).toEqual(first?.hits);
  expect([first?.hasMore, all?.hasMore]).toEqual([true, true]);
});

test('as written before inflected before begun before slipped, the newest first, and every filter holds', async () => {
  const world = await openWorld();
  await world.put([
    message('m1', 1, 'gelo e carvão'),
    message('m2', 2, 'o gelado derreteu', { authorId: BIA }),
    message('m3', 3, 'mais gelo, por favor'),
    message('m4', 4, 'churrasco no sítio'),
  ]);
  await world.store.write(['expenses'], (tx) => tx.put('expenses', [expense(5, 'Gelo seco', 4_250)]));
  const desk = await openDesk(world);
  const messages: SearchFilters = { kind: 'message' };
  expect(await find(desk, 'gel', messages)).toEqual([
    'mais gelo, por favor',
    'o gelado derreteu',
    'gelo e carvão',
  ]);
  expect(await find(desk, 'gelo', messages)).toEqual([
    'mais gelo, por favor',
    'gelo e carvão',
    // Of the same stem, and newer than the one before: as it is written comes first.
    'o gelado derreteu',
  ]);
  expect(await find(desk, 'CARVOES gelos', messages)).toEqual(['gelo e carvão']);
  for (const slip of ['churrsco', 'churrrasco', 'chuurasco', 'cuhrrasco']) {
    expect(await find(desk, slip)).toEqual(['churrasco no sítio']);
  }
  expect(await find(desk, 'gel', { person: 'bia', kind: 'message' })).toEqual(['o gelado derreteu']);
  expect(await find(desk, 'gel', { kind: 'message', from: 2_500 })).toEqual(['mais gelo, por favor']);
  expect(await find(desk, 'gelo', { minAmountMinor: 4_000, maxAmountMinor: 5_000 })).toEqual(['Gelo seco']);
  expect(await find(desk, 'gelo', { minAmountMinor: 5_000 })).toEqual([]);
  // Money is found by who it is of and by how much it is.
  expect(await find(desk, 'bia gelo', { kind: 'expense' })).toEqual(['Gelo seco']);
  expect(await find(desk, '42,50')).toEqual(['Gelo seco']);
  expect(await find(desk, 'bi')).toEqual(['Bia']);
  expect(await find(desk, 'gelo', { groupId: idOf('other') })).toEqual([]);
});

test('an edit, a deletion and the end of a group take their words out of memory and disk at once', async () => {
  const world = await openWorld();
  const rows = [message('m1', 1, 'o cofre abre com jabuticaba'), message('m2', 2, 'levem guarda-chuva')];
  await world.put(rows);
  const desk = await openDesk(world);
  await desk.save();
  expect(await partsWith(world, 'jabuticaba')).toEqual(['m0']);
  // The same transaction that writes the row: nobody has searched, or saved anything, since.
  await world.put([{ ...message('m1', 1, ''), rowVersion: 3, deletedBy: ANA }], 3);
  expect(await partsWith(world, 'jabuticaba')).toEqual([]);
  await expect.poll(() => find(desk, 'jabuticaba')).toEqual([]);
  await desk.save();
  expect(await partsWith(world, 'jabuticab')).toEqual([]);
  expect(await partsWith(world, 'guarda')).toEqual(['m0']);
  await world.put([{ ...message('m2', 2, 'levem protetor'), rowVersion: 4 }], 4);
  await expect.poll(() => find(desk, 'protetor')).toEqual(['levem protetor']);
  expect(await find(desk, 'guarda')).toEqual([]);
  await desk.save();
  await world.store.write(['messages', 'memberships', 'cursors'], async (tx) => {
    await tx.remove('messages', [[GROUP, idOf('m1')]]);
    const membership = await tx.get('memberships', GROUP);
    if (membership) await tx.put('memberships', [{ ...membership, state: 'gone' }]);
    await tx.remove('cursors', [GROUP]);
  });
  expect(await partsWith(world, 'protetor')).toEqual([]);
  await expect.poll(() => find(desk, 'protetor')).toEqual([]);
});

test('a part that is damaged, older or missing is made again; one that is there is read', async () => {
  const world = await openWorld();
  await world.put([message('m1', 1, 'mangaba'), message('m2', 5_000, 'pitanga')]);
  const first = await openDesk(world);
  await first.save();
  first.stop();
  const [old, last] = await world.db.searchParts.toArray();
  expect([old?.part, last?.part]).toEqual(['m0', 'm1']);
  if (!old || !last) return;
  await world.db.searchParts.put({ ...old, data: new TextEncoder().encode('{"docs":') });
  // Bytes that say something else show that they are what is read.
  const other = new TextEncoder().encode(new TextDecoder().decode(last.data).replaceAll('pitang', 'goiab'));
  await world.db.searchParts.put({ ...last, data: other });
  const again = await openDesk(world);
  expect(await find(again, 'mangaba')).toEqual(['mangaba']);
  expect(await find(again, 'goiaba')).toEqual(['pitanga']);
  again.stop();
  await world.db.searchParts.put({ ...last, schema: 0, data: other });
  const newer = await openDesk(world);
  expect(await find(newer, 'goiaba')).toEqual([]);
  expect(await find(newer, 'pitanga')).toEqual(['pitanga']);
});

test('what the server finds besides is told once and marked; a server that cannot search says nothing', async () => {
  const world = await openWorld();
  await world.put([message('m9', 9, 'caju de ontem')]);
  await world.db.meta.put({ name: 'epoch', value: idOf('epoch') });
  const older = message('m1', 1, 'Cajus e cajuína');
  const told: SearchReply = {
    epoch: idOf('epoch'),
    rows: [
      { table: 'messages', row: message('m9', 9, 'caju de ontem') },
      { table: 'messages', row: older },
      { table: 'messages', row: { ...older, groupId: idOf('left'), id: idOf('x') } },
    ],
    after: null,
  };
  const desk = await openDesk(world, told);
  const answer = await desk.askServer({ text: 'caju', filters: {} }, null);
  expect(answer).toMatchObject({ hits: [{ id: older.id, isFromServer: true }], after: null });
  const silent = await openDesk(world);
  expect(await silent.askServer({ text: 'caju', filters: {} }, null)).toBe('unreachable');
});

test('recent searches are few, once each, and go with their group', async () => {
  const world = await openWorld();
  const desk = await openDesk(world);
  await desk.keepRecent({ text: 'piz', groupId: null });
  await desk.keepRecent({ text: 'pizza', groupId: null });
  await desk.keepRecent({ text: 'gelo', groupId: GROUP });
  expect(await desk.listRecent()).toEqual([
    { text: 'gelo', groupId: GROUP },
    { text: 'pizza', groupId: null },
  ]);
  await desk.clearRecent();
  expect(await desk.listRecent()).toEqual([]);
});
