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

const asker = { accountId: 'a', deviceId: 'd', address: '203.0.113.9' };
const takeUntilRefused = (take: () => number): number => {
  let granted = 0;
  while (granted < 100_000 && take() === 0) granted++;
  return granted;
};

test('fault 85: one device that runs wild leaves the person’s other devices half of the account', () => {
  const limits = createFloodLimits(() => 0);
  expect(takeUntilRefused(() => limits.frame(asker))).toBe(1_000);
  expect(takeUntilRefused(() => limits.frame({ ...asker, deviceId: 'e' }))).toBe(1_000);
  expect(takeUntilRefused(() => limits.frame({ ...asker, deviceId: 'f' }))).toBe(0);
});

test('fault 85: what is refused costs nothing: an account at its end does not use up its neighbours’ address', () => {
  let now = 0;
  const limits = createFloodLimits(() => now);
  for (let i = 0; i < 3; i++) takeUntilRefused(() => limits.frame({ ...asker, deviceId: `d${i}` }));
  for (let i = 0; i < 100_000; i++) limits.frame(asker);
  // Two thousand were granted of forty thousand: nineteen neighbours have theirs.
  const neighbours = Array.from({ length: 19 }, (_, i) =>
    takeUntilRefused(() => limits.frame({ ...asker, accountId: `n${i}`, deviceId: `n${i}` })),
  );
  expect(neighbours).toEqual(neighbours.map(() => 1_000));
  now += 60_000;
  expect(limits.frame(asker)).toBe(0);
});

test('fault 85: ops, comings in and digests have budgets of their own', () => {
  const limits = createFloodLimits(() => 0);
  expect(takeUntilRefused(() => limits.frame(asker, { ops: 100 }))).toBe(200);
  const other = { ...asker, accountId: 'b', deviceId: 'b' };
  expect(takeUntilRefused(() => limits.frame(other, { ops: 1, joins: 1 }))).toBe(600);
  expect(takeUntilRefused(() => limits.frame(other, { isDigest: true }))).toBe(200);
  expect(limits.frame(other)).toBe(0);
});

test('of an IPv6 address the network is counted: the rest is its owner’s to choose', () => {
  const address = (text: string) => addressOf(from(text), false);
  expect(address('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(address('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
  expect(address('2001:DB8:0001:2:ffff::')).toBe('2001:db8:1:2::/64');
  expect(address('2001:db8::5')).toBe('2001:db8:0:0::/64');
  expect(address('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(address('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(address('::1')).toBe('::1');
});

test('what a proxy says that is no address is not counted as one', () => {
  expect(addressOf(from('10.0.0.2', 'unknown'), true)).toBe('10.0.0.2');
  expect(addressOf(from('10.0.0.2', `x${'y'.repeat(9_000)}`), true)).toBe('10.0.0.2');
});

test('behind a proxy the phone is counted, not the proxy; what a phone claims of itself is not believed', () => {
  expect(addressOf(from('10.0.0.2', '198.51.100.7'), true)).toBe('198.51.100.7');
  expect(addressOf(from('10.0.0.2', '1.2.3.4, 198.51.100.7'), true)).toBe('198.51.100.7');
  expect(addressOf(from('10.0.0.2', ['1.2.3.4', '198.51.100.7']), true)).toBe('198.51.100.7');
  expect(addressOf(from('10.0.0.2'), true)).toBe('10.0.0.2');
  expect(addressOf(from('198.51.100.8', '1.2.3.4'), false)).toBe('198.51.100.8');
});
