import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatId, isId } from './ids.ts';
import { isJsonValue } from './json.ts';
import { isWellFormed, utf8Bytes } from './text.ts';

test('utf8Bytes counts what an encoder writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});

test('isWellFormed agrees with the platform', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0xd700, max: 0xe100 })), (units) => {
      const text = String.fromCharCode(...units);
      expect(isWellFormed(text)).toBe((text as string & { isWellFormed(): boolean }).isWellFormed());
    }),
  );
});

test('an id is 128 bits in 22 characters; nothing else is one', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const id = formatId(bytes);
      expect(id).toBe(Buffer.from(bytes).toString('base64url'));
      expect(isId(id)).toBe(true);
    }),
  );
  for (const text of ['', 'x', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}B`, null, 7])
    expect(isId(text)).toBe(false);
});

test('JSON that an op may hold: safe integers, whole characters, bounded depth', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  expect(isJsonValue({ a: [1, 'x', null, true, { b: -3 }] })).toBe(true);
  for (const bad of [
    0.1,
    Number.NaN,
    2 ** 53,
    -0,
    undefined,
    '\udc00',
    () => 1,
    new Date(),
    nested(40),
    10n,
  ]) {
    expect(isJsonValue({ bad: [bad] }), String(bad)).toBe(false);
  }
  expect(isJsonValue(JSON.parse('{"__proto__": 1}'))).toBe(false);
});
