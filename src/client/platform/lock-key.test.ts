import { expect, test } from 'vitest';
import { makeDataKey, unwrapByPin, unwrapBySecret, wrapByPin, wrapBySecret } from './lock-key.ts';

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

test("a passkey's secret gives the key back, another one nothing, and does not show in what is stored", async () => {
  const [key, secret, other] = [makeDataKey(), makeDataKey(), makeDataKey()];
  const wrapped = await wrapBySecret(key, secret);
  expect(await unwrapBySecret(wrapped, secret)).toEqual(key);
  expect(await unwrapBySecret(wrapped, other)).toBeUndefined();
  expect((await wrapBySecret(key, secret)).key).not.toBe(wrapped.key);
  const stored = JSON.stringify(wrapped);
  for (const bytes of [key, secret]) expect(stored).not.toContain(Buffer.from(bytes).toString('base64url'));
});
