import { expect, test } from 'vitest';
import { Streams } from './prng.ts';
import { Process, Scheduler } from './scheduler.ts';

test('events run in time order, and what they promise settles before the next', async () => {
  const scheduler = new Scheduler();
  const seen: string[] = [];
  const late = async (name: string): Promise<void> => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    seen.push(`${name} at ${scheduler.now}`);
  };
  scheduler.after(20, () => void late('second'));
  scheduler.after(10, () => void late('first'));
  scheduler.after(20, () => void late('third'));
  await scheduler.run(100);
  expect(seen).toEqual(['first at 10', 'second at 20', 'third at 20']);
  expect(scheduler.now).toBe(100);
});

test('a heap of a thousand events stays in order', async () => {
  const scheduler = new Scheduler();
  const dice = new Streams(7n).of('times');
  const times: number[] = [];
  for (let i = 0; i < 1_000; i++) scheduler.after(dice.between(0, 50), () => times.push(scheduler.now));
  await scheduler.run(50);
  expect(times).toHaveLength(1_000);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('a cancelled event and those of a dead process never run; a frozen one catches up in order', async () => {
  const scheduler = new Scheduler();
  const seen: string[] = [];
  const dead = new Process('dead');
  const frozen = new Process('frozen');
  scheduler.after(1, () => seen.push('cancelled'))();
  scheduler.after(1, () => seen.push('dead'), dead);
  scheduler.after(1, () => seen.push('a'), frozen);
  scheduler.after(2, () => seen.push('b'), frozen);
  dead.kill();
  frozen.freeze();
  await scheduler.run(5);
  expect(seen).toEqual([]);
  scheduler.thaw(frozen);
  await scheduler.run(6);
  expect(seen).toEqual(['a', 'b']);
});

test('a stream is the same numbers whatever else was drawn, and another for another key or seed', () => {
  const draw = (seed: bigint, ...key: (string | number)[]): number[] => {
    const stream = new Streams(seed).of(...key);
    return [stream.word(), stream.word(), stream.word()];
  };
  expect(draw(1n, 'net', 3)).toEqual(draw(1n, 'net', 3));
  expect(draw(1n, 'net', 3)).not.toEqual(draw(1n, 'net', 4));
  expect(draw(1n, 'net', 3)).not.toEqual(draw(2n, 'net', 3));
  expect(draw(1n, 'net', 3)).not.toEqual(draw(1n + 2n ** 40n, 'net', 3));
});

test('fractions spread evenly', () => {
  const stream = new Streams(99n).of('spread');
  const buckets = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const bucket = Math.floor(stream.fraction() * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
