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
