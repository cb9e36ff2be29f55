import { expect, it } from 'vitest';
import { StoreError } from '#client/platform/device-store.ts';
import { ActsMissingError } from '#client/sync/refused.ts';
import { kindOf, kindOfStatus } from './kind-of.ts';

it('goes by type and name', () => {
  expect(kindOf(new StoreError('full'))).toBe('storage.full');
  expect(kindOf(new DOMException('', 'QuotaExceededError'))).toBe('storage.full');
  expect(kindOf(new DOMException('', 'TimeoutError'))).toBe('transport.timeout');
  expect(kindOf(new ActsMissingError())).toBe('commit.app-incomplete');
});

it('knows a chunk that is gone in every browser', () => {
  for (const message of [
    'Failed to fetch dynamically imported module: https://racha.example/assets/a-1b2c.js',
    'error loading dynamically imported module: https://racha.example/assets/a-1b2c.js',
    'Importing a module script failed.',
  ]) {
    expect(kindOf(new TypeError(message))).toBe('update.chunk-away');
  }
  expect(kindOf(new Error('Unable to preload CSS for /assets/a-1b2c.css'))).toBe('update.chunk-away');
});

it('takes anything that can be thrown, and believes no message of it', () => {
  for (const thrown of [undefined, null, 'full', 7, {}, new Error('QuotaExceededError: paguei 120')]) {
    expect(kindOf(thrown)).toBe('unknown.error');
  }
});

it('tells a failing server from a refused request', () => {
  expect([200, 304].map(kindOfStatus)).toEqual([undefined, undefined]);
  expect([400, 403, 404, 429].map(kindOfStatus)).toEqual([
    'server.refused',
    'server.refused',
    'server.not-found',
    'server.too-many',
  ]);
  expect([500, 502, 503, 504, 599].map(kindOfStatus)).toEqual([
    'server.failed',
    'server.unavailable',
    'server.unavailable',
    'server.unavailable',
    'server.failed',
  ]);
});
