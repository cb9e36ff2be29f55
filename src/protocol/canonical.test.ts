import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '#domain/json.ts';
import { isJsonValue } from '#domain/json.ts';
import { created, idOf, sent } from '#tests/support/ops.ts';
import { canonicalJson, chainNext, chainStart, inviteHash, measureOp, opBytes, opHash } from './canonical.ts';

const json = fc
  .jsonValue({ noUnicodeString: false } as fc.JsonSharedConstraints)
  .filter((value) => isJsonValue(value)) as fc.Arbitrary<JsonValue>;

test('canonical text parses back to the same value and does not depend on key order', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (value) => {
      fc.pre(isJsonValue(value));
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
      expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
    }),
  );
});

test('every field of the header, the salt and the body change the hash; nothing else does', () => {
  const op = sent('ana', 'm', 'oi');
  const variants = [
    { ...op, opId: idOf('other') },
    { ...op, groupId: idOf('other') },
    { ...op, actorId: idOf('other') },
    { ...op, at: op.at + 1 },
    { ...op, type: 'message.edited' },
    { ...op, v: 2 },
    { ...op, salt: idOf('other') },
    { ...op, body: { ...op.body, text: 'ói' } },
  ];
  const hashes = new Set([op, ...variants].map(opHash));
  expect(hashes.size).toBe(variants.length + 1);
  expect(opHash({ ...op, body: Object.fromEntries(Object.entries(op.body).reverse()) })).toBe(opHash(op));
});

test('the hashes are pinned: devices and logs out there hold them', () => {
  const op = { ...created('ana'), opId: idOf('op'), salt: idOf('salt'), at: 1_790_000_000_000 };
  expect(opHash(op)).toMatchInlineSnapshot(`"0M3GE5DtJJKkPtllWk5Ded9xkoCSyIOwHG9K_Ky7Q_Y"`);
  expect(chainStart(op.groupId)).toMatchInlineSnapshot(`"VI3i7_zPHUFlEHEh7WX4V8T6B6D1kHLjAq6qyLPhrK4"`);
  expect(chainNext(chainStart(op.groupId), op)).toMatchInlineSnapshot(
    `"BI0ApFMWUT9Tid92wTzpTKRjwwF25oZ0e0fn9P8EhSw"`,
  );
  expect(inviteHash('segredo')).toMatchInlineSnapshot(`"o2yscdGkShWToi2YQDRVvS1vc35GXEzz_OrSk4GggzU"`);
});

test('an op is as large as its canonical JSON in UTF-8', () => {
  const op = sent('ana', 'm', '💸\u0000ã');
  expect(opBytes(op)).toBe(Buffer.byteLength(canonicalJson(op as unknown as JsonValue)));
  expect(measureOp(op)).toEqual({ hash: opHash(op), bytes: opBytes(op) });
});
