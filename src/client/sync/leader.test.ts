/** Who may talk to the server: handover, a frozen holder, and that one who lost the lease writes nothing. */
import { describe, expect, test } from 'vitest';
import type { Clock } from '#client/platform/clock.ts';
import type { Locks } from '#client/platform/locks.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { ManualClock, settled } from '#tests/support/sync-world.ts';
import { createFencedStore, FenceLostError } from './fenced-store.ts';
import { BEAT_MS, campaign, LEASE_MS, type Lead } from './leader.ts';

/** A browser without Web Locks: only the lease decides. */
const NO_LOCKS: Locks = { acquire: () => new Promise(() => {}) };

function oneLock(): Locks {
  let isHeld = false;
  const waiting: (() => void)[] = [];
  return {
    acquire: () =>
      new Promise((resolve) => {
        const take = () => {
          isHeld = true;
          resolve({
            release: () => {
              isHeld = false;
              waiting.shift()?.();
            },
          });
        };
        if (isHeld) waiting.push(take);
        else take();
      }),
  };
}

function openDevice(locks: Locks) {
  const manual = new ManualClock();
  const clock: Clock = {
    now: () => manual.now(),
    monotonicMs: () => manual.now(),
    after: (ms, run) => manual.after(ms, run),
  };
  const database = new MemoryDeviceDatabase();
  const stand = (holder: string) => {
    const stopping = new AbortController();
    const candidate = { lead: undefined as Lead | undefined, stop: () => stopping.abort() };
    void campaign({ store: database.connect(), clock, locks }, holder, stopping.signal).then((lead) => {
      candidate.lead = lead;
    });
    return candidate;
  };
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 500) await manual.advance(500);
    await settled();
  };
  return { database, stand, pass };
}

describe('the lease', () => {
  test('goes at once to the next when its holder lets go, with a higher fence', async () => {
    const { stand, pass } = openDevice(oneLock());
    const first = stand('first');
    await pass(500);
    const second = stand('second');
    await pass(3_000);
    expect([first.lead?.fence, second.lead]).toEqual([1, undefined]);
    await first.lead?.release();
    await pass(BEAT_MS);
    expect(second.lead?.fence).toBeGreaterThan(1);
  });

  test('stays with a holder that beats', async () => {
    const { stand, pass } = openDevice(NO_LOCKS);
    const first = stand('first');
    await pass(500);
    const second = stand('second');
    for (let i = 0; i < 10; i++) {
      await pass(BEAT_MS);
      expect(await first.lead?.beat()).toBe(true);
    }
    expect(second.lead).toBeUndefined();
  });

  test('is taken from a holder that is frozen with its lock; thawed, it can write nothing', async () => {
    const { database, stand, pass } = openDevice(oneLock());
    const frozen = stand('frozen');
    await pass(500);
    const store = createFencedStore(database.connect(), frozen.lead?.fence ?? 0);
    const second = stand('second');
    await pass(LEASE_MS - 1_500);
    expect(second.lead).toBeUndefined();
    await pass(3_000);
    expect(second.lead?.fence).toBe(2);
    const writing = store.write(['drafts'], (tx) =>
      tx.put('drafts', [{ groupId: 'g', text: 'x', replyTo: null, editing: null }]),
    );
    await expect(writing).rejects.toBeInstanceOf(FenceLostError);
    expect(database.rows('drafts')).toEqual([]);
    expect(await frozen.lead?.beat()).toBe(false);
  });

  test('is taken at once from a tab that was closed without a word: its lock is free', async () => {
    const locks = oneLock();
    const { database, stand, pass } = openDevice(locks);
    // What a crashed tab leaves: a lease of one that held the lock, and the lock itself gone.
    await database
      .connect()
      .write(['meta'], (tx) =>
        tx.put('meta', [{ name: 'lease', value: { holder: 'dead', fence: 7, beat: 40, locked: true } }]),
      );
    const next = stand('next');
    await pass(BEAT_MS);
    expect(next.lead?.fence).toBe(8);
  });

  test('one who stops standing never gets it', async () => {
    const { stand, pass } = openDevice(oneLock());
    const first = stand('first');
    await pass(500);
    const second = stand('second');
    second.stop();
    await first.lead?.release();
    await pass(LEASE_MS * 2);
    expect(second.lead).toBeUndefined();
  });
});
