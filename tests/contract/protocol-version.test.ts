/**
 * The wire is pinned. When this fails, a frame, a limit or a kind changed: either undo it, or bump
 * PROTOCOL_VERSION, write its line in version.ts, keep the server speaking the version before, run
 * `npm run docs`, add golden frames under tests/contract/golden/<version>/, and put the new hash here.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { JsonValue } from '#domain/json.ts';
import { listOpTypes } from '#domain/op-types.ts';
import { canonicalJson } from '#protocol/canonical.ts';
import { PROTOCOL_VERSION, SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import { describeWire } from './describe-wire.ts';

const PINNED: Readonly<Record<number, string>> = {
  1: 'e7b0f7b19b73e229',
};

test('the frames of this protocol version are the pinned ones', () => {
  const hash = createHash('sha256')
    .update(canonicalJson(describeWire() as unknown as JsonValue))
    .digest('hex')
    .slice(0, 16);
  expect(hash).toBe(PINNED[PROTOCOL_VERSION]);
});

test('the server speaks the last two versions at most, its own included', () => {
  expect(SUPPORTED_PROTOCOLS).toContain(PROTOCOL_VERSION);
  expect(SUPPORTED_PROTOCOLS.length).toBeLessThanOrEqual(2);
});

test('the list of op types only grows', () => {
  expect(listOpTypes()).toEqual(
    expect.arrayContaining([
      'group.created@1',
      'group.renamed@1',
      'member.joined@1',
      'member.left@1',
      'member.renamed@1',
      'message.deleted@1',
      'message.edited@1',
      'message.sent@1',
      'reaction.added@1',
      'reaction.removed@1',
    ]),
  );
});
