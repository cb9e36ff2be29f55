import { expect, test } from 'vitest';
import { TokenBuckets } from './token-bucket.ts';

test('a burst is granted at once, then as fast as it fills', () => {
  let now = 0;
  const buckets = new TokenBuckets({ burst: 3, perSecond: 2 }, () => now);
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 0]);
  expect(buckets.take('a')).toBe(500);
  expect(buckets.take('b')).toBe(0);
  now = 500;
  expect(buckets.take('a')).toBe(0);
  expect(buckets.take('a')).toBe(500);
});

test('waiting makes no bucket larger than its burst', () => {
  let now = 0;
  const buckets = new TokenBuckets({ burst: 2, perSecond: 10 }, () => now);
  buckets.take('a');
  now = 60_000;
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 0]);
  expect(buckets.take('a')).toBeGreaterThan(0);
});

test('looking takes nothing, and spending goes no lower than empty', () => {
  let now = 0;
  const buckets = new TokenBuckets({ burst: 2, perSecond: 1 }, () => now);
  expect([buckets.look('a'), buckets.look('a', 2), buckets.look('a', 3)]).toEqual([0, 0, 1_000]);
  buckets.spend('a', 99);
  expect(buckets.look('a')).toBe(1_000);
  now = 1_000;
  expect(buckets.take('a')).toBe(0);
});

test('a flood of made-up names is forgotten oldest first, and memory stays', () => {
  const buckets = new TokenBuckets({ burst: 1, perSecond: 1 / 3_600 }, () => 0);
  for (let i = 0; i < 100_001; i++) buckets.take(`name ${i}`);
  expect(buckets.take('name 0')).toBe(0);
  expect(buckets.take('name 100000')).toBeGreaterThan(0);
});
