/**
 * The wire is pinned, that of this build and that of each release it still speaks with. When this fails, a frame, a
 * limit or a kind changed: either undo it, or
 *
 *   it is new and nobody has it yet     put the new hash under the current version; new asks say `since` in frames.ts
 *   the current version is released     bump PROTOCOL_VERSION, write its line in version.ts, add the release to
 *                                       releases.ts, copy the golden frames to golden/<version>/, `npm run docs`
 *
 * A hash of a released version is never changed: those apps are out there.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { JsonValue } from '#domain/json.ts';
import { listOpTypes } from '#domain/op-types.ts';
import { canonicalJson } from '#protocol/canonical.ts';
import { lowerProtocol, PROTOCOL_VERSION, SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import { describeWire } from './describe-wire.ts';
import { CURRENT, RELEASED, type Release } from './releases.ts';

const PINNED: Readonly<Record<number, string>> = {
  4: '38873465255795b7',
  5: '73cbce4bcc404a7d',
};

const spoken = [...RELEASED, CURRENT].filter(({ protocol }) => SUPPORTED_PROTOCOLS.includes(protocol));

test.each(spoken)('the frames of protocol $protocol are the pinned ones', (release) => {
  expect(hashOf(release)).toBe(PINNED[release.protocol]);
});

test('the last two versions are spoken, its own first', () => {
  expect(SUPPORTED_PROTOCOLS).toEqual([PROTOCOL_VERSION, PROTOCOL_VERSION - 1]);
  expect(lowerProtocol(PROTOCOL_VERSION)).toBe(PROTOCOL_VERSION - 1);
  expect(lowerProtocol(PROTOCOL_VERSION - 1)).toBeUndefined();
});

test('the list of op types only grows', () => {
  for (const { opTypes } of RELEASED) expect(listOpTypes()).toEqual(expect.arrayContaining([...opTypes]));
});

function hashOf(release: Release): string {
  const wire = canonicalJson(describeWire(release) as unknown as JsonValue);
  return createHash('sha256').update(wire).digest('hex').slice(0, 16);
}
