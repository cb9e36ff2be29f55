import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Aged, COPIES_MAX, listExpired, listOverBudget } from './rotation.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 1_790_000_000_000;

const keep = <C extends Aged>(copies: readonly C[], now: number): C[] => {
  const expired = new Set(listExpired(copies, now));
  return copies.filter((copy) => !expired.has(copy));
};

/** Copies made after pauses of so many ms. */
function make(pauses: readonly number[], canary = 'a'): Aged[] {
  let at = START;
  return pauses.map((pause, order) => {
    at += pause;
    return { order, at, canary: { id: canary } };
  });
}

const pauses = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 20 * MINUTE }), fc.integer({ min: 1, max: 2 * DAY })),
  {
    minLength: 1,
    maxLength: 300,
  },
);

test('however long copies are made: bounded, the newest stays, and none is older than the days of a week', () => {
  fc.assert(
    fc.property(pauses, fc.integer({ min: 0, max: 30 * DAY }), (gaps, later) => {
      const copies = make(gaps);
      const newest = copies.at(-1);
      const now = (newest?.at ?? 0) + later;
      const kept = keep(copies, now);
      expect(kept.length).toBeLessThanOrEqual(COPIES_MAX);
      expect(kept).toContain(newest);
      for (const copy of kept) if (copy !== newest) expect(now - copy.at).toBeLessThan(8 * DAY);
    }),
  );
});

test('within a step of any moment there is a copy of it, if there ever was one', () => {
  fc.assert(
    fc.property(pauses, (gaps) => {
      const copies = make(gaps);
      const now = copies.at(-1)?.at ?? 0;
      const kept = keep(copies, now);
      for (const copy of copies) {
        const age = now - copy.at;
        if (age >= 7 * DAY) continue;
        const step = age < HOUR ? 10 * MINUTE : age < DAY ? HOUR : DAY;
        expect(kept.some(({ at }) => at >= copy.at && at - copy.at < step)).toBe(true);
      }
    }),
  );
});

test('rotating at every copy leaves what rotating once at the end leaves', () => {
  fc.assert(
    fc.property(pauses, (gaps) => {
      const copies = make(gaps);
      let held: Aged[] = [];
      for (const copy of copies) held = keep([...held, copy], copy.at);
      expect(held).toEqual(keep(copies, copies.at(-1)?.at ?? 0));
    }),
  );
});

test('an emptied database pushes nothing out of what was copied of the full one', () => {
  fc.assert(
    fc.property(pauses, pauses, (before, after) => {
      const full = make(before);
      const now = full.at(-1)?.at ?? 0;
      const emptied = after.map((_, i) => ({ order: full.length + i, at: now, canary: { id: 'b' } }));
      expect(keep([...full, ...emptied], now)).toEqual(expect.arrayContaining(keep(full, now)));
    }),
  );
});

test('a clock that was ahead leaves one copy from the future, and goes on', () => {
  const ahead = make([1, DAY, DAY]).map((copy) => ({ ...copy, at: copy.at + 365 * DAY }));
  const present = [{ order: 3, at: START, canary: { id: 'a' } }];
  expect(keep([...ahead, ...present], START).map(({ order }) => order)).toEqual([2, 3]);
});

test('over the budget the oldest go first, shared parts counted once, and the newest stays', () => {
  const part = (id: string, bytes: number) => ({ id, bytes });
  const copies = [
    { order: 1, parts: [part('a', 60), part('b', 10)] },
    { order: 2, parts: [part('a', 60), part('c', 30)] },
    { order: 3, parts: [part('a', 60), part('d', 10)] },
  ];
  const left = (budget: number) => {
    const gone = listOverBudget(copies, budget).map(({ order }) => order);
    return copies.map(({ order }) => order).filter((order) => !gone.includes(order));
  };
  expect(left(110)).toEqual([1, 2, 3]);
  expect(left(100)).toEqual([2, 3]);
  expect(left(70)).toEqual([3]);
  expect(left(1)).toEqual([3]);
});
