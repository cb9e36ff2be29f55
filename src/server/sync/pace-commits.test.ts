import { expect, test } from 'vitest';
import { paceCommits } from './pace-commits.ts';

/** Time that moves only when something is waited for. */
function handTime() {
  let nowMs = 0;
  const waits: number[] = [];
  return {
    waits,
    pass: (ms: number) => {
      nowMs += ms;
    },
    pace: {
      monotonicMs: () => nowMs,
      soon: (run: () => void) => run(),
      after: (ms: number, run: () => void) => {
        waits.push(ms);
        nowMs += ms;
        run();
      },
    },
  };
}

test('a lone commit starts at once, and so does one that comes long after', () => {
  const time = handTime();
  const whenRead = paceCommits(time.pace);
  let started = 0;
  whenRead(() => started++);
  time.pass(1_000);
  whenRead(() => started++);
  expect(started).toBe(2);
  expect(time.waits).toEqual([]);
});

test('one that follows at once waits for what is left of the pace, measured from the start of the last', () => {
  const time = handTime();
  const whenRead = paceCommits(time.pace);
  let started = 0;
  whenRead(() => started++);
  time.pass(2);
  whenRead(() => started++);
  time.pass(1);
  whenRead(() => started++);
  expect(started).toBe(3);
  expect(time.waits).toEqual([3, 4]);
});
