/** What a device does with what it holds when the server has begun another history. */
import { expect, test } from 'vitest';
import type { Cursor } from '#client/store/tables.ts';
import type { Welcome } from '#protocol/hello.ts';
import { countingRandom } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { GROUP_ID, sent } from '#tests/support/ops.ts';
import { cancelQueued } from './cancel-queued.ts';
import { healAfterEpochChange } from './heal.ts';

test('a group that went on the same forgets how far the lost history had reached', async () => {
  const database = new MemoryDeviceDatabase();
  const store = database.connect();
  const cursor: Cursor = { groupId: 'g', version: 2, chain: 'c2', head: 9, olderThan: null };
  await store.write(['cursors'], (tx) => tx.put('cursors', [cursor]));
  const welcome: Welcome = {
    epoch: 'later',
    serverTime: 0,
    groups: [
      {
        groupId: 'g',
        head: 3,
        history: 'same',
        myMemberId: 'm',
        role: 'member',
        myLastSeq: 0,
        settled: [],
        marks: [],
      },
    ],
    gone: [],
    unknown: [],
  };
  expect(await healAfterEpochChange(store, countingRandom('d'), welcome)).toEqual([]);
  expect(database.rows('cursors')).toEqual([{ ...cursor, head: 3 }]);
});

test('what came back into the outbox and was taken back there does not come back again', async () => {
  const database = new MemoryDeviceDatabase();
  const store = database.connect();
  const op = sent('ana', 'm1');
  const kept = {
    opId: op.opId,
    groupId: GROUP_ID,
    op,
    proof: null,
    version: 4,
    epoch: 'first',
    keptSince: 0,
  };
  await store.write(['kept'], (tx) => tx.put('kept', [kept]));
  const heal = (epoch: string) =>
    healAfterEpochChange(store, countingRandom(epoch), {
      epoch,
      serverTime: 0,
      groups: [],
      gone: [],
      unknown: [GROUP_ID],
    });
  await heal('second');
  expect(database.rows('outbox').map(({ opId }) => opId)).toEqual([op.opId]);
  expect(await cancelQueued(store, op.opId)).toBeDefined();
  await heal('third');
  expect(database.rows('outbox')).toEqual([]);
});
