import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressOf } from './address-of.ts';
import { createFloodLimits } from './flood-limits.ts';

const from = (remoteAddress: string, forwardedFor?: string | string[]): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwardedFor } }) as unknown as IncomingMessage;

test('fault 85: an address that floods with connections waits; others do not, and it may again later', () => {
  let now = 0;
  const limits = createFloodLimits(() => now);
  const granted = Array.from({ length: 3_000 }, () => limits.contact('203.0.113.9')).filter((ms) => ms === 0);
  expect(granted).toHaveLength(1_000);
  expect(limits.contact('203.0.113.10')).toBe(0);
  now += 1_000;
  expect(limits.contact('203.0.113.9')).toBe(0);
});

test('behind a proxy the phone is counted, not the proxy; what a phone claims of itself is not believed', () => {
  expect(addressOf(from('10.0.0.2', '198.51.100.7'), true)).toBe('198.51.100.7');
  expect(addressOf(from('10.0.0.2', '1.2.3.4, 198.51.100.7'), true)).toBe('198.51.100.7');
  expect(addressOf(from('10.0.0.2', ['1.2.3.4', '198.51.100.7']), true)).toBe('198.51.100.7');
  expect(addressOf(from('10.0.0.2'), true)).toBe('10.0.0.2');
  expect(addressOf(from('198.51.100.8', '1.2.3.4'), false)).toBe('198.51.100.8');
});
