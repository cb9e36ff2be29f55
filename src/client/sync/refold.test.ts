import { expect, test } from 'vitest';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { created, GROUP_ID, makeOp, sent } from '#tests/support/ops.ts';
import { FOLD_TABLES, foldLog } from './fold-log.ts';
import { forgetOutgrown } from './refold.ts';

const START = { groupId: GROUP_ID, version: 0, chain: 'A'.repeat(43), head: 0, olderThan: null };
const newer = makeOp('ana', 'poll.opened', { question: 'praia ou serra?' }, { v: 3 });

async function deviceWithNewerOp() {
  const store = new MemoryDeviceDatabase().connect();
  await store.write([...FOLD_TABLES, 'cursors'], async (tx) => {
    const { cursor } = await foldLog(tx, START, [created('ana'), newer, sent('ana', 'm', 'depois')], []);
    await tx.put('cursors', [cursor]);
  });
  return store;
}

test('fault 48: an op from a newer app is kept raw, shows a placeholder at its place, and stops nothing', async () => {
  const store = await deviceWithNewerOp();
  await store.read(['unknown', 'messages', 'cursors'], async (tx) => {
    expect(await tx.list('unknown')).toEqual([{ groupId: GROUP_ID, version: 2, op: newer }]);
    const messages = await tx.list('messages', {
      index: '[groupId+version]',
      from: [GROUP_ID, 0],
      to: [GROUP_ID, 9],
    });
    expect(messages.map(({ kind, notice, text }) => [kind, notice?.what, text])).toEqual([
      ['notice', 'group-created', ''],
      ['notice', undefined, ''],
      ['text', undefined, 'depois'],
    ]);
    expect((await tx.get('cursors', GROUP_ID))?.version).toBe(3);
  });
});

test('a build that has not learnt the type leaves the group as it is', async () => {
  const store = await deviceWithNewerOp();
  await forgetOutgrown(store);
  await store.read(['unknown', 'cursors'], async (tx) => {
    expect(await tx.count('unknown')).toBe(1);
    expect(await tx.get('cursors', GROUP_ID)).toBeDefined();
  });
});

test('fault 48: a build that has learnt it asks for the group anew, and the old rows stay readable meanwhile', async () => {
  const store = await deviceWithNewerOp();
  const learnt = { ...sent('ana', 'n', 'antes desconhecida'), opId: newer.opId };
  await store.write(['unknown'], (tx) => tx.put('unknown', [{ groupId: GROUP_ID, version: 2, op: learnt }]));
  await forgetOutgrown(store);
  await store.read(['unknown', 'cursors', 'messages'], async (tx) => {
    expect(await tx.count('unknown')).toBe(0);
    expect(await tx.get('cursors', GROUP_ID)).toBeUndefined();
    const left = (await tx.list('messages')).map(({ notice, text }) => notice?.what ?? text);
    expect(left.sort()).toEqual(['depois', 'group-created']);
  });
});
