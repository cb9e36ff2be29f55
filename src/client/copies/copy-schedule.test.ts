import { expect, test } from 'vitest';
import { ManualClock } from '#tests/support/sync-world.ts';
import { CopySchedule } from './copy-schedule.ts';

function open(make: () => Promise<void> = async () => {}) {
  const clock = new ManualClock();
  const made: number[] = [];
  const faults: unknown[] = [];
  const schedule = new CopySchedule({
    clock: {
      now: () => clock.now(),
      monotonicMs: () => clock.now(),
      after: (ms, run) => clock.after(ms, run),
    },
    make: () => {
      made.push(clock.now());
      return make();
    },
    onFault: (error) => faults.push(error),
  });
  const begin = clock.now();
  return {
    clock,
    schedule,
    faults,
    changed: (...tables: string[]) => schedule.changed(new Set(tables)),
    made: () => made.map((at) => at - begin),
  };
}

test('what is owed is copied soon, a draft later, what the server has last; a burst is one copy', async () => {
  const { clock, changed, made } = open();
  changed('messages', 'cursors');
  await clock.advance(20_000);
  changed('drafts');
  await clock.advance(3_000);
  changed('outbox');
  changed('outbox');
  await clock.advance(60_000);
  expect(made()).toEqual([25_000]);
  changed('messages');
  await clock.advance(29_999);
  expect(made()).toHaveLength(1);
  await clock.advance(1);
  expect(made()).toHaveLength(2);
});

test('after many ops at once, when out of sight at once, and not at all when nothing changed', async () => {
  const { clock, schedule, changed, made } = open();
  await schedule.flush();
  expect(made()).toEqual([]);
  for (let i = 0; i < 20; i++) changed('outbox');
  await clock.advance(0);
  expect(made()).toEqual([0]);
  changed('drafts');
  await schedule.flush();
  expect(made()).toEqual([0, 0]);
  await clock.advance(60_000);
  expect(made()).toHaveLength(2);
});

test('what changes during a copy asks for another, and a failed one stops nothing', async () => {
  let end = (): void => {};
  const { clock, changed, made, faults, schedule } = open(
    () =>
      new Promise((resolve, reject) => {
        end = () => (made().length === 1 ? reject(new Error('full')) : resolve());
      }),
  );
  changed('outbox');
  await clock.advance(2_000);
  changed('outbox');
  await clock.advance(2_000);
  expect(made()).toEqual([2_000]);
  end();
  await clock.advance(1);
  expect(faults).toHaveLength(1);
  expect(made()).toHaveLength(2);
  end();
  await schedule.stop();
  changed('outbox');
  await clock.advance(60_000);
  expect(made()).toHaveLength(2);
});
