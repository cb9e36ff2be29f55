/** Commits of unknown outcome on the device: looked for, never done twice, never taken for saved when they are not. */
import { expect, test } from 'vitest';
import { type DeviceStore, StoreError } from '#client/platform/device-store.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { idOf, sent } from '#tests/support/ops.ts';
import { ManualClock, settled } from '#tests/support/sync-world.ts';
import { appendOnce } from './append-once.ts';

type Fate = 'ok' | 'done-unknown' | 'not-done-unknown' | 'full';

/** A disk whose writes meet these fates in turn, and whose reads fail for so many times. */
function setup(fates: Fate[], { readsFail = 0 } = {}) {
  const database = new MemoryDeviceDatabase();
  const disk = database.connect();
  const clock = new ManualClock();
  let failing = readsFail;
  const store: DeviceStore = {
    async read(tables, run) {
      if (failing-- > 0) throw new StoreError('lost');
      return disk.read(tables, run);
    },
    async write(tables, run) {
      const fate = fates.shift() ?? 'ok';
      if (fate === 'full') throw new StoreError('full');
      if (fate === 'ok') return disk.write(tables, run);
      const undone = new StoreError('unknown');
      await disk
        .write(tables, async (tx) => {
          await run(tx);
          if (fate === 'not-done-unknown') throw undone;
        })
        .catch(() => {});
      throw undone;
    },
  };
  let runs = 0;
  const stopping = new AbortController();
  const ports = {
    store,
    clock: { now: () => clock.now(), monotonicMs: () => clock.now(), after: clock.after.bind(clock) },
    signal: stopping.signal,
  };
  const append = () =>
    appendOnce(ports, ['outbox'], async (tx) => {
      const op = { ...sent('ana', 'm1'), opId: idOf(`op ${++runs}`) };
      const { groupId, opId } = op;
      await tx.put('outbox', [
        { order: runs, groupId, opId, op, seq: null, version: null, proof: null, bytes: 1 },
      ]);
      return { ok: true, opIds: [opId] };
    });
  const outbox = () => database.rows('outbox').map(({ opId }) => opId);
  return { append, outbox, clock, stopping };
}

test('fault 37: it had happened: once in the outbox, and saved', async () => {
  const { append, outbox } = setup(['done-unknown']);
  expect(await append()).toEqual({ ok: true, opIds: [idOf('op 1')] });
  expect(outbox()).toEqual([idOf('op 1')]);
});

test('fault 37: it had not happened: done again, once', async () => {
  const { append, outbox } = setup(['not-done-unknown', 'not-done-unknown']);
  expect(await append()).toEqual({ ok: true, opIds: [idOf('op 3')] });
  expect(outbox()).toEqual([idOf('op 3')]);
});

test('while the database does not answer it is neither saved nor not', async () => {
  const { append, outbox, clock } = setup(['done-unknown'], { readsFail: 3 });
  let answered = false;
  const appending = append().finally(() => {
    answered = true;
  });
  await settled();
  await clock.advance(2_500);
  expect(answered).toBe(false);
  await clock.advance(1_000);
  expect(await appending).toMatchObject({ ok: true });
  expect(outbox()).toHaveLength(1);
});

test('what surely did not happen is told at once', async () => {
  const { append, outbox } = setup(['full']);
  await expect(append()).rejects.toMatchObject({ kind: 'full' });
  expect(outbox()).toEqual([]);
});

test('an app that ends leaves the question open', async () => {
  const { append, stopping } = setup(['done-unknown'], { readsFail: Number.POSITIVE_INFINITY });
  const appending = append();
  stopping.abort();
  await expect(appending).rejects.toBeInstanceOf(StoreError);
});
