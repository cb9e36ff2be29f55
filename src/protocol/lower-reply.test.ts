import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { REJECTION_KINDS } from '#domain/op-definition.ts';
import { ASKS, type AskName } from './frames.ts';
import { GONE_REASONS, WAIT_KINDS } from './kinds.ts';
import { lowerReply, replySchemaOf } from './lower-reply.ts';

const GOLDEN = new URL('../../tests/contract/golden/5/', import.meta.url);

function examplesOf(name: AskName): object[] {
  return JSON.parse(readFileSync(new URL(`${name}.reply.json`, GOLDEN), 'utf8')) as object[];
}

const ids = ['Z3JvdXAAAAAAAAAAAAAAAA', 'b3AgMQAAAAAAAAAAAAAAAA'] as const;
const [groupId, opId] = ids;
const push = { epoch: groupId, groupId, firstSeq: 1, head: 9 };

/** Every word there is, in every reply that may say it. */
const REPLIES: readonly (readonly [AskName, object])[] = [
  ...(Object.keys(ASKS) as AskName[]).flatMap((name) => examplesOf(name).map((one) => [name, one] as const)),
  ...REJECTION_KINDS.map((kind) => ['push', { ...push, verdicts: [7, kind] }] as const),
  ...WAIT_KINDS.flatMap(
    (wait) =>
      [
        ['push', { ...push, verdicts: [], stop: { wait } }],
        ['snapshot', { wait, retryAfterMs: 5 }],
      ] as const,
  ),
  ...GONE_REASONS.map((gone) => ['bootstrap', { epoch: groupId, groupId, gone, version: 3 }] as const),
  [
    'hello',
    {
      epoch: groupId,
      serverTime: 1,
      groups: [
        {
          groupId,
          head: 3,
          history: 'same',
          myMemberId: opId,
          role: 'guest',
          myLastSeq: REJECTION_KINDS.length,
          settled: REJECTION_KINDS.map((kind) => [opId, kind]),
          marks: [],
        },
      ],
      gone: GONE_REASONS.map((reason) => ({ groupId, reason, version: 2 })),
      unknown: [groupId],
    },
  ],
];

test('whatever is said now, an app of the release before can read', () => {
  expect(readdirSync(GOLDEN).length).toBeGreaterThan(15);
  for (const [name, reply] of REPLIES) {
    const today = v.safeParse(ASKS[name].reply as v.GenericSchema, reply);
    expect(today.issues, JSON.stringify(reply)).toBeUndefined();
    const lowered = lowerReply(4, name, reply);
    const parsed = v.safeParse(replySchemaOf(4, name), lowered);
    expect(parsed.issues, JSON.stringify(lowered)).toBeUndefined();
  }
});

test('this release is told everything as it is', () => {
  for (const [name, reply] of REPLIES) expect(lowerReply(5, name, reply)).toBe(reply);
});

test('what the older app knows reaches it unchanged', () => {
  const known = {
    ...push,
    verdicts: [7, 'bad-invite', 'not-allowed'],
    stop: { wait: 'busy', retryAfterMs: 9 },
  };
  expect(lowerReply(4, 'push', known)).toEqual(known);
});
