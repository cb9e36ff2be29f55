/** Numbers are given at first send, in append order, once; and cut into pushes that are acked early. */
import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '#client/store/tables.ts';
import { fromWireOp } from '#protocol/fields.ts';
import { LIMITS, WINDOW } from '#protocol/limits.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { idOf, sent } from '#tests/support/ops.ts';
import { cutPushes, toPush } from './cut-pushes.ts';
import { changeDevice } from './device-identity.ts';
import { putMeta } from './device-meta.ts';
import { takeEntries } from './take-entries.ts';

const DEVICE = { deviceId: idOf('device'), deviceSecret: 'A'.repeat(43) };
const ALL = {
  deviceId: DEVICE.deviceId,
  afterOrder: Number.MIN_SAFE_INTEGER,
  maxBytes: 1e9,
  accept: () => true,
};

function entry(order: number, group = 'a', over: Partial<OutboxEntry> = {}): OutboxEntry {
  const op = { ...sent('ana', `m${order}`), groupId: idOf(group) };
  return {
    order,
    groupId: idOf(group),
    opId: op.opId,
    op,
    seq: null,
    version: null,
    proof: null,
    bytes: 400,
    ...over,
  };
}

async function openOutbox(entries: readonly OutboxEntry[]) {
  const database = new MemoryDeviceDatabase();
  const store = database.connect();
  await store.write(['outbox', 'meta'], async (tx) => {
    await tx.put('outbox', entries);
    await putMeta(tx, 'device', DEVICE);
  });
  return { database, store };
}

describe('taking', () => {
  test('numbers each lane from 1 in append order, and goes on where it stood', async () => {
    const { database, store } = await openOutbox([entry(1), entry(2, 'b'), entry(3), entry(4, 'b')]);
    const { entries, more } = await takeEntries(store, { ...ALL, maxBytes: 1_200 });
    expect(entries.map(({ order, seq }) => [order, seq])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
    expect(more).toBe(true);
    await store.write(['outbox'], (tx) => tx.put('outbox', [entry(5)]));
    const rest = await takeEntries(store, { ...ALL, afterOrder: 3 });
    expect(rest.entries.map(({ order, seq }) => [order, seq])).toEqual([
      [4, 2],
      [5, 3],
    ]);
    expect(database.rows('lanes').map(({ nextSeq }) => nextSeq)).toEqual([4, 3]);
  });

  test('nothing once the device took another id: its lanes begin anew, and not with what is left of a pipe', async () => {
    const { database, store } = await openOutbox([entry(1), entry(2), entry(3)]);
    await takeEntries(store, { ...ALL, maxBytes: 800 });
    const random = { bytes: (count: number) => new Uint8Array(count), fraction: () => 0 };
    await store.write(['meta', 'outbox', 'lanes'], (tx) => changeDevice(tx, random));
    const late = await takeEntries(store, { ...ALL, afterOrder: 2 });
    expect(late.entries).toEqual([]);
    expect(database.rows('outbox').map(({ seq }) => seq)).toEqual([null, null, null]);
  });

  test('gives a number once: taken again, the op keeps it', async () => {
    const { store } = await openOutbox([entry(1), entry(2)]);
    const first = await takeEntries(store, ALL);
    const again = await takeEntries(store, ALL);
    expect(again.entries).toEqual(first.entries);
  });

  test('skips what has its verdict, and takes one op however large it is', async () => {
    const { store } = await openOutbox([
      entry(1, 'a', { seq: 1, version: 9 }),
      entry(2, 'a', { bytes: 32_000 }),
    ]);
    const { entries } = await takeEntries(store, { ...ALL, maxBytes: 100 });
    expect(entries.map(({ order }) => order)).toEqual([2]);
  });

  test('of thousands reads on until the bytes are reached', async () => {
    const { store } = await openOutbox(Array.from({ length: 1_500 }, (_, i) => entry(i + 1)));
    const { entries, more } = await takeEntries(store, { ...ALL, groupId: idOf('a') });
    expect([entries.length, entries.at(-1)?.seq, more]).toEqual([1_500, 1_500, false]);
  });
});

describe('pushes', () => {
  test('are runs of one lane without gaps, below their limits, in order', async () => {
    const many = Array.from({ length: 300 }, (_, i) => entry(i + 1, i % 3 === 0 ? 'b' : 'a', { bytes: 100 }));
    const { store } = await openOutbox(many);
    const { entries } = await takeEntries(store, ALL);
    const runs = cutPushes(entries);
    for (const run of runs) {
      expect(run.entries.length).toBeLessThanOrEqual(LIMITS.pushMaxOps);
      expect(run.bytes).toBeLessThanOrEqual(WINDOW.batchBytes);
      const seqs = run.entries.map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
    }
    const laneA = runs.filter(({ groupId }) => groupId === idOf('a')).flatMap((run) => run.entries);
    expect(laneA.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  });

  test('carry the op byte for byte, and the proof beside it', async () => {
    const { store } = await openOutbox([entry(1, 'a', { proof: 'secret' })]);
    const [run] = cutPushes((await takeEntries(store, ALL)).entries);
    if (!run) throw new Error('nothing to push');
    const push = toPush(run, { epoch: idOf('epoch'), deviceId: idOf('device') });
    const [taken] = run.entries;
    expect(push.ops.map((op) => fromWireOp(push.groupId, op))).toEqual([taken?.op]);
    expect(push.proofs).toEqual({ [taken?.opId ?? '']: 'secret' });
    expect(JSON.stringify(push.ops)).not.toContain('secret');
  });
});
