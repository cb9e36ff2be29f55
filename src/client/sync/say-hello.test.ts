import { expect, test } from 'vitest';
import type { Membership } from '#client/store/tables.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { composeHello } from './say-hello.ts';

test('asks about a group that was made here and whose op is lost: nothing else would tell what became of it', async () => {
  const store = new MemoryDeviceDatabase().connect();
  const made: Membership = {
    groupId: 'made',
    memberId: 'm',
    state: 'member',
    inviteSecret: null,
    invitedName: 'Rolê',
    waiting: null,
  };
  const cursor = { groupId: 'made', version: 0, chain: 'c0', head: 0, olderThan: null };
  await store.write(['memberships', 'cursors'], async (tx) => {
    await tx.put('memberships', [made, { ...made, groupId: 'held' }]);
    await tx.put('cursors', [cursor, { ...cursor, groupId: 'held', version: 3 }]);
  });
  const { hellos } = await composeHello(store, 3);
  expect(hellos.map(({ lanes }) => lanes)).toEqual([[{ groupId: 'made', from: 1 }]]);
});
