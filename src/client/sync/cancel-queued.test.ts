import { expect, test } from 'vitest';
import type { OutboxEntry } from '#client/store/tables.ts';
import { must } from '#domain/assert.ts';
import type { Op } from '#domain/op.ts';
import { opBytes } from '#protocol/canonical.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { deleted, edited, GROUP_ID, idOf, joined, makeOp, reacted, sent } from '#tests/support/ops.ts';
import { newEdit } from '#tests/support/plan-edits.ts';
import { cancelQueued, restoreQueued } from './cancel-queued.ts';

async function openOutbox(ops: readonly Op[], numbered = 0) {
  const database = new MemoryDeviceDatabase();
  const store = database.connect();
  const entries = ops.map((op, i): OutboxEntry => {
    const seq = i < numbered ? i + 1 : null;
    const bytes = opBytes(op);
    return { order: i + 1, groupId: GROUP_ID, opId: op.opId, op, seq, version: null, proof: null, bytes };
  });
  await store.write(['meta', 'outbox', 'lanes'], async (tx) => {
    await tx.put('outbox', entries);
    await tx.put('meta', [{ name: 'nextOrder', value: entries.length + 1 }]);
    await tx.put('lanes', [{ groupId: GROUP_ID, nextSeq: numbered + 1 }]);
  });
  const listQueue = () => database.rows('outbox').sort((a, b) => a.order - b.order);
  return { store, listQueue, opIds: () => listQueue().map(({ opId }) => opId) };
}

const first = sent('ana', 'm1');
const edit = edited('ana', 'm1', 'outra');
const other = sent('ana', 'm2');
const reaction = reacted('ana', 'm1');
const reply = sent('ana', 'm3', 'concordo', { replyTo: idOf('m1') });
const end = deleted('ana', 'm2');
const ALL = [first, edit, other, reaction, reply, end];

test('what hangs on a message goes with it; a reply stays without its quote', async () => {
  const { store, listQueue, opIds } = await openOutbox(ALL);
  const cancelled = must(await cancelQueued(store, first.opId), 'cancelled');
  expect(cancelled.taken.map(({ opId }) => opId)).toEqual([first.opId, edit.opId, reaction.opId]);
  expect(cancelled.unquoted.map(({ opId }) => opId)).toEqual([reply.opId]);
  expect(opIds()).toEqual([other.opId, reply.opId, end.opId]);
  const shown = must(listQueue()[1], 'the reply');
  expect(shown.op.body).toEqual({ messageId: idOf('m3'), text: 'concordo' });
  expect(shown.bytes).toBe(opBytes(shown.op));
});

test('undo brings everything back where it stood', async () => {
  const { store, listQueue } = await openOutbox(ALL);
  const before = listQueue();
  await restoreQueued(store, must(await cancelQueued(store, first.opId), 'cancelled'));
  expect(listQueue()).toEqual(before);
});

test('undo after the lane has moved on: at its end, in the same order, quotes again', async () => {
  const { store, listQueue, opIds } = await openOutbox(ALL);
  const cancelled = must(await cancelQueued(store, first.opId), 'cancelled');
  await store.write(['outbox', 'lanes'], async (tx) => {
    await tx.put('outbox', [{ ...must(listQueue()[0], 'the other'), seq: 1 }]);
    await tx.put('lanes', [{ groupId: GROUP_ID, nextSeq: 2 }]);
  });
  await restoreQueued(store, cancelled);
  expect(opIds()).toEqual([other.opId, end.opId, first.opId, edit.opId, reaction.opId, reply.opId]);
  expect(must(listQueue().at(-1), 'the reply').op.body.replyTo).toBe(idOf('m1'));
});

test('a reply that went out meanwhile stays as it went', async () => {
  const { store, listQueue, opIds } = await openOutbox([first, reply]);
  const cancelled = must(await cancelQueued(store, first.opId), 'cancelled');
  await store.write(['outbox', 'lanes'], async (tx) => {
    await tx.put('outbox', [{ ...must(listQueue()[0], 'the reply'), seq: 1 }]);
    await tx.put('lanes', [{ groupId: GROUP_ID, nextSeq: 2 }]);
  });
  await restoreQueued(store, cancelled);
  expect(opIds()).toEqual([reply.opId, first.opId]);
  expect(must(listQueue()[0], 'the reply').op.body).not.toHaveProperty('replyTo');
});

test('nothing is taken back once it, or what hangs on it, has a number; nor what lets one in', async () => {
  const { store, opIds } = await openOutbox([joined('ana'), first, edit], 2);
  const before = opIds();
  expect(await cancelQueued(store, first.opId)).toBeUndefined();
  expect(await cancelQueued(store, must(before[0], 'the join'))).toBeUndefined();
  expect(opIds()).toEqual(before);
});

test('what was written in a plan goes with it, and comes back with it; what was written in another stays', async () => {
  const [planId, commentId] = [idOf('plan'), idOf('comment')];
  const created = makeOp('ana', 'plan.created', { planId, title: 'Roteiro', position: 'V' });
  const typed = makeOp('ana', 'plan.edited', { planId, update: newEdit('sair às sete'), seen: 0 });
  const asked = makeOp('ana', 'plan.comment-added', { planId, commentId, text: 'e o pneu?', quote: '' });
  const moved = makeOp('ana', 'plan.moved', { planId, folder: 'Viagem', position: 'V' });
  const elsewhere = makeOp('ana', 'plan.edited', { planId: idOf('other'), update: newEdit(), seen: 0 });
  const all = await openOutbox([created, typed, first, elsewhere, asked, moved]);
  const before = all.listQueue();
  const cancelled = must(await cancelQueued(all.store, created.opId), 'cancelled');
  expect(cancelled.taken.map(({ opId }) => opId)).toEqual(
    [created, typed, asked, moved].map(({ opId }) => opId),
  );
  expect(all.opIds()).toEqual([first.opId, elsewhere.opId]);
  await restoreQueued(all.store, cancelled);
  expect(all.listQueue()).toEqual(before);
  // On its way, it is at the server for all one knows: nothing is taken from under it.
  const sending = await openOutbox([created, typed], 1);
  expect(await cancelQueued(sending.store, created.opId)).toBeUndefined();
  expect(sending.opIds()).toEqual([created.opId, typed.opId]);
});

test('what hangs on an expense goes with it; an expense that was read from a message outlives it', async () => {
  const [expenseId, messageId] = [idOf('e'), idOf('m1')];
  const added = makeOp('ana', 'expense.added', { expenseId, messageId });
  const changed = makeOp('ana', 'expense.edited', { expenseId, description: 'pizza' });
  const foreign = makeOp('ana', 'expense.voided', { expenseId: idOf('other') });
  const all = await openOutbox([first, added, changed, foreign]);
  expect((await cancelQueued(all.store, added.opId))?.taken.map(({ opId }) => opId)).toEqual([
    added.opId,
    changed.opId,
  ]);
  expect(all.opIds()).toEqual([first.opId, foreign.opId]);
  const again = await openOutbox([first, edit, added, changed]);
  await cancelQueued(again.store, first.opId);
  expect(again.opIds()).toEqual([added.opId, changed.opId]);
});
