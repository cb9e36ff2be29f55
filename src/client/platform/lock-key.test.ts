import { expect, test } from 'vitest';
import { makeDataKey, unwrapByPin, wrapByPin } from './lock-key.ts';

test('the right PIN gives the key back, any other nothing; two wraps share nothing', async () => {
  const key = makeDataKey();
  const first = await wrapByPin(key, '2580 café');
  const second = await wrapByPin(key, '2580 café');
  expect(await unwrapByPin(first, '2580 cafe\u0301')).toEqual(key);
  expect(await unwrapByPin(first, '2580 cafe')).toBeUndefined();
  expect(first.iterations).toBeGreaterThanOrEqual(600_000);
  for (const field of ['salt', 'nonce', 'key'] as const) expect(first[field]).not.toBe(second[field]);
  expect(await unwrapByPin({ ...first, nonce: second.nonce }, '2580 café')).toBeUndefined();
});
